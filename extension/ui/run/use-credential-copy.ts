// Copying the end role's credentials. They pass through this page's memory to the clipboard and are never shown.

import { useRef, useState } from 'preact/hooks'
import type { CredentialShape } from 'rolerelay-core'
import type { RunRequest } from '../../protocol.ts'
import { type ClearedAt, copySecret } from '../controls/copy.ts'
import type { RunControl } from './use-run.ts'

/** What each is for, in the order of the menu. */
export const shapeNames: Record<CredentialShape, string> = {
  bash: 'bash',
  powershell: 'PowerShell',
  json: 'JSON',
  fish: 'fish',
  cmd: 'the Windows command line',
  dotenv: 'a .env file',
  docker: 'docker run',
  profile: '~/.aws/credentials',
  sdk: 'an SDK',
  command: 'one command',
}

/** Those that the menu has at once; the others come by one click more. */
export const USUAL: CredentialShape[] = ['bash', 'powershell', 'json']

type CopyRequest = RunRequest & { action: 'copy' }

export interface CredentialCopy {
  start: (request: CopyRequest) => void
  /** Whether the text has reached the clipboard; `refused` when the browser wants one more click. */
  state: 'copying' | 'copied' | 'refused'
  /** When the clipboard will be cleared; null for never. */
  clearedAt: ClearedAt
  /** Copies the text that is waiting. Call it from a click. */
  again: () => void
  /** Forgets the text. */
  forget: () => void
}

export function useCredentialCopy(run: RunControl): CredentialCopy {
  const [state, setState] = useState<CredentialCopy['state']>('copying')
  const [clearedAt, setClearedAt] = useState<ClearedAt>(null)
  const waiting = useRef('')
  const settle = (cleared: ClearedAt | undefined, text: string) => {
    const refused = cleared === undefined
    waiting.current = refused ? text : ''
    setState(refused ? 'refused' : 'copied')
    if (!refused) setClearedAt(cleared)
  }
  const forget = () => {
    waiting.current = ''
    setState('copying')
  }
  return {
    state,
    clearedAt,
    forget,
    start: async (request) => {
      forget()
      const text = run.start(request)
      const cleared = await copySecret(text)
      settle(cleared, await text.catch(() => ''))
    },
    again: async () => settle(await copySecret(waiting.current), waiting.current),
  }
}
