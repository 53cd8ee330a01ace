// In the options page: how long each key takes to be on the screen.

let keyed: Promise<number> = Promise.resolve(Number.NaN)

document.addEventListener(
  'keydown',
  (event) => {
    keyed = new Promise((resolve) => {
      // A frame's own callbacks run before it is laid out and painted, a message after.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          port1.close()
          resolve(performance.now() - event.timeStamp)
        }
        port2.postMessage(null)
      })
    })
  },
  { capture: true },
)

Object.assign(globalThis, { bench: { keyed: () => keyed } })
