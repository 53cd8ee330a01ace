// What most likely has to stand in a hop, written there by a click: then the run goes on.

import { useState } from 'preact/hooks'
import type { Chain, Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import { whyNotSaved } from './not-saved.ts'
import { roleParts } from './role.ts'

interface UseSuggestionProps {
  /** The record as it is kept. */
  record: Chain
  /** Which of the record's own hops, counted from 0. */
  own: number
  /** Which of that hop's settings. */
  setting: string
  suggestion: string
  onSaved: () => void
}

export function UseSuggestion({ record, own, setting, suggestion, onSaved }: UseSuggestionProps) {
  const [wrong, setWrong] = useState<string>()
  const write = () => {
    setWrong(undefined)
    const hops = record.hops.map((hop, at) => (at === own ? { ...hop, [setting]: suggestion } : hop))
    call('saveChain', { chain: { ...record, hops }, before: record }).then(
      (reply) => (reply.saved ? onSaved() : setWrong(whyNotSaved(reply))),
      (failure: Failure) => setWrong(failure.message),
    )
  }
  const { role, account } = roleParts(suggestion)
  return (
    <div class="stack">
      {setting === 'roleArn' && (
        <p>
          <strong>Maybe a slip:</strong> there is a role {role} in account {account}.
        </p>
      )}
      <div class="row">
        <button type="button" class="button primary" title={suggestion} onClick={write}>
          Use {setting === 'roleArn' ? `role ${role}` : `MFA device ${role}`}
        </button>
        {wrong && <span role="alert">{wrong}</span>}
      </div>
    </div>
  )
}
