// What was noted of a text, the worst first; some of each kind at once, the rest on demand.

import { useState } from 'preact/hooks'
import type { ImportNote, Severity } from 'rolerelay-core'
import { ErrorIcon, InfoIcon, WarningIcon } from '../../ui/controls/icons.tsx'

const FIRST = 5
/** How many more come with a click: a list of 10,000 is drawn slowly, and read by nobody. */
const MORE = 100

const kinds: { severity: Severity; title: string; one: string; icon: typeof InfoIcon }[] = [
  { severity: 'error', title: 'Errors', one: 'Error', icon: ErrorIcon },
  { severity: 'warning', title: 'Warnings', one: 'Warning', icon: WarningIcon },
  { severity: 'hint', title: 'Good to know', one: 'Good to know', icon: InfoIcon },
]

export function Notes({ notes }: { notes: ImportNote[] }) {
  return (
    <>
      {kinds.map(({ severity, ...kind }) => {
        const some = notes.filter((note) => note.severity === severity)
        return some.length > 0 && <NoteGroup key={severity} notes={some} severity={severity} {...kind} />
      })}
    </>
  )
}

type NoteGroupProps = Omit<(typeof kinds)[number], 'severity'> & { severity: Severity; notes: ImportNote[] }

function NoteGroup({ notes, severity, title, one, icon: Icon }: NoteGroupProps) {
  const [most, setMost] = useState(FIRST)
  const more = Math.min(MORE, notes.length - most)
  return (
    <section class={`notes ${severity}`} aria-label={title} role={severity === 'error' ? 'alert' : undefined}>
      <h3>
        <Icon />
        {notes.length === 1 ? one : `${title} (${notes.length.toLocaleString()})`}
      </h3>
      <ul>
        {notes.slice(0, most).map((note, at) => (
          <li key={at}>
            {note.message} <span class="note-place">{placeOf(note)}</span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button type="button" class="button" onClick={() => setMost(most + MORE)}>
          Show {more.toLocaleString()} more
        </button>
      )}
    </section>
  )
}

function placeOf({ file, line, profile }: ImportNote): string {
  const where = [file || (line && 'Pasted text'), line && `line ${line}`, profile && `profile ${profile}`]
  return where.filter(Boolean).join(', ')
}
