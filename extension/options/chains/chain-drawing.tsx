// The chain as a drawing, account by account: where it starts, each role on its way, and the one at its end.

import type { Chain, Finding } from 'rolerelay-core'
import type { SourceRow } from '../../protocol.ts'
import { focusPlace } from '../../ui/controls/findings.tsx'
import { roleParts } from '../../ui/controls/role.ts'
import { Drawing, type Drawn } from '../map/drawing.tsx'
import { goTo } from '../route.ts'

interface ChainDrawingProps {
  chain: Chain
  /** The chains that it builds on, the first first. */
  parents: Chain[]
  /** Where it starts in the end, if that is known. */
  source: SourceRow | undefined
  /** What is shown at a place of the record. */
  at: (place: string) => Finding[]
}

export function ChainDrawing({ chain, parents, source, at }: ChainDrawingProps) {
  const inherited = parents.flatMap(({ id, name, hops }) => hops.map((hop) => ({ hop, from: { id, name } })))
  const steps: Step[] = [
    {
      written: {
        kind: 'source',
        title: source?.name || 'No source yet',
        ...(source?.endpoint && { note: `at ${source.endpoint.sts.replace(/^https?:\/\//, '')}` }),
      },
      go: () => focusPlace(chain.parentId ? 'parentId' : 'sourceId'),
    },
    ...inherited.map(({ hop, from }) => ({
      written: { ...ofRole(hop.roleArn), note: `of ${from.name}` },
      go: () => goTo(`/chains/${from.id}`),
    })),
    ...chain.hops.map((hop, index) => ({
      written: { ...ofRole(hop.roleArn), ...noteOf(hop.region, at(`hops.${index}`)) },
      go: () => focusPlace(`hops.${index}.roleArn`),
    })),
    ...ownEndOf(chain, source),
  ]
  const nodes = steps.map(({ written }, index): Drawn => {
    const on = index > 0 && { parent: index - 1 }
    return { key: String(index), ...on, at: 1, of: 1, ...written }
  })
  return (
    <div class="chain-drawing">
      <Drawing label="The chain, account by account" nodes={nodes} onPick={({ key }) => steps[Number(key)]?.go()} />
    </div>
  )
}

interface Step {
  written: Pick<Drawn, 'kind' | 'title' | 'detail' | 'note' | 'state'>
  /** To where it is written. */
  go: () => void
}

/** What a chain without a role ends as. */
function ownEndOf({ hops, parentId }: Chain, source: SourceRow | undefined): Step[] {
  if (hops.length > 0 || parentId || !source?.ownEnd) return []
  const { role, account } = source.ownEnd
  return [
    {
      written: { kind: 'role', title: role, detail: account, note: 'its own session' },
      go: () => focusPlace('sourceId'),
    },
  ]
}

function ofRole(arn: string): Step['written'] {
  const { account, role } = roleParts(arn)
  return arn.trim() ? { kind: 'role', title: role, detail: account } : { kind: 'role', title: 'No role yet' }
}

function noteOf(region: string | undefined, findings: Finding[]): Pick<Drawn, 'note' | 'state'> {
  const [severity] = (['error', 'warning'] as const).filter((one) => findings.some((found) => found.severity === one))
  if (severity) return { note: severity === 'error' ? 'To be mended' : 'Has a warning', state: severity }
  return region ? { note: region } : {}
}
