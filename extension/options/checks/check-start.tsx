// Begins a check of all chains, or of those that have all words of a search.

import { useState } from 'preact/hooks'
import type { CheckRequest } from '../../protocol.ts'
import { SearchIcon } from '../../ui/controls/icons.tsx'

export function CheckStart({ onStart }: { onStart: (request: CheckRequest) => void }) {
  const [query, setQuery] = useState('')
  const words = query.trim()
  return (
    <form
      class="check-start"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        onStart(words ? { query: words } : {})
      }}
    >
      <p class="muted">
        Each chain is walked anew to its end role, whatever is kept of it, and nothing is opened. AWS is asked at most
        eight times a second, so hundreds of chains take minutes. You may close this page meanwhile.
      </p>
      <div class="row">
        <div class="check-search">
          <SearchIcon />
          <input
            type="text"
            aria-label="Only chains with these words"
            placeholder="All chains, or those with these words"
            spellcheck={false}
            maxLength={200}
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </div>
        <button type="submit" class="button primary">
          {words ? 'Check these chains' : 'Check all chains'}
        </button>
      </div>
    </form>
  )
}
