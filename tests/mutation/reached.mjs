// Writes down where the file that is looked at came by, when the test's process ends.

import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  writeFileSync(String(process.env.REACHED), JSON.stringify([...(globalThis.reached ?? [])]))
})
