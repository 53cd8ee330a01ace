// An endpoint of the person's own in the place of AWS, such as LocalStack's, as a source: ready while keys are here that were entered for
// that very endpoint. So no file that moves a source has the keys sent to where they were not entered for.

import { failure } from '../core/failure.ts'
import { describeKeys, keysGiven } from './entered.ts'
import type { Kind, Room } from './room.ts'

export const endpoint: Room<Kind<'endpoint'>> = {
  isEntered: true,
  describe: ({ sts, console }, secrets, now) => ({
    endpoint: { sts, ...(console !== undefined && { console }) },
    ...describeKeys(secrets, now, sts),
  }),
  give({ source: { name }, of: { sts }, secrets, now }) {
    const given = keysGiven(secrets, now, sts)
    if (given) return given
    const { keys } = secrets
    if (keys?.endpoint === sts)
      throw failure('expired', `The temporary keys of “${name}” have expired. Enter fresh ones in the options.`)
    throw failure(
      'no-credentials',
      keys
        ? `“${name}” is at ${sts} now, and its keys were entered for ${keys.endpoint ?? 'AWS'}. Nothing was sent. Enter the keys of ${sts} in the options.`
        : `The keys of “${name}” are not here. Enter those of ${sts} in the options.`,
    )
  },
  // As with others that a person entered.
  takeBack: async () => {},
}
