// The page's end of a port to the background.

import type { RunEvent } from '../../../extension/protocol.ts'

/** The page's end of a port. */
export class PagePort {
  events: RunEvent[] = []
  closed = false
  /** Whether the page is still there to say that it heard how a run failed. */
  hears = true
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
      if (this.hears && this.events.at(-1)?.type === 'failed') queueMicrotask(() => this.closed || this.post('heard'))
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
    this.hears = false
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
