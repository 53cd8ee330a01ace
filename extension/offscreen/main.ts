// The page that nobody sees, for Chrome, whose background has no document and so no clipboard. Behind `#` stands what to clear.

import { emptyClipboard } from '../clipboard.ts'

void emptyClipboard(location.hash.slice(1)).finally(() => {
  // Chrome takes what was copied a moment later, and loses it should its page be gone by then.
  setTimeout(() => window.close(), 5_000)
})
