// One chain with what a check saw of it, in two lines.

import type { CheckedRow } from '../../protocol.ts'
import { ColourMark } from '../../ui/chains/colour-mark.tsx'
import { CheckIcon, ErrorIcon, WarningIcon } from '../../ui/controls/icons.tsx'
import { clock } from '../../ui/controls/time.ts'
import { capital, reasonWords } from './reason-words.ts'

export function CheckedRowView({ row }: { row: CheckedRow }) {
  const { name, colour, account, role, verdict } = row
  return (
    <div class="chain-row">
      <ColourMark colour={colour} />
      <div class="chain-text">
        <div class="chain-name">
          <span class="ellipsis">{name}</span>
          <span class="checked-end mono muted ellipsis">
            {account} / {role}
          </span>
        </div>
        <div class="chain-end ellipsis">{inWords(verdict)}</div>
      </div>
      <span class={`checked-mark ${markOf(verdict)}`} aria-hidden="true">
        {marks[markOf(verdict)]}
      </span>
    </div>
  )
}

function inWords(verdict: CheckedRow['verdict']): string {
  if (!verdict) return 'Not tried yet'
  const { at, broken, skipped } = verdict
  if (skipped) return `Skipped: ${reasonWords(verdict)}${broken ? ` · broken since ${clock(broken.since)}` : ''}`
  if (!broken) return `Worked ${clock(at)}`
  const hop = broken.hop === undefined ? '' : ` · hop ${broken.hop + 1}`
  return `${capital(reasonWords(verdict))}${hop} · since ${clock(broken.since)}`
}

function markOf(verdict: CheckedRow['verdict']) {
  if (!verdict) return 'unknown'
  return verdict.skipped ? 'skipped' : verdict.broken ? 'broken' : 'works'
}

const marks = { unknown: null, skipped: <WarningIcon />, broken: <ErrorIcon />, works: <CheckIcon /> }
