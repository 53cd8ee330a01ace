// The page's end of a port to the background.

import type { RunEvent } from '../../extension/protocol.ts'

/** The page's end of a port. */
export class PagePort {
  events: RunEvent[] = []
  closed = false
  #onPost: () => void
  #toBackground: ((message: unknown) => void)[] = []
  #onGone: (() => void)[] = []
  #watchers: (() => void)[] = []

  constructor(onPost: () => void = () => {}) {
    this.#onPost = onPost
  }

  readonly far = {
    onMessage: { addListener: (listener: (message: unknown) => void) => this.#toBackground.push(listener) },
    onDisconnect: { addListener: (listener: () => void) => this.#onGone.push(listener) },
    postMessage: (event: unknown) => {
      this.events.push(json(event) as RunEvent)
      this.#onPost()
      for (const watcher of this.#watchers) watcher()
    },
    disconnect: () => {
      this.closed = true
      for (const watcher of this.#watchers) watcher()
    },
  }

  post(message: unknown): void {
    for (const listener of this.#toBackground) listener(json(message))
  }

  /** The page goes away. */
  leave(): void {
    for (const listener of this.#onGone) listener()
  }

  /** Waits until `test` holds of what was heard. */
  until(test: (port: PagePort) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => test(this) && resolve()
      this.#watchers.push(look)
      look()
    })
  }
}

/** Chrome's messages and both storages hold JSON. */
export const json = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)))
