// Whether what is kept has a password. Where it has none, all copies of it are looked at once while the browser runs, before anything
// is read or written: as unlocking does it for a vault.

import { local } from '../../browser.ts'
import { failure } from '../core/failure.ts'
import { session } from '../core/memory.ts'
import { epoch } from '../lock/epoch.ts'
import { FORMATS } from './codec.ts'
import { findCopy, goOnWith, isSealed } from './copies.ts'
import { tell } from './notices.ts'
import { hasOlder } from './older.ts'
import { PLACES } from './store.ts'
import { putBack } from './sweep.ts'

/** Whether what is kept is in a vault. Throws where that cannot be read, is damaged, or is of a newer version. */
export function isVault(): Promise<boolean> {
  looking ??= look().catch((thrown) => {
    looking = undefined
    throw thrown
  })
  return looking
}

/** Has it looked up anew: a vault was made or removed. */
export function lookAgain(): Promise<void> {
  looking = undefined
  return session.remove([LOOKED])
}

/** Looks at all copies in the clear once more: something of the current one is damaged. */
export async function lookCloser(): Promise<void> {
  await lookAgain()
  await isVault()
}

let looking: Promise<boolean> | undefined

/** In storage.session: that all copies were looked at, and that what was wrong was told. */
const LOOKED = 'looked'

async function look(): Promise<boolean> {
  const kept = await local.get(['format', ...Object.values(PLACES)]).catch(() => undefined)
  if (typeof kept?.format === 'number' && kept.format > FORMATS.clear) throw newer
  const hasLooked = kept?.format === FORMATS.clear && LOOKED in (await session.get([LOOKED]))
  if (hasLooked) return false
  if (kept && (await isSealed(kept))) return true
  if (kept && kept.format === undefined && (await putBack())) return look()

  const mine = epoch()
  const found = await findCopy()
  const { copy, wrong = '', stored, silent } = found
  if (found.newer) throw newer
  if (copy?.sealed) return true
  if (copy) {
    await goOnWith(copy, found, mine)
    if (wrong) await tell(wrong)
  } else if (silent) {
    throw failure(
      'storage',
      'The browser could not read what Rolerelay keeps, and nothing was changed. Restart the browser.',
    )
  } else if (!hasOlder(stored)) {
    // A welcome over what was there would be the worst answer.
    const wasThere = found.damaged || found.latest > 0 || !FORMATS.before.includes(stored.format)
    if (wasThere) throw failure('damaged', wrong)
    if (found.mirrorSilent) await tell(UNSEEN)
  }
  await session.set({ [LOOKED]: true })
  return false
}

const newer = failure(
  'storage',
  'A newer Rolerelay wrote what is kept here. Update the extension; nothing was changed.',
)

const UNSEEN =
  'The browser’s database (IndexedDB) does not answer, so it cannot be seen whether it holds a copy of chains that were here before. ' +
  'If there were any, restart the browser before you write new ones.'
