// The browser's own files are cut, emptied, garbled or deleted between two runs, as crashes and full disks do it. What can be
// had is had, the rest is explained; never is a vault that was there taken for none.

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { VaultState } from '../../../extension/protocol.ts'
import { sampleWorld } from '../../aws/sample.ts'
import { type LocalAws, startAws } from '../../aws/server.ts'
import { forged } from '../../extension/scene/storage-forge.ts'
import { type Driven, type Kind, kinds, launch } from '../browsers.ts'
import { storedIn } from '../kept.ts'
import { call } from '../wire.ts'
import { beginVault, copyOf, foundIn, type Scene } from './vault-scene.ts'

/** Where each browser keeps storage.local and the mirror, below the profile. */
const PLACES = {
  chromium: { local: /^Default\/Local Extension Settings\//, mirror: /^Default\/IndexedDB\/chrome-extension_/ },
  firefox: {
    local: /^storage\/default\/moz-extension[^/]*userContextId=4294967295\//,
    mirror: /^storage\/default\/moz-extension[^/^]*\//,
  },
}

const filesIn = (profile: string, place: RegExp): string[] =>
  readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => place.test(path.slice(profile.length + 1)))

type Spoil = (profile: string, kind: Kind) => void

/** Does something to the files that hold the values. */
const each =
  (spoil: (path: string) => void, place: 'local' | 'mirror' = 'local'): Spoil =>
  (profile, kind) => {
    const files = filesIn(profile, PLACES[kind][place]).filter((path) => /\.(log|ldb|sqlite)$/.test(path))
    assert.ok(files.length > 0, 'there is something to spoil')
    // What stands beside a database would mend it.
    for (const path of files) for (const more of ['-wal', '-shm']) rmSync(path + more, { force: true })
    files.forEach(spoil)
  }
const remove =
  (...places: ('local' | 'mirror')[]): Spoil =>
  (profile, kind) => {
    for (const place of places) for (const path of filesIn(profile, PLACES[kind][place])) rmSync(path)
  }

function garble(path: string): void {
  const bytes = readFileSync(path)
  for (let at = Math.floor(bytes.length / 3); at < bytes.length; at += 50) bytes.writeUInt8((bytes[at] ?? 0) ^ 0x5a, at)
  writeFileSync(path, bytes)
}

const SPOILT: Record<string, Spoil> = {
  'cut to a half': each((path) => truncateSync(path, Math.floor(readFileSync(path).length / 2))),
  emptied: each((path) => truncateSync(path, 0)),
  deleted: remove('local'),
}

for (const kind of kinds) {
  describe(`the files of ${kind}`, () => {
    let aws: LocalAws
    let scene: Scene
    let driven: Driven | undefined
    before(async () => {
      aws = await startAws(sampleWorld())
      scene = await beginVault(kind, aws)
      await scene.driven.quit()
    })
    after(async () => {
      await driven?.close()
      await scene?.driven.close()
      await aws?.close()
    })

    async function reopened(...spoils: Spoil[]) {
      await driven?.close()
      const profile = copyOf(scene.driven.profile)
      for (const spoil of spoils) spoil(profile, kind)
      driven = await launch(kind, aws, { profile })
      return driven.open('go.html')
    }

    it('open as they are', async () => {
      const { state, name } = await foundIn(await reopened(), scene)
      assert.equal(name, 'Second')
      assert.ok(state.state === 'locked' && state.recovered === undefined, JSON.stringify(state))
    })

    for (const [what, spoil] of Object.entries(SPOILT)) {
      it(`of storage.local ${what}: the mirror opens`, async () => {
        const { state, name } = await foundIn(await reopened(spoil), scene)
        assert.equal(name, 'Second', JSON.stringify(state))
      })
    }

    it('of storage.local garbled: the mirror opens, or it is said that they cannot be read', async (t) => {
      // Both browsers then refuse to read or to write some of it, and go on refusing.
      const found = foundIn(await reopened(each(garble)), scene)
      const said = await found.then(
        ({ state, name }) => name || JSON.stringify(state),
        ({ message }: Error) => message,
      )
      t.diagnostic(said)
      assert.match(said, /^Second$|"kind":"(storage|damaged)"|"state":"damaged"/)
    })

    it('of the mirror deleted: storage.local opens, and there is a new mirror', async () => {
      const wings = await reopened(remove('mirror'))
      assert.equal((await foundIn(wings, scene)).name, 'Second')
      await call(wings, 'rescue', null)
      const rescue = JSON.parse((await call(wings, 'rescue', null)).text) as { mirror?: unknown }
      assert.ok(rescue.mirror)
    })

    it('of both garbled: it is said, and all that is there is left as it is', async (t) => {
      const wings = await reopened(each(garble), each(garble, 'mirror'))
      const state = await call(wings, 'vault', null).catch((thrown: Error) => thrown.message)
      t.diagnostic(JSON.stringify(state).slice(0, 300))
      if (typeof state !== 'string') assert.ok(state.state !== 'open' || kind === 'chromium')
      await driven?.quit()
      const files = filesIn(driven?.profile ?? '', PLACES[kind].local)
      assert.ok(files.some((path) => existsSync(path)))
    })

    it('hold what somebody forged: it does not open, and nothing is written over it', async () => {
      const wings = await reopened()
      const before = await storedIn(wings)
      const disk = { local: before, session: {}, databases: new Map() }
      const forgeries = {
        'a gigabyte and a bit': forged(({ header }) => {
          for (const { lock } of header.slots) if (lock.argon2id) lock.argon2id.memory = 1024 * 1024 + 1
        }),
        'a later generation': forged(({ header }) => {
          header.generation += 1
        }),
        'swapped slots': forged(({ header }) => {
          header.slots.reverse()
        }),
      }
      for (const [what, forge] of Object.entries(forgeries)) {
        assert.equal((await foundIn(wings, scene)).name, 'Second')
        await call(wings, 'rescue', null)
        await call(wings, 'lock', null)
        const { local } = forge(disk)
        await wings.evaluate((values) => chrome.storage.local.set(values), local)
        assert.equal((await foundIn(wings, scene)).name, 'Second', `${what}: the mirror is genuine`)
        await call(wings, 'lock', null)

        await wings.evaluate(async (values) => {
          for (const { name } of await indexedDB.databases()) {
            if (!name) continue
            const deleting = indexedDB.deleteDatabase(name)
            await new Promise((done) => Object.assign(deleting, { onsuccess: done, onerror: done }))
          }
          await chrome.storage.local.clear()
          await chrome.storage.local.set(values)
        }, local)
        await assert.rejects(foundIn(wings, scene).then(refuse), /damaged/, what)
        await assert.rejects(call(wings, 'unlock', scene.passkey), /"kind":"damaged"/, what)
        assert.deepEqual(await wings.evaluate(() => chrome.storage.local.get(null)), local)
        await wings.evaluate(async (values) => {
          await chrome.storage.local.clear()
          await chrome.storage.local.set(values)
        }, before)
      }
    })
  })
}

/** A damaged vault is no failure of the call that asks for it. */
function refuse({ state }: { state: VaultState }): void {
  if (state.state === 'damaged') throw new Error('damaged')
}
