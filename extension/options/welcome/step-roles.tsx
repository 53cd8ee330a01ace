// Step 3: the roles, in whatever form a hop of the editor reads as well.

import { useMemo, useRef, useState } from 'preact/hooks'
import type { Finding, Hop, ImportNote } from 'rolerelay-core'
import { call } from '../../client.ts'
import { Field } from '../../ui/controls/field.tsx'
import { hasErrors } from '../../ui/controls/findings.tsx'
import { roleParts } from '../../ui/controls/role.ts'
import { useFindings } from '../../ui/controls/use-findings.ts'

/** `onChange` hears of the hops that were read last, and of `fine` once these are what is written and none is wrong. */
export function StepRoles({ onChange }: { onChange: (hops: Hop[], fine: boolean) => void }) {
  const [text, setText] = useState('')
  const [read, setRead] = useState<Hop[]>([])
  /** The text whose roles the person wants the other way round. */
  const [turned, setTurned] = useState<string>()
  const latest = useRef({ text, turned })
  latest.current = { text, turned }
  const record = useMemo(() => ({ written: text, isTurned: turned === text }), [text, turned])
  const findings = useFindings(record, async ({ written, isTurned }) => {
    const { hops: found, notes } = written.trim() ? await call('readHops', { text: written }) : { hops: [], notes: [] }
    const hops = isTurned ? found.toReversed() : found
    const all = [...notes.map((note) => asFinding(note, hops)), ...(hops.length > 0 ? await wrongWith(hops) : [])]
    // More may have been written while this was checked.
    const { current } = latest
    if (written === current.text && isTurned === (current.turned === written)) {
      setRead(hops)
      onChange(hops, hops.length > 0 && !hasErrors(all))
    }
    return all
  })
  return (
    // Chrome asks the form, not the area, whether it may write to disk what is typed, to restore it.
    <form autocomplete="off" onSubmit={(event) => event.preventDefault()}>
      <Field
        label="Role ARNs in the order in which they are assumed, one a line"
        name="hops"
        findings={findings.at('hops')}
        hint="Command lines, calls of programs, Terraform and switch-role links are read too, with their external IDs and the like. The console opens as the last role."
      >
        {(control) => (
          <textarea
            {...control}
            class="mono"
            rows={4}
            spellcheck={false}
            autocomplete="off"
            value={text}
            placeholder={'arn:aws:iam::111111111111:role/jump\narn:aws:iam::222222222222:role/admin'}
            onInput={({ currentTarget: { value } }) => {
              setText(value)
              onChange(read, false)
            }}
            onBlur={findings.showAll}
          />
        )}
      </Field>
      {read.length > 0 && (
        <p class="muted">
          {readWords(read)}{' '}
          {read.length > 1 && (
            <button type="button" class="link-button" onClick={() => setTurned(turned === text ? undefined : text)}>
              Turn the order round
            </button>
          )}
        </p>
      )}
    </form>
  )
}

/** Where no role was read, what is said of the text is why there is none. */
const asFinding = ({ severity, message, line }: ImportNote, hops: Hop[]): Finding => ({
  place: 'hops',
  severity: hops.length === 0 ? 'error' : severity,
  message: line && line > 1 ? `Line ${line}: ${message}` : message,
})

const DETAILS: [keyof Hop, string][] = [
  ['externalId', 'external ID'],
  ['sessionName', 'session name'],
  ['durationSeconds', 'duration'],
  ['mfaSerial', 'MFA device'],
  ['region', 'region'],
]

/** So that nobody has to guess which part of the text counts. */
function readWords(hops: Hop[]): string {
  const words = hops.map((hop) => {
    const { account, role } = roleParts(hop.roleArn)
    const details = DETAILS.flatMap(([name, word]) => (hop[name] === undefined ? [] : [word]))
    return `${role} in ${account}${details.length > 0 ? ` (with ${details.join(', ')})` : ''}`
  })
  return `Read: ${words.join(', then ')}.`
}

/** What is wrong with the roles alone, with the role that each finding is about. */
async function wrongWith(hops: Hop[]): Promise<Finding[]> {
  const found = await call('checkChain', { id: 'new', name: 'new', sourceId: 'new', hops })
  return (
    found
      // Hints can wait until there is a first chain.
      .filter(({ place, severity }) => place.startsWith('hops') && severity !== 'hint')
      .map((finding) => {
        const line = /^hops\.(\d+)/.exec(finding.place)?.[1]
        return line && hops.length > 1
          ? { ...finding, message: `Role ${Number(line) + 1}: ${finding.message}` }
          : finding
      })
  )
}
