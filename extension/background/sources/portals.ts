// The access portals as pages show them, what a person has there, and the sources that are made of it.

import type { PermissionSet, PortalAccount, Source } from 'rolerelay-core'
import type { ChosenSet, PortalRow } from '../../protocol.ts'
import { withRestClock } from '../core/clock.ts'
import { withRest } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { idsWith, secretsOf } from '../credentials/keys.ts'
import { epoch } from '../lock/epoch.ts'
import { mustPass } from '../store/admission.ts'
import { inTurn, read, write } from '../store/storage.ts'
import { kindsOf } from './kinds.ts'
import { free } from './records.ts'
import { portalId, readPortal, signInOf, signOut, withToken } from './sign-ins.ts'
import { takeUpSignIns } from './waiting.ts'

type Known = PermissionSet['portal']

export async function listPortals(): Promise<PortalRow[]> {
  await takeUpSignIns()
  const portals = await known()
  return Promise.all([...portals].map(([id, { portal, sources }]) => row(id, portal, sources.length)))
}

export const portalAccounts = async (id: string): Promise<PortalAccount[]> => {
  const portal = await portalOf(id)
  return withToken(portal, (token) => withRestClock((core) => core.portalAccounts(portal, token, epoch())))
}

export const portalRoles = async (id: string, accountId: string): Promise<string[]> => {
  const portal = await portalOf(id)
  return withToken(portal, (token) => withRestClock((core) => core.portalRoles(portal, token, accountId, epoch())))
}

/** Signs out of the portal, for all its sources. */
export const leavePortal = async (id: string): Promise<void> => signOut(id, (await known()).get(id)?.sources ?? [])

/** Makes a source of each set that is none yet, all or nothing, and gives the ids of all. */
export async function addPermissionSets(id: string, chosen: ChosenSet[]): Promise<string[]> {
  const portal = await portalOf(id)
  return inTurn(async () => {
    const { sources = [] } = await read('sources')
    const here = new Map<string, string>()
    for (const [at, kind] of (await kindsOf(sources)).entries()) {
      if (kind.kind === 'identity-center') here.set(nameOf(kind), sources[at]?.id ?? '')
    }
    const taken = new Set(sources.map(({ name }) => name))
    const added: Source[] = []
    for (const { accountId, roleName, name } of chosen) {
      const set: PermissionSet = { portal, accountId, roleName }
      if (here.has(nameOf(set))) continue
      const settings = await withRest((core) => core.kindSettings({ kind: 'identity-center', ...set }))
      const source: Source = { id: crypto.randomUUID(), name: free(name, taken), settings }
      const [kind] = await kindsOf([source])
      if (kind?.kind !== 'identity-center')
        throw failure('invalid', `${roleName} in ${accountId} is no permission set.`)
      here.set(nameOf(set), source.id)
      added.push(source)
    }
    await mustPass([], added)
    if (added.length > 0) await write({ sources: [...sources, ...added] })
    return chosen.map(({ accountId, roleName }) => here.get(nameOf({ portal, accountId, roleName })) ?? '')
  })
}

/** Every portal that a source is of, with the ids of those sources, or that something is kept of in memory. */
async function known(): Promise<Map<string, { portal: Known; sources: string[] }>> {
  const portals = new Map<string, { portal: Known; sources: string[] }>()
  const { sources = [] } = await read('sources')
  for (const [at, kind] of (await kindsOf(sources)).entries()) {
    if (kind.kind !== 'identity-center') continue
    const id = await portalId(kind.portal)
    portals.set(id, { portal: kind.portal, sources: [...(portals.get(id)?.sources ?? []), sources[at]?.id ?? ''] })
  }
  const ids = [...(await idsWith('signIn')), ...(await idsWith('waiting'))]
  for (const id of ids.filter((id) => !portals.has(id))) {
    const { signIn, waiting } = await secretsOf(id)
    const portal = (waiting ?? signIn)?.portal
    if (portal) portals.set(id, { portal, sources: [] })
  }
  return portals
}

async function portalOf(id: string): Promise<Known> {
  const found = (await known()).get(id)
  if (!found) throw failure('signed-out', 'Nobody is signed in there any more. Sign in again.')
  return found.portal
}

async function row(id: string, portal: Known, sources: number): Promise<PortalRow> {
  const [{ origins }, signIn, { waiting }] = await Promise.all([
    readPortal(portal.startUrl, portal.region),
    signInOf(id),
    secretsOf(id),
  ])
  const { tokens } = signIn ?? {}
  const goesOn = waiting && !waiting.failure
  return {
    id,
    ...portal,
    origins,
    sources,
    state: goesOn ? 'waiting' : signIn ? 'signed-in' : 'signed-out',
    ...(tokens && !tokens.refreshToken && { endsAt: tokens.expiresAt }),
    ...(goesOn && { code: { text: waiting.code.userCode, expiresAt: waiting.code.expiresAt } }),
    ...(waiting?.failure && { failure: waiting.failure }),
  }
}

const nameOf = ({ portal, accountId, roleName }: PermissionSet): string =>
  [portal.region, portal.startUrl, accountId, roleName].join(' ')
