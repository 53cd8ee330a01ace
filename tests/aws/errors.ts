// AWS's refusals: code, status, text. The texts are what AWS was seen to answer unless a comment says that they are not.

export class AwsError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

const refuse =
  (code: string, status: number) =>
  (message: string): AwsError =>
    new AwsError(code, status, message)

export const accessDenied = refuse('AccessDenied', 403)
export const validationError = refuse('ValidationError', 400)
export const invalidParameterValue = refuse('InvalidParameterValue', 400)
export const incompleteSignature = refuse('IncompleteSignature', 400)
export const signatureDoesNotMatch = refuse('SignatureDoesNotMatch', 403)
export const malformedPolicy = refuse('MalformedPolicyDocument', 400)
export const packedPolicyTooLarge = refuse('PackedPolicyTooLarge', 400)
export const malformedQuery = refuse('MalformedQueryString', 404)

/** An unknown, inactive or deleted key, or a token that is none of AWS's or not for this region. */
export const invalidToken = (): AwsError =>
  new AwsError('InvalidClientTokenId', 403, 'The security token included in the request is invalid')
export const expiredToken = (): AwsError =>
  new AwsError('ExpiredToken', 403, 'The security token included in the request is expired')
export const missingToken = (): AwsError =>
  new AwsError('MissingAuthenticationToken', 403, 'Request is missing Authentication Token')
export const throttled = (): AwsError => new AwsError('Throttling', 400, 'Rate exceeded')

export const regionDisabled = (account: string): AwsError =>
  new AwsError(
    'RegionDisabledException',
    403,
    `STS is not activated in this region for account:${account}. Your account administrator can activate STS in this region using the IAM Console.`,
  )
