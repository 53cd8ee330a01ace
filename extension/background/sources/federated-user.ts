// The console of the user whose keys a source has: what it may do a person says, and whose it is, AWS.

import type { Finding, Source, UserConsole } from 'rolerelay-core'
import type { UserConsoleDraft } from '../../protocol.ts'
import { mustHaveAccess } from '../core/access.ts'
import { withRestClock } from '../core/clock.ts'
import { partitionNamed, withRest } from '../core/core.ts'
import { asFailure, failure } from '../core/failure.ts'
import { epoch } from '../lock/epoch.ts'
import { inTurn, read, write } from '../store/storage.ts'
import { readySource } from './records.ts'

/** Says what its console may do, in the place of what was said before, unless something is wrong with that. */
export async function saveUserConsole(of: {
  id: string
  partition: string
  console: UserConsoleDraft
}): Promise<Finding[]> {
  const said: UserConsole = { ...of.console, userArn: await userOf(of.id, of.partition) }
  const found = await withRest((core) => core.checkUserConsole(said))
  if (found.length === 0) await change(of.id, said)
  return found
}

/** The source says nothing of it any more. A chain that opens it stays, and says what it lacks. */
export const forgetUserConsole = (id: string): Promise<void> => change(id)

/** The ARN of the user, as AWS says it of the keys. */
async function userOf(id: string, partition: string): Promise<string> {
  const signal = epoch()
  const { stsOrigin } = (await partitionNamed(partition)) ?? {}
  if (!stsOrigin) throw failure('partition', 'This is not a partition of AWS.')
  await mustHaveAccess([stsOrigin])
  const { credentials } = await readySource(id, signal)
  return withRestClock((core) => core.getCallerIdentity(credentials, partition, signal)).catch((thrown) => {
    throw asFailure(thrown).kind === 'invalid' ? failure('invalid', NO_USER) : thrown
  })
}

const change = (id: string, said?: UserConsole): Promise<void> =>
  inTurn(async () => {
    const { sources = [] } = await read('sources')
    const changed = (source: Source) => withRest((core) => core.withUserConsole(source, said))
    await write({ sources: await Promise.all(sources.map((one) => (one.id === id ? changed(one) : one))) })
  })

const NO_USER =
  'A user’s own console opens with the long-term key of an IAM user, and AWS names none as the owner of these keys. Of a role’s session ' +
  'a chain opens the console.'
