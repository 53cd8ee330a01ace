// A script of its own, which each page runs before it paints and before its other code: so no page flashes in colours that were not chosen.

import { onThemeChange, showTheme } from './theme.ts'

showTheme()
onThemeChange(showTheme)
