// A tree as it is drawn: each place in its column, what follows it to the right. With the keys, and to a screen reader, it is a tree too.

import { useEffect, useRef, useState } from 'preact/hooks'
import { BrokenIcon, CheckIcon, ErrorIcon, WarningIcon } from '../../ui/controls/icons.tsx'
import './drawing.css'

/** One place of the drawing. */
export interface Drawn {
  key: string
  /** The place in the list of that on which it hangs; absent for a root. */
  parent?: number
  /** Which of those on the same place it is, counted from 1, and how many those are: of a folded rest they are counted too. */
  at: number
  of: number
  /** `more` stands for a rest that is not drawn. */
  kind: 'source' | 'role' | 'account' | 'more'
  title: string
  /** An account, mostly. */
  detail?: string
  note?: string
  state?: 'works' | 'broken' | 'error' | 'warning'
  /** Whether what follows is drawn; absent where nothing does. */
  open?: boolean
}

interface DrawingProps {
  label: string
  /** Each after that on which it hangs, and before what comes after that. */
  nodes: Drawn[]
  chosen?: string | undefined
  onPick: (node: Drawn) => void
  onFold?: (node: Drawn) => void
  /** 1 for the size of the other text. */
  zoom?: number
}

/** In pixels at a zoom of 1. */
const [HEIGHT, DOWN, EDGE, FOLD] = [60, 12, 4, 11]
/** How wide a place is and how far from the next: of what folds, and of a single chain, which is to be seen whole. */
const [FOLDING, WHOLE] = [
  { width: 208, across: 56 },
  { width: 156, across: 24 },
]

export function Drawing({ label, nodes, chosen, onPick, onFold, zoom = 1 }: DrawingProps) {
  const size = onFold ? FOLDING : WHOLE
  const { width } = size
  const places = layOut(nodes, size)
  const [last, setLast] = useState<string>()
  const svg = useRef<SVGSVGElement>(null)
  /** Where Tab comes in, and where the arrows are. */
  const active = Math.max(
    0,
    nodes.findIndex(({ key }) => key === (last ?? chosen)),
  )
  const focus = (index: number) => {
    const node = nodes[index]
    if (!node) return
    setLast(node.key)
    const drawn = svg.current?.querySelectorAll<SVGGElement>('[role=treeitem]')[index]
    drawn?.focus({ preventScroll: true })
    drawn?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  // A rest that was drawn is gone, and with it the focus: it goes on at what came in its place.
  const had = useRef(-1)
  useEffect(() => {
    if (had.current >= 0 && document.activeElement === document.body) focus(Math.min(had.current, nodes.length - 1))
    had.current = -1
  }, [nodes])
  const pick = (index: number, node: Drawn) => {
    if (node.kind === 'more') had.current = index
    setLast(node.key)
    onPick(node)
  }
  const fold = (node: Drawn) => {
    setLast(node.key)
    onFold?.(node)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const node = nodes[active]
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return
    const to = indexByKey(event.key, nodes, active)
    if (to !== undefined) focus(to)
    else if (event.key === 'ArrowRight' && node.open === false) onFold?.(node)
    else if (event.key === 'ArrowLeft' && node.open) onFold?.(node)
    else if (event.key === 'Enter' || event.key === ' ') pick(active, node)
    else return
    event.preventDefault()
  }
  const right = Math.max(...places.map(({ x }) => x)) + width + FOLD + 2 * EDGE
  const bottom = Math.max(...places.map(({ y }) => y)) + HEIGHT + 2 * EDGE
  return (
    <svg
      ref={svg}
      class="drawing"
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: to every key and reader it is one
      role="tree"
      aria-label={label}
      viewBox={`${-EDGE} ${-EDGE} ${right} ${bottom}`}
      style={{ width: `${(right * zoom) / 16}rem`, height: `${(bottom * zoom) / 16}rem` }}
      onKeyDown={onKeyDown}
    >
      <g>
        {nodes.map(({ key, parent }, index) => {
          const [from, to] = [parent === undefined ? undefined : places[parent], places[index]]
          return from && to && <path key={key} class="drawing-edge" d={edge(from, to, size)} />
        })}
      </g>
      {nodes.map((node, index) => {
        const { key, kind, title, detail, note, state, open, at, of } = node
        const { x, y, level } = places[index] ?? ORIGIN
        const Mark = state && marks[state]
        return (
          <g
            key={key}
            role="treeitem"
            class={`drawing-node ${kind}`}
            transform={`translate(${x} ${y})`}
            tabindex={index === active ? 0 : -1}
            aria-level={level + 1}
            aria-posinset={at}
            aria-setsize={of}
            aria-expanded={open}
            aria-selected={key === chosen}
            onClick={({ target }) => (isFold(target) && onFold ? fold(node) : pick(index, node))}
          >
            <rect width={width} height={HEIGHT} rx="8" />
            <foreignObject width={width} height={HEIGHT}>
              <div class="drawing-text" title={[title, detail, note].filter(Boolean).join('\n')}>
                <span class={`drawing-title ${state ?? ''}`}>
                  {Mark && <Mark />}
                  <span class="ellipsis">{title}</span>
                </span>{' '}
                {detail && <span class="mono ellipsis">{detail}</span>}{' '}
                {note && <span class="drawing-note ellipsis">{note}</span>}
              </div>
            </foreignObject>
            {open !== undefined && onFold && (
              <g class="drawing-fold" transform={`translate(${width} ${HEIGHT / 2})`}>
                {/* 24 px to hit. */}
                <circle class="drawing-target" r="13" />
                <circle r={FOLD} />
                <path d={open ? 'M-5 0H5' : 'M-5 0H5M0-5V5'} />
              </g>
            )}
          </g>
        )
      })}
    </svg>
  )
}

const isFold = (target: EventTarget | null) => target instanceof Element && target.closest('.drawing-fold') !== null

const marks = { works: CheckIcon, broken: BrokenIcon, error: ErrorIcon, warning: WarningIcon }

interface Placed {
  x: number
  y: number
  /** Counted from 0. */
  level: number
}

const ORIGIN: Placed = { x: 0, y: 0, level: 0 }

/** The first that hangs on a place stands beside it, and each other one below all that hangs on the one before. */
function layOut(nodes: Drawn[], { width, across }: typeof WHOLE): Placed[] {
  const places: Placed[] = []
  let row = -1
  for (const [index, { parent }] of nodes.entries()) {
    const above = parent === undefined ? undefined : places[parent]
    if (!above || parent !== index - 1) row += 1
    const level = above ? above.level + 1 : 0
    places.push({ x: level * (width + across), y: row * (HEIGHT + DOWN), level })
  }
  return places
}

function edge(from: Placed, to: Placed, { width, across }: typeof WHOLE): string {
  const [x, y, middle] = [from.x + width, from.y + HEIGHT / 2, to.x - across / 3]
  return `M${x} ${y}H${middle - 10}Q${middle} ${y} ${middle} ${y + (to.y > from.y ? 10 : 0)}V${to.y + HEIGHT / 2}H${to.x}`
}

/** Where a key leads to in the tree, as ARIA's authoring practices have it; undefined where it leads nowhere. */
function indexByKey(key: string, nodes: Drawn[], active: number): number | undefined {
  const last = nodes.length - 1
  if (key === 'ArrowDown') return Math.min(active + 1, last)
  if (key === 'ArrowUp') return Math.max(active - 1, 0)
  if (key === 'Home') return 0
  if (key === 'End') return last
  const node = nodes[active]
  if (key === 'ArrowRight') return nodes[active + 1]?.parent === active ? active + 1 : undefined
  if (key === 'ArrowLeft') return node?.open ? undefined : node?.parent
  if (key.length !== 1 || key === ' ') return undefined
  // A letter leads to the next that begins with it.
  const from = [...nodes.keys()].map((index) => (active + 1 + index) % nodes.length)
  return from.find((index) => nodes[index]?.title.toLowerCase().startsWith(key.toLowerCase()))
}
