// Messages about leases: credentials that were given away, and may do less than the chain's own sessions. Types only, as protocol.ts.

/** A lease that was copied. It holds no secret. */
export interface LeaseRow {
  id: string
  /** For whom, and what for. */
  recipient: string
  purpose: string
  /** What it may do, in words. */
  scope: string
  chainId: string
  /** The chain's name at that time. */
  chain: string
  account: string
  role: string
  /** By this computer's clock, in milliseconds since 1970. */
  givenAt: number
  endsAt: number
}
