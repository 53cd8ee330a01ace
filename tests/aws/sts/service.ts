// AWS Security Token Service: finds the action, verifies who calls, answers.

import { AwsError, accessDenied, malformedQuery } from '../errors.ts'
import { type Environment, parametersOf, type Reply, type Request } from '../http.ts'
import { allowedByIdentity } from '../iam/evaluate.ts'
import { accountOfKey, callerOf } from '../secrets.ts'
import { verify } from '../sigv4.ts'
import { assumeRole } from './assume-role.ts'
import type { Call } from './call.ts'
import { assumeRoleWithSaml, assumeRoleWithWebIdentity, type Unsigned } from './federated.ts'
import { KEY_ID, Reader } from './parameters.ts'
import { getScopedCredentials } from './scoped.ts'
import { getFederationToken, getSessionToken } from './session-token.ts'
import { asAwsError, noSuchAction, type Result, refusal, success, VERSION } from './wire.ts'

type Action = (environment: Environment, call: Call) => Result

const ACTIONS: Record<string, Action> = {
  AssumeRole: assumeRole,
  GetSessionToken: getSessionToken,
  GetScopedCredentials: getScopedCredentials,
  GetFederationToken: getFederationToken,
  GetCallerIdentity: (_, { caller }) => ({ Arn: caller.arn, UserId: caller.userId, Account: caller.account.id }),
  GetAccessKeyInfo: getAccessKeyInfo,
}

/** What nobody signs. */
const UNSIGNED: Record<string, (environment: Environment, call: Unsigned) => Result> = {
  AssumeRoleWithSAML: assumeRoleWithSaml,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
}

/** What credentials other than a user's own or a role's may call at all. */
const ALLOWED_TO: Record<string, string[]> = {
  'session-token': ['AssumeRole', 'GetCallerIdentity', 'GetSessionToken', 'GetFederationToken', 'GetScopedCredentials'],
  'federated-user': ['GetCallerIdentity', 'GetSessionToken', 'GetFederationToken', 'GetScopedCredentials'],
}

export async function sts(environment: Environment, request: Request): Promise<Reply> {
  if (request.path !== '/' || !['GET', 'POST'].includes(request.method)) return UNKNOWN_OPERATION
  const parameters = parametersOf(request)
  const name = parameters.get('Action')
  if (!name) return TO_THE_PRODUCT_PAGE
  let arn: string | undefined
  try {
    checkSyntax(request, parameters)
    const { host, region: place = 'us-east-1' } = request.place
    const unsigned = Object.hasOwn(UNSIGNED, name) && parameters.get('Version') === VERSION ? UNSIGNED[name] : undefined
    if (unsigned) {
      const result = unsigned(environment, { parameters, region: place, host })
      return success(request, name, result, environment.clock.now())
    }
    const action = actionOf(name, parameters)
    const { secret, region } = await verify(request, environment)
    const caller = callerOf(environment, secret, region)
    arn = caller.arn
    const permitted = caller.session && ALLOWED_TO[caller.session.kind]
    // GetSessionToken and GetFederationToken refuse in words of their own.
    if (permitted && !permitted.includes(name)) throw accessDenied(`Cannot call ${name} with session credentials`)
    const result = action(environment, { caller, parameters, region, host })
    return { ...success(request, name, result, environment.clock.now()), caller: arn }
  } catch (thrown) {
    const refused = refusal(request, asAwsError(thrown), environment.clock.now())
    return { ...refused, ...(arn !== undefined && { caller: arn }) }
  }
}

/** The texts of these two are not known. */
function checkSyntax({ search, body }: Request, parameters: URLSearchParams): void {
  const [wrong] = /%(?![\da-f]{2}).{0,2}/i.exec(`${search}&${body}`) ?? []
  if (wrong) throw malformedQuery(`Illegal hex character in escape % pattern: ${wrong}`)
  const names = [...parameters.keys()]
  if (new Set(names).size < names.length) throw malformedQuery('The query string contains a syntax error')
}

/** Which action is meant is settled before who asks: AWS answers so without a signature too. */
function actionOf(name: string, parameters: URLSearchParams): Action {
  const version = parameters.get('Version') ?? 'NO_VERSION_SPECIFIED'
  const action = version === VERSION && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (!action) throw noSuchAction(name, version)
  return action
}

function getAccessKeyInfo(environment: Environment, { caller, parameters }: Call): Result {
  const reader = new Reader(parameters)
  const keyId = reader.required('AccessKeyId', KEY_ID)
  reader.finish()
  if (!allowedByIdentity(caller, 'sts:GetAccessKeyInfo'))
    throw accessDenied(`User: ${caller.arn} is not authorized to perform: sts:GetAccessKeyInfo`)
  const account = accountOfKey(environment, keyId)
  // The text is not known.
  if (!account) throw new AwsError('ValidationError', 400, `Invalid Access Key ID: ${keyId}`)
  return { Account: account }
}

/** What STS answers to whoever names no action, as users of a young SDK found (aws-sdk-swift 619). */
const TO_THE_PRODUCT_PAGE: Reply = {
  status: 302,
  headers: { location: 'https://aws.amazon.com/iam' },
  body: '',
  error: 'MissingAction',
}

const UNKNOWN_OPERATION: Reply = {
  status: 404,
  headers: { 'content-type': 'text/xml' },
  body: '<UnknownOperationException/>\n',
  error: 'UnknownOperationException',
}
