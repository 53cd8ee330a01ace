// The tags of a hop's session, one a row. A pasted list fills rows.

import type { Finding, SessionTag } from 'rolerelay-core'
import { Findings, hasErrors, within } from '../../../ui/controls/findings.tsx'
import { CrossIcon, PlusIcon } from '../../../ui/controls/icons.tsx'
import { readTags } from './read-tags.ts'

interface SessionTagsProps {
  tags: SessionTag[]
  place: string
  findings: Finding[]
  onChange: (tags: SessionTag[]) => void
}

export function SessionTags({ tags, place, findings, onChange }: SessionTagsProps) {
  const set = (at: number, by: Partial<SessionTag>) =>
    onChange(tags.map((tag, index) => (index === at ? { ...tag, ...by } : tag)))
  const paste = (event: ClipboardEvent, at: number) => {
    const read = readTags(event.clipboardData?.getData('text/plain') ?? '')
    if (read.length === 0) return
    event.preventDefault()
    onChange(tags.toSpliced(at, tags[at]?.key || tags[at]?.value ? 0 : 1, ...read))
  }
  const general = findings.filter((finding) => finding.place === place)
  return (
    <fieldset class="rows">
      <legend class="label">
        Tags <span class="muted">(optional)</span>
      </legend>
      {tags.map((tag, at) => {
        const wrong = (field: string) => findings.filter((found) => within(found.place, `${place}.${at}.${field}`))
        const found = findings.filter((finding) => within(finding.place, `${place}.${at}`))
        const input = (field: 'key' | 'value', label: string) => (
          <input
            type="text"
            class="mono"
            name={`${place}.${at}.${field}`}
            aria-label={`${label} of tag ${at + 1}`}
            aria-invalid={hasErrors(wrong(field))}
            aria-describedby={`${place}.${at}.note`}
            placeholder={label}
            autocomplete="off"
            spellcheck={false}
            value={tag[field]}
            onInput={(event) => set(at, { [field]: event.currentTarget.value })}
            onPaste={(event) => field === 'key' && paste(event, at)}
          />
        )
        return (
          // Rows have no identity beside their place.
          <div key={at} class="tag-row">
            {input('key', 'Key')}
            {input('value', 'Value')}
            <label class="check">
              <input
                type="checkbox"
                name={`${place}.${at}.transitive`}
                checked={tag.transitive ?? false}
                onChange={(event) => set(at, { transitive: event.currentTarget.checked })}
              />
              Pass on to later hops
            </label>
            <button
              type="button"
              class="button quiet square"
              aria-label={`Remove tag ${at + 1}`}
              title={`Remove tag ${at + 1}`}
              onClick={() => onChange(tags.toSpliced(at, 1))}
            >
              <CrossIcon />
            </button>
            <div id={`${place}.${at}.note`} class="row-note">
              {found.length > 0 && <Findings findings={found} />}
            </div>
          </div>
        )
      })}
      {general.length > 0 && <Findings findings={general} />}
      <div class="row">
        <button type="button" class="button" onClick={() => onChange([...tags, { key: '', value: '' }])}>
          <PlusIcon />
          Add a tag
        </button>
        <span class="note">
          {tags.length > 0
            ? 'A pasted list such as Key=team,Value=payments fills the rows.'
            : 'What policies can ask for as aws:PrincipalTag.'}
        </span>
      </div>
    </fieldset>
  )
}
