// Copying the end role's credentials. They pass through this page's memory to the clipboard and are never shown.

import { useRef, useState } from 'preact/hooks'
import type { CredentialShape } from 'rolerelay-core'
import type { ChainRow } from '../protocol.ts'
import { copyLater, copyNow } from '../ui/copy.ts'
import type { RunControl } from '../ui/use-run.ts'

export const shapeNames: Record<CredentialShape, string> = { bash: 'bash', powershell: 'PowerShell', json: 'JSON' }

export interface CredentialCopy {
  start: (row: { id: ChainRow['id'] }, shape: CredentialShape, code?: string) => void
  /** Whether the text has reached the clipboard; `refused` when the browser wants one more click. */
  state: 'copying' | 'copied' | 'refused'
  /** Copies the text that is waiting. Call it from a click. */
  again: () => void
  /** Forgets the text. */
  forget: () => void
}

export function useCredentialCopy(run: RunControl): CredentialCopy {
  const [state, setState] = useState<CredentialCopy['state']>('copying')
  const waiting = useRef('')
  const settle = (copied: boolean, text = '') => {
    waiting.current = copied ? '' : text
    setState(copied ? 'copied' : 'refused')
  }
  const forget = () => {
    waiting.current = ''
    setState('copying')
  }
  return {
    state,
    forget,
    start: async (row, shape, code) => {
      forget()
      const text = run.start({ action: 'copy', chainId: row.id, shape, ...(code && { code }) })
      const copied = await copyLater(text)
      settle(copied, await text.catch(() => ''))
    },
    again: async () => settle(await copyNow(waiting.current), waiting.current),
  }
}
