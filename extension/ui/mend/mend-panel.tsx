// Who has to allow what, for a hop that AWS refused: what each hop needs, and the two policies that would let it through.
// Folded away until someone wants it, and only then made.

import type { Ref } from 'preact'
import { useState } from 'preact/hooks'
import type { Chain, Failure, Mend, PolicyText } from 'rolerelay-core'
import { call } from '../../client.ts'
import { Checklist } from './checklist.tsx'
import './mend.css'
import { type Form, forms, Policy } from './policy.tsx'

interface MendPanelProps {
  /** The record, with its shape's account for a test of one. */
  chain: Chain
  account?: string | undefined
  failure: Failure
  /** How many hops were done. */
  done: number
  /** For whoever unfolds it. */
  details: Ref<HTMLDetailsElement>
}

/** Only of a refused hop there is something to say. */
export const isMendable = ({ kind, hop }: Failure): boolean => kind === 'denied' && hop !== undefined

export function MendPanel({ chain, account, failure, done, details }: MendPanelProps) {
  const [mend, setMend] = useState<Mend>()
  const [wrong, setWrong] = useState<Failure>()
  const onToggle = (open: boolean) => {
    if (!open || mend) return
    setWrong(undefined)
    call('mend', { chain, ...(account && { account }), failure, done }).then(setMend, setWrong)
  }
  return (
    <details ref={details} class="mend" onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>Who has to allow what</summary>
      {wrong && <p role="alert">{wrong.message}</p>}
      {mend && (
        <div class="mend-parts">
          <Checklist checklist={mend.checklist} failing={failure.hop} />
          <Policies policies={mend.policies} />
        </div>
      )}
    </details>
  )
}

function Policies({ policies }: { policies: PolicyText[] }) {
  const [form, setForm] = useState<Form>('json')
  if (policies.length === 0) return <p>No policy that allows something would help here.</p>
  return (
    <>
      <fieldset class="mend-forms">
        <legend class="hidden">The policies as</legend>
        {(Object.keys(forms) as Form[]).map((each) => (
          <label key={each} class="mend-form">
            <input type="radio" name="mend-form" checked={form === each} onChange={() => setForm(each)} />
            {forms[each]}
          </label>
        ))}
      </fieldset>
      {policies.map((policy) => (
        <Policy key={policy.kind} policy={policy} form={form} />
      ))}
      <p class="muted">
        The console shows its pages in the session that this browser has there, which has to be one of that account.
      </p>
    </>
  )
}
