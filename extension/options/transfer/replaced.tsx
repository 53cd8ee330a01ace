// Sources of the same name that are another's: each to be allowed by hand, or all of the files brought in as new.

import { useState } from 'preact/hooks'
import type { ReplacedSource } from 'rolerelay-core'
import type { Choice } from './choice.ts'

interface ReplacedProps {
  replaced: ReplacedSource[]
  choice: Choice
  prefix: string
  onChoose: (ids: string[], on: boolean) => void
  onAsNew: (prefix: string) => Promise<void>
}

export function Replaced({ replaced, choice, prefix, onChoose, onAsNew }: ReplacedProps) {
  const [typed, setTyped] = useState(prefix)
  return (
    <section class="planned" aria-label="Same names, other accounts">
      <header class="planned-head">
        <h3>Same names, other accounts</h3>
        <p class="muted">
          {prefix === ''
            ? 'What is here stays as it is, unless you choose otherwise.'
            : `All of the files comes as new, with names that begin with “${prefix.trim()}”.`}
        </p>
      </header>
      {replaced.length > 0 && (
        <ul class="planned-sources">
          {replaced.map(({ sourceId, name, before, after, chains, planned }) => (
            <li key={sourceId}>
              <label class="planned-source">
                <input
                  type="checkbox"
                  checked={choice.has(sourceId)}
                  onChange={(event) => onChoose([sourceId, ...planned], event.currentTarget.checked)}
                />
                <span class="planned-source-name">{name}</span>
                <span>
                  is <span class="mono">{before}</span> and would become <span class="mono">{after}</span>
                </span>
                <span class="muted">
                  {chains === 1 ? '1 chain starts from it' : `${chains.toLocaleString()} chains start from it`}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      <form
        class="import-as-new"
        onSubmit={(event) => {
          event.preventDefault()
          void onAsNew(typed.trim() === '' ? '' : `${typed.trim()} `)
        }}
      >
        <label>
          Import all as new, with this prefix{' '}
          <input
            type="text"
            maxLength={40}
            autocomplete="off"
            spellcheck={false}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>{' '}
        <button type="submit" class="button">
          {typed.trim() === '' && prefix !== '' ? 'Match by name again' : 'Import as new'}
        </button>
      </form>
    </section>
  )
}
