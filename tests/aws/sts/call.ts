import type { Caller } from '../caller.ts'

/** A call whose signature is verified. */
export interface Call {
  caller: Caller
  parameters: URLSearchParams
  region: string
  host: string
}
