// One chain as lists show it: its mark and name, then the account and role at its end.

import type { Severity } from 'rolerelay-core'
import type { ChainRow as Row } from '../../protocol.ts'
import './chain-row.css'
import { Highlight, matches } from '../controls/highlight.tsx'
import { BrokenIcon, ErrorIcon, KeyIcon, StarFilledIcon, WarningIcon } from '../controls/icons.tsx'
import { clock } from '../controls/time.ts'
import { ColourMark } from './colour-mark.tsx'
import { EndpointBadge } from './endpoint-badge.tsx'
import { GuardBadge } from './guard-badge.tsx'
import { ReadOnlyBadge } from './read-only-badge.tsx'

interface ChainRowProps {
  row: Row
  query: string
  /** What its source wants of the person before the chain opens; absent where that is ready, or not looked at. */
  wants?: string | undefined
  /** How long its console is still open; absent where none is. */
  open?: string | undefined
}

export function ChainRow({ row, query, wants, open }: ChainRowProps) {
  // As the search takes them: `#prod` is of tags, and an account may be typed with hyphens.
  const tagQuery = query.replace(/(^|\s)#/g, '$1')
  const accountQuery = query.replace(/(?<=\d)-(?=\d)/g, '')
  const tags = row.tags.filter((tag) => matches(tag, tagQuery).length > 0)
  return (
    <div class="chain-row">
      <ColourMark colour={row.colour} />
      <div class="chain-text">
        <div class="chain-name">
          <span class="ellipsis" title={row.name}>
            <Highlight text={row.name} query={query} />
          </span>
          {row.guard && <GuardBadge word={row.guard} colour={row.colour} />}
          {row.readOnly && <ReadOnlyBadge />}
          {row.endpoint !== undefined && <EndpointBadge sts={row.endpoint} />}
          {row.severity && <SeverityMark severity={row.severity} />}
          {row.brokenSince !== undefined && <BrokenMark since={row.brokenSince} />}
          {wants !== undefined && (
            <span class="severity-mark warning" title={wants}>
              <KeyIcon />
              <span class="hidden">{wants}</span>
            </span>
          )}
          <span class="badge">{hopCount(row.hops)}</span>
        </div>
        <div class="chain-end">
          <span class="mono ellipsis" title={`${row.account} / ${row.role}`}>
            <Highlight text={row.account} query={accountQuery} />
            <span class="slash"> / </span>
            <Highlight text={row.role} query={query} />
            {tags.map((tag) => (
              <span key={tag} class="chain-tag">
                #<Highlight text={tag} query={tagQuery} />
              </span>
            ))}
          </span>
          {row.at ? (
            <span class="chain-at ellipsis" title={row.at.label}>{`at ${row.at.label}`}</span>
          ) : (
            open !== undefined && <span class="chain-open">{`open, ${open}`}</span>
          )}
        </div>
      </div>
      <span class="chain-star">
        {row.favourite && (
          <>
            <StarFilledIcon />
            <span class="hidden">Favourite</span>
          </>
        )}
      </span>
    </div>
  )
}

/** What a check found in it, as icon and words. A hint marks nothing. */
function SeverityMark({ severity }: { severity: Severity }) {
  if (severity === 'hint') return null
  const words = severity === 'error' ? 'Cannot be walked' : 'Has a warning'
  return (
    <span class={`severity-mark ${severity}`} title={words}>
      {severity === 'error' ? <ErrorIcon /> : <WarningIcon />}
      <span class="hidden">{words}</span>
    </span>
  )
}

/** That it failed when it was last tried. Crossed links, so that no colour has to say it. */
function BrokenMark({ since }: { since: number }) {
  const words = `Broken since ${clock(since)}`
  return (
    <span class="severity-mark error" title={words}>
      <BrokenIcon />
      <span class="hidden">{words}</span>
    </span>
  )
}

/** Without a role of its own a chain opens with the session that its source gives. */
export const hopCount = (hops: number): string => (hops === 0 ? 'no hop' : hops === 1 ? '1 hop' : `${hops} hops`)
