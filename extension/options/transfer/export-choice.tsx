// Which chains are written: all, or those that are picked from the list.

import type { ChainRow } from '../../protocol.ts'
import { ChainFinder } from '../../ui/chains/chain-finder.tsx'
import type { ChainWindow } from '../../ui/chains/chain-window.ts'
import { CrossIcon } from '../../ui/controls/icons.tsx'
import type { ExportControl } from './use-export.ts'

/** How many of the chosen are named. */
const NAMED = 12

interface ExportChoiceProps {
  chains: ChainWindow
  /** How many chains there are; undefined until that is known. */
  known: number | undefined
  work: ExportControl
}

export function ExportChoice({ chains, known, work }: ExportChoiceProps) {
  const { chosen, choose } = work
  const toggle = ({ id, name }: ChainRow) => {
    const next = new Map(chosen)
    if (!next.delete(id)) next.set(id, name)
    choose(next)
  }
  return (
    <fieldset class="choices">
      <legend class="legend">Chains</legend>
      <label class="choice">
        <input type="radio" name="which" checked={!chosen} onChange={() => choose(undefined)} />
        <strong>All{known ? ` ${known.toLocaleString()}` : ''}</strong>
      </label>
      <label class="choice">
        <input type="radio" name="which" checked={chosen !== undefined} onChange={() => choose(new Map())} />
        <strong>Only some</strong>
      </label>
      {chosen && (
        <>
          <Chosen chosen={chosen} onChange={choose} />
          <div class="export-finder">
            <ChainFinder
              chains={chains}
              chosen={new Set(chosen.keys())}
              onPick={toggle}
              toolbar={() => null}
              empty={<p class="planned-none muted">No chains yet.</p>}
            />
          </div>
        </>
      )}
    </fieldset>
  )
}

function Chosen({ chosen, onChange }: { chosen: ReadonlyMap<string, string>; onChange: ExportControl['choose'] }) {
  const without = (id: string) => new Map([...chosen].filter(([other]) => other !== id))
  return (
    <div class="row">
      <p role="status" class="muted">
        {chosen.size === 0 ? 'Pick from the list with Enter or a click.' : `${chosen.size.toLocaleString()} chosen.`}
      </p>
      {[...chosen].slice(0, NAMED).map(([id, name]) => (
        <span key={id} class="file">
          <strong class="ellipsis">{name || '…'}</strong>
          <button
            type="button"
            class="button quiet square"
            aria-label={`Leave out ${name}`}
            title="Leave out"
            onClick={() => onChange(without(id))}
          >
            <CrossIcon />
          </button>
        </span>
      ))}
      {chosen.size > NAMED && <span class="muted">and {chosen.size - NAMED} more</span>}
    </div>
  )
}
