// A vault in a real browser, for what is done to it: between two runs of the browser, or amid what it does.

import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import type { VaultState } from '../../../extension/protocol.ts'
import { aliceKey, steps } from '../../aws/sample.ts'
import type { LocalAws } from '../../aws/server.ts'
import { type Driven, type Kind, launch } from '../browsers.ts'
import { chainOf, credentialsOf } from '../stage.ts'
import { addChain, addSource, call } from '../wire.ts'

export const PASSWORD = 'lantern gravel orchid teapot'
const prf = Buffer.alloc(32, 7).toString('base64url')
const PASSKEY = { kind: 'passkey', credential: 'Y3JlZA', salt: Buffer.alloc(32, 9).toString('base64url') } as const

export interface Scene {
  driven: Driven
  /** A page of the extension to send messages from. */
  wings: Page
  /** The id of the one chain. */
  chain: string
  /** Opens it without the wait of Argon2id. */
  passkey: { way: string; prf: string }
}

/** A vault with a source and a chain that was saved as First and then as Second. */
export async function beginVault(kind: Kind, aws: LocalAws): Promise<Scene> {
  const driven = await launch(kind, aws)
  const wings = await driven.open('go.html')
  await call(wings, 'createVault', { password: PASSWORD })
  const proof = { password: PASSWORD }
  const state = await call(wings, 'addPasskey', { name: 'Laptop', lock: PASSKEY, prf, proof })
  const way = (state.state === 'unlocked' && state.ways.find(({ lock }) => lock.kind === 'passkey')?.id) || ''
  const source = await addSource(wings, credentialsOf(aliceKey(aws.world)))
  const chain = await addChain(wings, chainOf('First', source, steps.slice(0, 2)))
  await addChain(wings, { ...chainOf('Second', source, steps.slice(0, 2)), id: chain })
  // Who asks for the mirror waits until it is written.
  await call(wings, 'rescue', null)
  return { driven, wings, chain, passkey: { way, prf } }
}

/** A copy of a profile, to spoil. */
export function copyOf(profile: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'rolerelay-spoilt-'))
  // A lock of the browser before is a link to nowhere.
  cpSync(profile, copy, { recursive: true, filter: (path) => !/Singleton|\.parentlock$|\/lock$/.test(path) })
  return copy
}

/** What is found of the chain by who unlocks the vault; or why it does not open. */
export async function foundIn(wings: Page, { chain, passkey }: Scene): Promise<{ state: VaultState; name: string }> {
  const state = await call(wings, 'vault', null)
  if (state.state !== 'locked') return { state, name: '' }
  await call(wings, 'unlock', passkey)
  const { total } = await call(wings, 'list', { query: '', offset: 0, limit: 9 })
  const [source] = await call(wings, 'sources', null)
  if (total !== 1 || source?.keys !== 'ready') throw new Error(`${total} chains, keys ${source?.keys}`)
  return { state, name: (await call(wings, 'chain', { id: chain })).name }
}
