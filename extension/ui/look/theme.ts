// Which colours the pages have: those of the system, or those that the person chose. The choice is one word in the localStorage of the
// extension's pages, and nowhere else: a page can read only that before it paints, and while Rolerelay is locked.

export type Theme = 'system' | 'light' | 'dark'

/** When dark.css holds. Where the system forces its own colours, it also says whether they are dark. */
const DARK: Record<Theme, string> = {
  system: '(prefers-color-scheme: dark)',
  light: '(forced-colors: active) and (prefers-color-scheme: dark)',
  dark: '(forced-colors: none), (prefers-color-scheme: dark)',
}

const KEY = 'theme'

/** What was chosen; the system's where nothing was, or where the browser gives pages nothing that is kept. */
export function chosenTheme(): Theme {
  try {
    const word = localStorage.getItem(KEY)
    return word === 'light' || word === 'dark' ? word : 'system'
  } catch {
    return 'system'
  }
}

/** Shows it on this page and on all others that are open. Throws what the browser says where it keeps nothing. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, theme)
  showTheme()
}

/**
 * Gives this page the colours that were chosen. The sheet holds always until then: so the browser has it before it runs the script behind
 * it, and paints after that.
 */
export function showTheme(): void {
  const sheet = document.getElementById('dark') as HTMLLinkElement
  sheet.media = DARK[chosenTheme()]
}

/** `hear` hears that another page chose. Gives what ends that. */
export function onThemeChange(hear: () => void): () => void {
  window.addEventListener('storage', hear)
  return () => window.removeEventListener('storage', hear)
}
