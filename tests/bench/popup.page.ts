// In the popup, from before its own code: notes when its list stands on the screen, first and after each key.

/** Milliseconds. */
export interface Shown {
  /** Until it was in the document. */
  drawn: number
  /** Until the frame that shows it was done. */
  painted: number
}

const list = () => document.querySelector('[role=option] .chain-row, .first-run')
/** Behind the chain's word a page of the console is named, on which the first row then says that it opens. */
const searched = (query: string) =>
  query.includes(' ')
    ? document.querySelector('[role=option] .chain-at') !== null
    : document.querySelector('[role=option] mark')?.textContent?.toLowerCase() === query

/** Since the navigation began. */
const opened = when(() => list() !== null, 0)
let keyed: Promise<Shown> = opened
/** When Enter was pressed last, on a clock that page and background share. */
let entered = Number.NaN

document.addEventListener(
  'keydown',
  (event) => {
    const field = event.target as HTMLInputElement
    if (event.key === 'Enter') entered = performance.timeOrigin + event.timeStamp
    if (event.key.length !== 1) return
    const query = field.value + event.key
    // The field's text is marked in the first row: names that start with it come first.
    keyed = when(() => searched(query), event.timeStamp)
  },
  { capture: true },
)

function when(there: () => boolean, from: number): Promise<Shown> {
  return new Promise((resolve) => {
    const look = () => {
      if (!there()) return
      observer.disconnect()
      const drawn = performance.now() - from
      // A frame's own callbacks run before it is laid out and painted, a message after.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          port1.close()
          resolve({ drawn, painted: performance.now() - from })
        }
        port2.postMessage(null)
      })
    }
    const observer = new MutationObserver(look)
    observer.observe(document, { subtree: true, childList: true, characterData: true })
    look()
  })
}

Object.assign(globalThis, {
  bench: {
    opened: () => opened,
    keyed: () => keyed,
    entered: () => entered,
    nodes: () => document.querySelectorAll('*').length,
  },
})
