// Puts what extension/ui/password/words.ts gives in the place of that file, so that only the words that it takes ship.

import type { Plugin } from 'esbuild'
import { packed } from '../extension/ui/password/packing.ts'
import { translations, words } from '../extension/ui/password/words.ts'

export const shortWords: Plugin = {
  name: 'words',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]ui[\\/]password[\\/]words\.ts$/ }, () => ({ contents: contents() }))
  },
}

function contents(): string {
  const lists = Object.entries(words).map(
    ([name, list]) => `${JSON.stringify(name)}: unpacked(${JSON.stringify(packed(list))})`,
  )
  // The packages are named so that their licences ship; nothing of them is taken.
  return `
    import { dictionary as common } from '@zxcvbn-ts/language-common'
    import { dictionary as english } from '@zxcvbn-ts/language-en'
    import { unpacked } from './packing.ts'
    export const words = { ${lists.join(', ')} }
    export const translations = ${JSON.stringify(translations)}`
}
