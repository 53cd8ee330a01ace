// The hosts that the browser lets the extension reach: those of other partitions, of IAM, of Identity Center and of endpoints of the
// person's own at first use only.

import type { Failure } from 'rolerelay-core'
import { hasAccess } from '../../browser.ts'
import { failure } from './failure.ts'

/** Throws a failure of kind `permission`, which a page asks the person by, where one of these is out of reach. */
export async function mustHaveAccess(origins: string[]): Promise<void> {
  if (await hasAccess(origins)) return
  const [host, ...more] = origins.map((origin) => origin.replace(/^https?:\/\//, ''))
  const hosts = `${host}${more.length > 0 ? ` and ${more.length} more of AWS’s hosts` : ''}`
  throw {
    ...failure('permission', `The browser does not let Rolerelay reach ${hosts} yet. Allow it, then try again.`),
    evidence: { origins },
  } satisfies Failure
}
