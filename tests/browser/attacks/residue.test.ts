// What is left in the profile of what was kept before: in the clear before the first password, under the password of before, by a
// source that was removed, of a store that was deleted. Browsers delete without overwriting, so it is written anew and looked for.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { type LocalAws, startAws } from '../../aws/server.ts'
import { becomes, type Driven, kinds, launch, until } from '../browsers.ts'
import { call } from '../wire.ts'
import { type Canary, canary, issued } from './canary.ts'
import { type Find, type Marks, search } from './profile.ts'

/** Where the browser keeps storage.local and IndexedDB. */
const STORES = {
  chromium: ['Default/Local Extension Settings', 'Default/IndexedDB'],
  firefox: ['storage/default'],
}

for (const kind of kinds) {
  describe(`of what was kept before, the profile of ${kind} holds nothing`, () => {
    let aws: LocalAws
    let driven: Driven
    let marked: Canary
    let wings: Page
    let used: { source: string; chain: string }
    after(async () => {
      await driven?.close()
      await aws?.close()
    })

    async function start() {
      await driven?.close()
      await aws?.close()
      marked = canary()
      aws = await startAws(marked.world)
      driven = await launch(kind, aws)
      wings = await driven.open('go.html')
      used = await marked.use(driven, wings)
    }
    async function swept() {
      await until('the sweep to end', async () => !(await call(wings, 'sweeping', null)), 60_000)
      const state = await call(wings, 'vault', null)
      assert.equal('notice' in state && state.notice, false)
    }
    const found = (marks: Marks): Find[] =>
      STORES[kind].flatMap((folder) => search(join(driven.profile, folder), marks))
    const nothingOf = (marks: Marks) => assert.deepEqual(found(marks), [])
    /** Chromium merges its files after it has said that a database is deleted. */
    const merged = (...all: Marks[]) =>
      becomes('what the files hold', async () => all.flatMap((marks) => found(marks).map(({ mark }) => mark)), [])
    async function startAgain() {
      driven = await launch(kind, aws, { profile: driven.profile })
      wings = await driven.open('go.html')
    }

    it('after the first password, a new one, and a source that was removed; though the browser is killed then', async () => {
      await start()
      const { password, laterPassword } = marked
      await call(wings, 'createVault', { password })
      await swept()
      const first = await sealedIn(wings)
      await call(wings, 'changePassword', { proof: { password }, password: laterPassword })
      await swept()
      const second = await sealedIn(wings)
      await call(wings, 'deleteSource', { id: used.source })
      await swept()
      const kept = await sealedIn(wings)
      const plain = { ...marked.metadata, ...marked.secrets, ...issued(aws) }
      const ofSource = Object.entries(gone(second, kept)).filter(([name]) => name.startsWith('r/secrets'))
      const sealed = { ...gone(first, second), ...Object.fromEntries(ofSource) }
      await merged(plain, sealed)
      await driven.crash()
      nothingOf(plain)
      nothingOf(sealed)
      assert.ok(
        new Set(found(gone(kept, {})).map(({ mark }) => mark)).size > 5,
        'what is kept now is found, so the search sees such texts',
      )
    })

    it('after a sweep that was cut off: the next start does it', async (t) => {
      await start()
      const { password, laterPassword } = marked
      await call(wings, 'createVault', { password })
      await driven.crash()
      const left = new Set(found(marked.metadata).map(({ mark }) => mark)).size
      t.diagnostic(`${left} of ${Object.keys(marked.metadata).length} names are there when it is killed at once`)
      await startAgain()
      await swept()
      await merged(marked.metadata)
      await call(wings, 'unlock', { password })
      const first = await sealedIn(wings)
      await call(wings, 'changePassword', { proof: { password }, password: laterPassword })
      await driven.crash()
      nothingOf(marked.metadata)
      await startAgain()
      await swept()
      await call(wings, 'unlock', { password: laterPassword })
      assert.equal((await call(wings, 'chain', { id: used.chain })).id, used.chain)
      const second = await sealedIn(wings)
      await merged(gone(first, second))
      await driven.crash()
      nothingOf(gone(first, second))
    })

    it('after everything was deleted', async () => {
      await start()
      await call(wings, 'createVault', { password: marked.password })
      await swept()
      const before = await sealedIn(wings)
      await call(wings, 'startOver', { sure: 'delete everything' })
      await swept()
      await merged(marked.metadata, gone(before, {}))
      await driven.crash()
      nothingOf({ ...marked.metadata, ...gone(before, {}) })
    })
  })
}

/** All that storage.local holds encrypted. */
const sealedIn = (wings: Page): Promise<Record<string, string>> =>
  wings.evaluate(async () => {
    const all = Object.entries(await chrome.storage.local.get(null))
    return Object.fromEntries(all.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])))
  })

/** Parts of the texts that are not kept any more: each is random, and occurs nowhere else. */
function gone(before: Record<string, string>, now: Record<string, string>): Marks {
  const parts = Object.entries(before).flatMap(([key, text]) => {
    if (now[key] === text || !key.startsWith('r/')) return []
    return [40, 240, 440].flatMap((at): [string, string][] => {
      const part = text.slice(at, at + 31)
      return part.length === 31 ? [[`${key} from ${at}`, part]] : []
    })
  })
  assert.ok(parts.length > 0)
  return Object.fromEntries(parts)
}
