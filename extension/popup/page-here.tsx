// Below the list: the console page in the tab under the popup, to be opened as another role.

import { useEffect, useState } from 'preact/hooks'
import { call } from '../client.ts'

/** `after` is what the popup shows first. */
export function PageHere({ after }: { after: Promise<void> }) {
  const [page, setPage] = useState<string | null>(null)
  useEffect(() => void after.then(() => call('pageHere', null)).then(setPage, () => {}), []) // an offer that does not come is none
  if (!page) return null
  return (
    <aside class="key-hints" aria-label="This page">
      <button type="button" class="link-button" onClick={() => call('comeWithPage', null).then(() => window.close())}>
        Open this page as another role…
      </button>
    </aside>
  )
}
