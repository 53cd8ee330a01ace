// The go page where there is nothing to open.

import { openOptions } from '../client.ts'
import type { Gone } from './link-gate.tsx'

/** `was` is what there was to open. */
export function Nothing({ gone, was = 'link' }: { gone?: Gone; was?: 'link' | 'way' }) {
  return (
    <main class="go">
      <h1>{gone ? `${was === 'link' ? 'The link' : 'What you asked for'} is not open any more` : 'Nothing to open'}</h1>
      <p class="muted">{gone ? why[gone][was] : NONE}</p>
      <button type="button" class="button primary" onClick={() => openOptions('/chains')}>
        Show my chains
      </button>
    </main>
  )
}

const NONE =
  'This page opens a chain when you come to it by a bookmark. To make one, choose “Copy link” on a chain, or drag its link to the bookmarks bar.'
const why = {
  late: {
    link: 'It waited for five minutes to be unlocked, and was dropped. Use it again to open it.',
    way: 'It waited for five minutes to be unlocked, and was dropped. Ask for it again to open it.',
  },
  locked: {
    link: 'Rolerelay locked after you had opened it. Use it again to open it.',
    way: 'Rolerelay locked after you had asked for it. Ask for it again to open it.',
  },
}
