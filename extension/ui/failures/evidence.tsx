// What AWS said, word for word, folded away until someone needs it for a colleague or a support case.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { copyNow } from '../controls/copy.ts'
import { CopyIcon } from '../controls/icons.tsx'

export function EvidenceDetails({ failure }: { failure: Failure }) {
  const [copied, setCopied] = useState(false)
  const { evidence } = failure
  const facts = factsOf(failure)
  if (facts.length === 0) return null
  const causes = failure.causes ?? []
  const remaining = causes.length > 1 ? causes.map(({ sentence }, at) => `${at + 1}. ${sentence}`) : []
  const text = [failure.message, ...remaining, ...facts.map(([name, value]) => `${name}: ${value}`)].join('\n')
  return (
    <details class="evidence">
      <summary>{evidence?.code || evidence?.awsMessage ? 'What AWS said' : 'Details'}</summary>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="mono">{value}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={async () => setCopied(await copyNow(text))}>
        <CopyIcon />
        {copied ? 'Copied' : 'Copy details'}
      </button>
    </details>
  )
}

function factsOf({ evidence = {}, roleArn, caller }: Failure): [string, string][] {
  const { code, awsMessage, policyArn, status, requestId, host, attempts } = evidence
  const facts: [string, string | number | undefined][] = [
    ['Code', code],
    ['Message', awsMessage],
    ['Policy', policyArn],
    ['HTTP status', status],
    ['Request ID', requestId],
    ['Host', host],
    ['Attempts', attempts],
    ['Caller', caller],
  ]
  const known = facts.flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return known.length > 0 && roleArn ? [...known, ['Role', roleArn]] : known
}
