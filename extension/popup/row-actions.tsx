// The buttons on the active row: the star, and a menu of all that can be done with the chain.

import { useRef, useState } from 'preact/hooks'
import type { CredentialShape } from 'rolerelay-core'
import { call } from '../client.ts'
import type { ChainRow, LiveConsole, RecentPage, Where } from '../protocol.ts'
import { copyLater, copyNow } from '../ui/controls/copy.ts'
import {
  CopyIcon,
  CrossIcon,
  EditIcon,
  ExportIcon,
  LeaseIcon,
  LinkIcon,
  MoreIcon,
  OpenIcon,
  StarFilledIcon,
  StarIcon,
} from '../ui/controls/icons.tsx'
import { Menu, type MenuItem } from '../ui/controls/menu.tsx'
import { type RoleParts, roleParts } from '../ui/controls/role.ts'
import { useToast } from '../ui/controls/toast.tsx'
import { shapeNames, USUAL } from '../ui/run/use-credential-copy.ts'
import { asMarkdown, forColleague } from './told.ts'

interface RowActionsProps {
  row: ChainRow
  /** Where one is open of it. */
  live: LiveConsole | undefined
  onGo: (live: LiveConsole) => void
  onRenew: (live: LiveConsole) => void
  onOpen: (row: ChainRow, where: Where) => void
  /** Opens it with changes allowed for a while, where it opens read-only. */
  onLift: (row: ChainRow, live: LiveConsole | undefined) => void
  onStar: (row: ChainRow) => void
  /** Its recent pages are others. */
  onChange: () => void
  /** Of that hop, 1 for the first; of the last unless told. */
  onCopy: (row: ChainRow, shape: CredentialShape, hop?: number) => void
  onLease: (row: ChainRow) => void
  goTo: (hash: string) => void
}

export function RowActions({
  row,
  live,
  onGo,
  onRenew,
  onOpen,
  onLift,
  onStar,
  onChange,
  onCopy,
  onLease,
  goTo,
}: RowActionsProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [menu, setMenu] = useState<'all' | 'shapes' | 'places' | 'pages' | 'hops' | 'of-hop' | null>(null)
  const [pages, setPages] = useState<RecentPage[]>([])
  const [hops, setHops] = useState<RoleParts[]>([])
  const [hop, setHop] = useState(1)
  const toast = useToast()
  const opens = row.at ? `${row.name} at ${row.at.label}` : row.name
  const tell = (copied: boolean, what: string) =>
    toast({ text: copied ? `Copied ${what}.` : `The browser did not let ${what} be copied. Try again.` })
  const copyLink = async (as: (url: string) => string) => {
    const link = call('makeLink', { chainId: row.id, ...(row.at && { destination: row.at.page }) })
    tell(await copyLater(link.then(({ url }) => as(url))), `the link to ${opens}`)
  }
  const copying = (shape: CredentialShape, hop?: number): MenuItem => ({
    label: `Copy credentials for ${shapeNames[shape]}`,
    icon: CopyIcon,
    onSelect: () => onCopy(row, shape, hop),
  })
  const opening = (where: Where, label: string): MenuItem => ({
    label,
    icon: OpenIcon,
    onSelect: () => onOpen(row, where),
  })
  const showPages = async () => {
    const found = await call('recentPages', { chainId: row.id }).catch(() => [])
    setPages(found)
    if (found.length > 0) setMenu('pages')
    else toast({ text: `No page is kept that ${row.name} was opened on, besides its own.` })
  }
  const showHops = async () => {
    const chain = call('chain', { id: row.id }).then((chain) => call('resolveChain', chain))
    const found = await chain.then(({ hops }) => hops.map(({ roleArn }) => roleParts(roleArn))).catch(() => [])
    setHops(found)
    if (found.length > 0) setMenu('hops')
    else toast({ text: `The hops of ${row.name} could not be read. Edit it to see why.` })
  }
  const forget = async (which: { page?: string }, what: string) => {
    const forgot = await call('forgetPages', { chainId: row.id, ...which }).then(
      () => true,
      () => false,
    )
    toast({ text: forgot ? `Forgot ${what}.` : `${what} could not be forgotten. Try again.` })
    if (forgot) onChange()
  }
  const others = (Object.keys(shapeNames) as CredentialShape[]).filter((shape) => !USUAL.includes(shape))
  const items: MenuItem[] = [
    ...(live ? [{ label: 'Go to its tab', icon: OpenIcon, onSelect: () => onGo(live) }] : []),
    ...(live?.renews ? [{ label: 'Renew it in its tab', icon: OpenIcon, onSelect: () => onRenew(live) }] : []),
    {
      label: live ? 'Open another console' : 'Open the console',
      icon: OpenIcon,
      onSelect: () => onOpen(row, 'new-tab'),
    },
    opening('background-tab', 'Open in a background tab'),
    { label: 'Open somewhere else…', icon: OpenIcon, onSelect: () => setMenu('places') },
    { label: 'Open on a recent page…', icon: OpenIcon, onSelect: () => void showPages() },
    ...(row.at?.recent
      ? [
          {
            label: 'Forget this page',
            icon: CrossIcon,
            onSelect: () => void forget({ page: row.at?.page ?? '' }, row.at?.label ?? ''),
          },
        ]
      : []),
    ...(row.readOnly
      ? [{ label: 'Allow changes for a while…', icon: OpenIcon, onSelect: () => onLift(row, live) }]
      : []),
    ...USUAL.map((shape) => copying(shape)),
    { label: 'Copy credentials for something else…', icon: CopyIcon, onSelect: () => setMenu('shapes') },
    ...(row.hops > 1 ? [{ label: 'Copy credentials of a hop…', icon: CopyIcon, onSelect: () => void showHops() }] : []),
    { label: 'Copy a lease…', icon: LeaseIcon, onSelect: () => onLease(row) },
    { label: 'Copy link', icon: LinkIcon, onSelect: () => copyLink((url) => url) },
    { label: 'Copy link as Markdown', icon: LinkIcon, onSelect: () => copyLink((url) => asMarkdown(row.name, url)) },
    {
      label: 'Copy for a colleague',
      icon: CopyIcon,
      onSelect: async () => tell(await copyNow(forColleague(row)), `what names ${opens}`),
    },
    { label: 'Export, also as code', icon: ExportIcon, onSelect: () => goTo(`/export/${row.id}`) },
    { label: 'Edit chain', icon: EditIcon, onSelect: () => goTo(`/chains/${row.id}`) },
  ]
  const menus = {
    all: { label: `More for ${row.name}`, items },
    shapes: { label: `Copy the credentials of ${row.name}`, items: others.map((shape) => copying(shape)) },
    hops: {
      label: `Hops of ${row.name}`,
      items: hops.map(({ role, account }, at) => ({
        label: `${at + 1}. ${role} in ${account}`,
        icon: CopyIcon,
        onSelect: () => {
          setHop(at + 1)
          setMenu('of-hop')
        },
      })),
    },
    'of-hop': {
      label: `Copy the credentials of hop ${hop} of ${row.name}`,
      items: [...USUAL, ...others].map((shape) => copying(shape, hop)),
    },
    pages: {
      label: `Recent pages of ${row.name}`,
      items: [
        ...pages.map((at) => ({
          label: at.label,
          icon: OpenIcon,
          onSelect: () => onOpen({ ...row, at }, 'new-tab' as const),
        })),
        {
          label: 'Forget these pages',
          icon: CrossIcon,
          onSelect: () => void forget({}, `the recent pages of ${row.name}`),
        },
      ],
    },
    places: {
      label: `Where to open ${row.name}`,
      items: [
        opening('current-tab', 'Open in this tab'),
        opening('new-window', 'Open in a new window'),
        opening('private-window', 'Open in a private window'),
      ],
    },
  }
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
        aria-expanded={menu !== null}
        aria-label="More"
        title="More"
        ref={button}
        onClick={() => setMenu(menu ? null : 'all')}
      >
        <MoreIcon />
      </button>
      {menu && button.current && (
        <Menu
          key={menu}
          {...menus[menu]}
          anchor={button.current}
          onClose={() => setMenu((now) => (now === menu ? null : now))}
        />
      )}
    </>
  )
}
