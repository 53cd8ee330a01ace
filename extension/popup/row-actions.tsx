// The buttons on the active row: the star, and a menu of all that can be done with the chain.

import { useState } from 'preact/hooks'
import type { CredentialShape } from 'rolerelay-core'
import { call } from '../client.ts'
import type { ChainRow } from '../protocol.ts'
import { copyLater } from '../ui/copy.ts'
import { CopyIcon, EditIcon, LinkIcon, MoreIcon, OpenIcon, StarFilledIcon, StarIcon } from '../ui/icons.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import { useToast } from '../ui/toast.tsx'
import { shapeNames } from './use-credential-copy.ts'

interface RowActionsProps {
  row: ChainRow
  onOpen: (row: ChainRow, aside: boolean) => void
  onStar: (row: ChainRow) => void
  onCopy: (row: ChainRow, shape: CredentialShape) => void
  goTo: (hash: string) => void
}

export function RowActions({ row, onOpen, onStar, onCopy, goTo }: RowActionsProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const toast = useToast()
  const copyLink = async () => {
    const copied = await copyLater(call('makeLink', { chainId: row.id }).then(({ url }) => url))
    toast({
      text: copied ? `Copied the link to ${row.name}.` : 'The browser did not let the link be copied. Try again.',
    })
  }
  const shapes = Object.entries(shapeNames) as [CredentialShape, string][]
  const items: MenuItem[] = [
    { label: 'Open the console', icon: OpenIcon, onSelect: () => onOpen(row, false) },
    { label: 'Open in a background tab', icon: OpenIcon, onSelect: () => onOpen(row, true) },
    ...shapes.map(([shape, name]) => ({
      label: `Copy credentials for ${name}`,
      icon: CopyIcon,
      onSelect: () => onCopy(row, shape),
    })),
    { label: 'Copy link', icon: LinkIcon, onSelect: copyLink },
    { label: 'Edit chain', icon: EditIcon, onSelect: () => goTo(`/chains/${row.id}`) },
  ]
  return (
    <>
      <button
        type="button"
        class="button quiet square"
        aria-pressed={row.favourite}
        aria-label="Favourite"
        title={row.favourite ? 'Take from favourites' : 'Add to favourites'}
        onClick={() => onStar(row)}
      >
        {row.favourite ? <StarFilledIcon /> : <StarIcon />}
      </button>
      <button
        type="button"
        class="button quiet square"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label="More"
        title="More"
        onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}
      >
        <MoreIcon />
      </button>
      {anchor && <Menu label={`More for ${row.name}`} items={items} anchor={anchor} onClose={() => setAnchor(null)} />}
    </>
  )
}
