// A list of accounts among what is imported: it names no role, so it makes chains only with one that a person names.

import type { Chain } from 'rolerelay-core'
import { emptyChain } from '../chains/draft.ts'
import { type AccountList, readAccountList } from '../chains/shape/read-accounts.ts'

export interface FoundAccounts extends AccountList {
  /** The file's; empty of a pasted text. */
  file: string
  /** As in `arn:aws-cn:organizations::…`. */
  partition: string
}

export function accountsIn(file: string, text: string): FoundAccounts | undefined {
  const list = readAccountList(text)
  if (list.accounts.length + list.closed.length === 0) return undefined
  return { ...list, file, partition: /\barn:(aws[a-z-]*):organizations:/.exec(text)?.[1] ?? 'aws' }
}

/** The shape that makes a chain for each account through the same role, whose path may stand before its name. */
export const chainForEach = ({ accounts, partition }: FoundAccounts, role: string): Chain => ({
  ...emptyChain(''),
  hops: [{ roleArn: `arn:${partition}:iam::{account}:role/${role.trim().replace(/^\//, '')}` }],
  accounts,
})
