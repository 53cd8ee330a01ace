// In the place of a list of chains where there are none.

import { openOptions } from '../client.ts'

export function Empty() {
  return (
    <>
      <p class="muted">There are no chains yet.</p>
      <button type="button" class="button primary" onClick={() => openOptions('/welcome')}>
        Set up your first chain
      </button>
    </>
  )
}
