// Session policies: the inline one and the managed ones that a call names.

import { AwsError, malformedPolicy, validationError } from '../errors.ts'
import { type Policy, parseSessionPolicy } from '../iam/policy.ts'
import type { Account } from '../world.ts'
import { ARN, POLICY, type Reader } from './parameters.ts'

/** As the documentation limits the text of the inline policy; the newest model has no limit of its own. */
const PLAINTEXT_LIMIT = 2048

export interface PolicyParameters {
  inline?: string
  arns: string[]
}

export function readPolicies(reader: Reader): PolicyParameters {
  const inline = reader.text('Policy', { ...POLICY, max: PLAINTEXT_LIMIT })
  const arns = reader.structures('PolicyArns', { arn: ARN }, 10).map(({ arn }) => arn ?? '')
  return { ...(inline !== undefined && { inline }), arns }
}

export function sessionPolicies({ inline, arns }: PolicyParameters, account: Account): Policy[] {
  const policies = arns.map((arn) => managedPolicy(arn, account))
  if (inline === undefined) return policies
  const parsed = parseSessionPolicy(inline)
  if ('wrong' in parsed) throw malformedPolicy(parsed.wrong)
  return [...policies, parsed]
}

function managedPolicy(arn: string, account: Account): Policy {
  const own = account.managedPolicies.get(arn)
  if (own) return own
  const [, partition, owner, name] = /^arn:([\w-]+):iam::(aws|\d{12}):policy\/([\w+=,.@/-]+)$/.exec(arn) ?? []
  // The texts of these two are not known.
  if (!name || partition !== account.partition || (owner !== 'aws' && owner !== account.id))
    throw validationError(`ARN ${arn} is not valid.`)
  const aws = owner === 'aws' ? AWS_MANAGED[name] : undefined
  if (!aws) throw new AwsError('NoSuchEntity', 404, `Policy ${arn} does not exist or is not attachable.`)
  return aws
}

const allowing = (...actions: string[]): Policy => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: actions, Resource: '*' },
})

/** The few of AWS's own policies that people limit sessions with, by path and name. Of those that only read their shape alone is kept. */
const AWS_MANAGED: Record<string, Policy> = {
  AdministratorAccess: allowing('*'),
  PowerUserAccess: {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
  },
  ReadOnlyAccess: allowing('*:Describe*', '*:Get*', '*:List*'),
  'job-function/ViewOnlyAccess': allowing('*:Describe*', '*:List*'),
}
