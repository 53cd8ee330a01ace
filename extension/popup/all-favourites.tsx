// Above the list: the consoles of all favourites, opened by the page that says which there are and shows how each goes. A popup would close
// amid them.

import type { ChainWindow } from '../ui/chains/chain-window.ts'

interface AllFavouritesProps {
  chains: ChainWindow
  goTo: (hash: string) => void
}

export function AllFavourites({ chains, goTo }: AllFavouritesProps) {
  // Favourites come first, so two are there where the second row is one.
  if (!chains.row(1)?.favourite || chains.query.trim() !== '') return null
  return (
    <p class="all-favourites">
      <button type="button" class="link-button" onClick={() => goTo('/chains?open=favourites')}>
        Open all favourites…
      </button>
    </p>
  )
}
