// The first rows of the list as they lie in storage.session, of what is kept without a password: the background lays them out, an opening
// popup shows them.

/** Their key there. */
export const FIRST_ROWS = 'firstRows'

/** How many rows a window onto the list asks for at once, and how many lie ready. */
export const PAGE = 50

/** What `format` in storage.local says where what is kept has no password: only then may a popup show what it finds lying there. */
export const IN_THE_CLEAR = 4
