// Leases: which credentials were given away, to whom, what for and until when. What is kept of one has no secret in it, and goes a day
// after its end; the journal keeps it for good.

import type { Lease, LeaseCheck, LeaseScope, RouteInfo, Walked } from 'rolerelay-core'
import type { LeaseRow } from '../../protocol.ts'
import { getChain, wholeChain } from '../chains/lineage.ts'
import { wrongClock } from '../core/clock.ts'
import { withRest } from '../core/core.ts'
import { inTurn, read, write } from '../store/storage.ts'

/** What a lease of the chain would be, and what is wrong with it. */
export async function checkLease(chainId: string, lease: Lease): Promise<LeaseCheck> {
  const chain = await wholeChain(await getChain(chainId))
  return withRest((core) => core.checkLease(chain, lease))
}

/** Those that go on, by their end, and then those that ended within a day, the last first. */
export async function listLeases(): Promise<LeaseRow[]> {
  const now = Date.now()
  const leases = ((await read('leases')).leases ?? []).filter(({ endsAt }) => endsAt > now - FADES)
  const goesOn = leases.filter(({ endsAt }) => endsAt > now).sort((a, b) => a.endsAt - b.endsAt)
  const ended = leases.filter(({ endsAt }) => endsAt <= now).sort((a, b) => b.endsAt - a.endsAt)
  return [...goesOn, ...ended]
}

/** Notes one whose credentials are about to be copied. */
export async function noteLease(
  { recipient, purpose, scope }: Lease,
  { id: chainId, name: chain }: { id: string; name: string },
  { account, role }: RouteInfo,
  { credentials }: Walked,
): Promise<void> {
  const givenAt = Date.now()
  const endsAt = (credentials.expiresAt ?? givenAt) - ((await wrongClock()) ?? 0)
  const row = {
    recipient: recipient.trim(),
    purpose: purpose.trim(),
    scope: scopeWords(scope),
    chainId,
    chain,
    account,
    role,
  }
  await inTurn(async () => {
    const { leases = [] } = await read('leases')
    const kept = leases.filter((one) => one.endsAt > givenAt - FADES).slice(0, MOST - 1)
    await write({ leases: [{ id: crypto.randomUUID(), ...row, givenAt, endsAt }, ...kept] })
  })
}

/** How wide a lease is. */
export function scopeWords(scope: LeaseScope): string {
  if (scope.kind === 'read-only') return 'Read-only'
  if (scope.kind === 'view-only') return 'View-only, without data'
  if (scope.kind === 'policy') return 'A policy by hand'
  if (scope.kind === 'service') return scope.reads ? `${scope.name}, only to read` : `All of ${scope.name}`
  return scope.reads ? `${scope.arn.trim()}, only to read` : scope.arn.trim()
}

/** For how long an ended one is shown, in milliseconds. */
const FADES = 24 * 3_600_000
/** How many are kept at most. */
const MOST = 500
