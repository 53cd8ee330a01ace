// Where a key or a pointer leads in a windowed list.

/** How far Page Up and Page Down go. */
const PAGE = 8

/** The row that a key leads to from the row `index` of `total`; nothing for a key that leads nowhere. */
export function rowByKey({ key }: KeyboardEvent, index: number, total: number): number | undefined {
  const moves: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + PAGE,
    PageUp: index - PAGE,
    Home: 0,
    End: total - 1,
  }
  const to = moves[key]
  return to === undefined ? undefined : Math.max(0, Math.min(total - 1, to))
}

/** The row that the pointer is on. */
export function rowUnder(event: MouseEvent): number | undefined {
  const found = (event.target as Element).closest<HTMLElement>('[data-index]')
  return found ? Number(found.dataset.index) : undefined
}
