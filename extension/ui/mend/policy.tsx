// A policy to copy, what to know before it is pasted, and the way to where it goes.

import { useEffect, useState } from 'preact/hooks'
import type { PolicyKind, PolicyText } from 'rolerelay-core'
import { copyNow } from '../controls/copy.ts'
import { CheckIcon, CopyIcon, OpenIcon } from '../controls/icons.tsx'

/** The forms in which people keep policies. */
export const forms = { json: 'JSON', terraform: 'Terraform', command: 'Command line' } as const
export type Form = keyof typeof forms

const titles: Record<PolicyKind, string> = { trust: 'Trust policy', permission: 'Permission policy' }

export function Policy({ policy, form }: { policy: PolicyText; form: Form }) {
  const { kind, holder, statements, consolePage, notes = [] } = policy
  const text = policy[form]
  const title = `${titles[kind]} of ${holder}`
  return (
    <section class="mend-policy" aria-label={title}>
      <h3>{title}</h3>
      {notes.length > 0 && (
        <ul class="mend-notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div class="row">
        {text && <Copy text={text} label="Copy" />}
        {form === 'json' && statements && <Copy text={statements} label="Copy the statements alone" />}
        {consolePage && (
          <a class="button" href={consolePage} target="_blank" rel="noreferrer">
            <OpenIcon />
            {kind === 'trust' ? 'Open the role in the console' : 'Open the caller in the console'}
          </a>
        )}
      </div>
      {text ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: so that a keyboard can scroll it
        <pre class="mono mend-text" tabIndex={0}>
          {text}
        </pre>
      ) : (
        <p>There is no command of the AWS command line for this one.</p>
      )}
    </section>
  )
}

function Copy({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState<boolean>()
  useEffect(() => setCopied(undefined), [text])
  return (
    <>
      <button type="button" class="button" onClick={async () => setCopied(await copyNow(text))}>
        {copied ? <CheckIcon /> : <CopyIcon />}
        {copied ? 'Copied' : label}
      </button>
      {copied === false && <span role="status">The browser did not let it be copied. Select the text instead.</span>}
    </>
  )
}
