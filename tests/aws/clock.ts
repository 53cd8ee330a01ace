/** The server's clock: the computer's, moved by as much as a test wants. */
export class Clock {
  #offset = 0

  constructor(private readonly source: () => number = Date.now) {}

  /** Milliseconds since 1970. */
  now(): number {
    return this.source() + this.#offset
  }

  advance(milliseconds: number): void {
    this.#offset += milliseconds
  }

  set(to: number | Date): void {
    this.#offset = Number(to) - this.source()
  }
}

/** `20260101T000000Z` */
export const basicFormat = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, '')

/** `2026-01-01T00:00:00Z` */
export const isoFormat = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d{3}/, '')
