// IAM's calls on users' access keys. Parameters, limits and codes: the IAM model; texts: what people quoted. Which user a call
// is about is settled before whether it exists, as for all of IAM.

import { AwsError, accessDenied } from './errors.ts'
import { authorize, type Call } from './iam-call.ts'
import { newUserKeyId, newUserSecret } from './keys.ts'
import { KEY_ID, type Reader, type Rule } from './sts/parameters.ts'
import type { Result } from './sts/wire.ts'
import type { AccessKey, User } from './world.ts'

export const keyActions: Record<string, (call: Call) => Result> = {
  CreateAccessKey: createAccessKey,
  ListAccessKeys: listAccessKeys,
  GetAccessKeyLastUsed: getAccessKeyLastUsed,
  UpdateAccessKey: updateAccessKey,
  DeleteAccessKey: deleteAccessKey,
}

function createAccessKey(call: Call): Result {
  const name = userName(call.reader)
  call.reader.finish()
  const user = permitted(call, name)
  if (user.keys.length >= MOST_KEYS)
    throw new AwsError('LimitExceeded', 409, `Cannot exceed quota for AccessKeysPerUser: ${MOST_KEYS}`)
  const { environment, caller } = call
  const key: AccessKey = {
    id: newUserKeyId(caller.account.id),
    secret: newUserSecret(),
    active: true,
    createdAt: environment.clock.now(),
  }
  user.keys.push(key)
  environment.state.delayedKeys.set(key.id, environment.state.keyDelay)
  return { AccessKey: { ...told(user, key), SecretAccessKey: key.secret } }
}

function listAccessKeys(call: Call): Result {
  const name = userName(call.reader)
  call.reader.integer('MaxItems', 1, 1000)
  call.reader.finish()
  const user = permitted(call, name)
  return { AccessKeyMetadata: user.keys.map((key) => told(user, key)), IsTruncated: false }
}

function getAccessKeyLastUsed(call: Call): Result {
  const id = call.reader.required('AccessKeyId', KEY_ID)
  call.reader.finish()
  const owner = [...call.caller.account.users.values()].find(({ keys }) => keys.some((key) => key.id === id))
  if (!owner) throw accessDenied(sentence(call, `access key ${id}`))
  permitted(call, owner.name)
  const use = call.environment.state.keyUses.get(id)
  return {
    UserName: owner.name,
    AccessKeyLastUsed: {
      Region: use?.region ?? 'N/A',
      LastUsedDate: use && new Date(use.at),
      ServiceName: use?.service ?? 'N/A',
    },
  }
}

function updateAccessKey(call: Call): Result {
  const name = userName(call.reader)
  const id = call.reader.required('AccessKeyId', KEY_ID)
  const status = call.reader.required('Status', {})
  call.reader.finish()
  const { key } = keyOf(call, name, id)
  if (status !== 'Active' && status !== 'Inactive')
    throw new AwsError(
      'ValidationError',
      400,
      `1 validation error detected: Value '${status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
    )
  const { state } = call.environment
  if (!key.active && status === 'Active') state.delayedKeys.set(id, state.keyDelay)
  key.active = status === 'Active'
  return {}
}

function deleteAccessKey(call: Call): Result {
  const name = userName(call.reader)
  const id = call.reader.required('AccessKeyId', KEY_ID)
  call.reader.finish()
  const { user, key } = keyOf(call, name, id)
  user.keys.splice(user.keys.indexOf(key), 1)
  return {}
}

/** Active or not. */
const MOST_KEYS = 2

const USER_NAME: Rule = { min: 1, max: 128, pattern: '[\\w+=,.@-]+' }
const userName = (reader: Reader): string | undefined => reader.text('UserName', USER_NAME)

/**
 * The user that the call is about, if the caller may do it to that user. Without a name it is the caller's own; but then IAM
 * asks the policies about `user null`, as someone found whose policy was on `user/${aws:username}` (99designs/aws-vault 190).
 */
function permitted(call: Call, name: string | undefined): User {
  const { account, identity } = call.caller
  const named = account.users.get(name ?? '')
  const resource = named?.arn ?? `arn:${account.partition}:iam::${account.id}:user/${name ?? 'null'}`
  authorize(call, resource, `user ${name ?? 'null'}`)
  const user = named ?? (name === undefined ? account.users.get(identity?.name ?? '') : undefined)
  if (!user) throw new AwsError('NoSuchEntity', 404, `The user with name ${name} cannot be found.`)
  return user
}

function keyOf(call: Call, name: string | undefined, id: string): { user: User; key: AccessKey } {
  const user = permitted(call, name)
  const key = user.keys.find((key) => key.id === id)
  if (!key) throw new AwsError('NoSuchEntity', 404, `The Access Key with id ${id} cannot be found.`)
  return { user, key }
}

const sentence = ({ caller, name }: Call, shown: string): string =>
  `User: ${caller.arn} is not authorized to perform: iam:${name} on resource: ${shown}`

const told = (user: User, { id, active, createdAt }: AccessKey): Result => ({
  UserName: user.name,
  AccessKeyId: id,
  Status: active ? 'Active' : 'Inactive',
  CreateDate: new Date(createdAt),
})
