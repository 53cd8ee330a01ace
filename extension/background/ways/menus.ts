// The browser's own menus: on our icon, on links to the console and on marked text. What is clicked on is somebody else's: it is read for
// what it names of AWS and becomes a search on a page of ours. Nothing is run, and no title names a chain, since anybody sees them.

import { consolePatterns, type MenuEntry, onBegin, onMenu, setMenus } from '../../browser.ts'
import { mentioned } from './mentioned.ts'
import { comeIn, comeWithPage } from './ways.ts'

/** Registers them. Call it as the background starts. */
export function answerMenus(): void {
  // The browser keeps them from one background to the next.
  onBegin(() => void setMenus(entries()).catch(noMatter))
  onMenu((id, { link, text }, tab) => {
    if (id === 'page') void comeWithPage(tab).catch(noMatter)
    else void search((id === 'link' ? link : text) ?? '').catch(noMatter)
  })
}

const entries = (): MenuEntry[] => [
  { id: 'page', title: 'Open this page as another role…', contexts: ['action'] },
  {
    id: 'link',
    title: 'Open this link by a chain…',
    contexts: ['link'],
    targetUrlPatterns: consolePatterns(),
  },
  { id: 'text', title: 'Find chains for “%s”', contexts: ['selection'] },
]

/** Words to find chains by, of a text that names nothing of AWS: as many characters as a name has at most. */
const LONGEST = 200

async function search(text: string): Promise<void> {
  const query = (await mentioned(text)) ?? text.slice(0, LONGEST).split(/\s+/).filter(Boolean).join(' ')
  await comeIn({ is: 'search', query }, 'new-tab')
}

const noMatter = () => {}
