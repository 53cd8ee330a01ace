// The frame of the options page: the parts on the left, the one that is shown on the right.

import { useEffect, useRef } from 'preact/hooks'
import type { ChainWindow } from '../ui/chains/chain-window.ts'
import {
  ChainIcon,
  ExportIcon,
  GearIcon,
  ImportIcon,
  InfoIcon,
  JournalIcon,
  KeyIcon,
  LeaseIcon,
  LockIcon,
  MapIcon,
  PlayIcon,
  PulseIcon,
} from '../ui/controls/icons.tsx'
import { LockButton } from '../ui/gate/lock-button.tsx'
import { About } from './about.tsx'
import { ChainsPage } from './chains/chains-page.tsx'
import { ChecksPage } from './checks/checks-page.tsx'
import { JournalPage } from './journal/journal-page.tsx'
import { LeasesPage } from './leases/leases-page.tsx'
import { MapPage } from './map/map-page.tsx'
import './options.css'
import { ProtectionPage } from './protection/protection-page.tsx'
import { useRoute } from './route.ts'
import { SettingsPage } from './settings/settings.tsx'
import { SourcesPage } from './sources/sources-page.tsx'
import { ExportPage } from './transfer/export-page.tsx'
import { ImportPage } from './transfer/import-page.tsx'
import { useImported } from './transfer/use-imported.ts'
import { Welcome } from './welcome/welcome.tsx'

const parts = [
  { page: 'chains', label: 'Chains', icon: ChainIcon },
  { page: 'map', label: 'Map', icon: MapIcon },
  { page: 'checks', label: 'Checks', icon: PulseIcon },
  { page: 'journal', label: 'Journal', icon: JournalIcon },
  { page: 'leases', label: 'Leases', icon: LeaseIcon },
  { page: 'sources', label: 'Sources', icon: KeyIcon },
  { page: 'import', label: 'Import', icon: ImportIcon },
  { page: 'export', label: 'Export', icon: ExportIcon },
  { page: 'protection', label: 'Protection', icon: LockIcon },
  { page: 'settings', label: 'Settings', icon: GearIcon },
  { page: 'welcome', label: 'Set-up', icon: PlayIcon },
  { page: 'about', label: 'About', icon: InfoIcon },
] as const

export function Options({ chains }: { chains: ChainWindow }) {
  const { page, id, from, at, then, open } = useRoute()
  const imported = useImported(chains)
  const main = useRef<HTMLElement>(null)
  const before = useRef<string | undefined>(undefined)
  useEffect(() => {
    const place = `${page}/${id}`
    // What had the focus went with the page that it was on.
    if (before.current && before.current !== place && document.activeElement === document.body)
      main.current?.focus({ preventScroll: true })
    before.current = place
  }, [page, id])
  useEffect(() => {
    // The bare address: a newcomer is welcomed, everyone else sees their chains.
    if (!page) void chains.latest.then(() => location.replace(chains.shown?.known === 0 ? '#/welcome' : '#/chains'))
  }, [page])
  useEffect(() => {
    document.title = `${parts.find((part) => part.page === page)?.label ?? 'Options'} · Rolerelay`
  }, [page])
  // The first run is for who has no chain yet; About leads there later.
  const isBegun = chains.shown != null && chains.shown.known > 0
  const shown = parts.filter((part) => part.page !== 'welcome' || page === 'welcome' || !isBegun)
  return (
    <div class="options">
      {/* A button, since the address after # is the page. */}
      <button type="button" class="button skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <nav class="options-nav" aria-label="Rolerelay">
        <img src="icons/48.png" alt="" width="28" height="28" />
        <span class="options-brand">Rolerelay</span>
        <ul>
          {shown.map(({ page: part, label, icon: Icon }) => (
            <li key={part}>
              <a href={`#/${part}`} aria-current={part === page ? 'page' : undefined}>
                <Icon />
                {label}
              </a>
            </li>
          ))}
        </ul>
        <LockButton />
      </nav>
      <main ref={main} class="options-main" tabIndex={-1}>
        {page === 'chains' && <ChainsPage chains={chains} id={id} from={from} at={at} then={then} open={open} />}
        {page === 'map' && <MapPage chains={chains} />}
        {page === 'checks' && <ChecksPage onSeen={() => void chains.refresh()} />}
        {page === 'journal' && <JournalPage />}
        {page === 'leases' && <LeasesPage id={id} />}
        {page === 'sources' && <SourcesPage id={id} then={then} />}
        {page === 'import' && <ImportPage imported={imported} />}
        {page === 'export' && <ExportPage id={id} />}
        {page === 'protection' && <ProtectionPage onReplaced={() => void chains.refresh()} />}
        {page === 'settings' && <SettingsPage />}
        {page === 'welcome' && <Welcome onSaved={() => void chains.refresh()} />}
        {page === 'about' && <About />}
      </main>
    </div>
  )
}
