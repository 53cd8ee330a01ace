// Argon2id as it ships: vector instructions, an instance for each key, and bounds that are looked at first.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { argon2id } from 'hash-wasm'
import { __wbg_reset_state, initSync, stretch } from 'rolerelay-stretch'

const bytes = readFileSync(new URL('../../target/wasm-stretch/stretch_bg.wasm', import.meta.url))
const module = new WebAssembly.Module(bytes)
const salt = Uint8Array.from({ length: 16 }, (_, at) => at * 11)
const password = new TextEncoder().encode('correct horse battery staple ü')
const CHEAPEST = [19 * 1024, 2, 1] as const

initSync({ module })

describe('the module that stretches a password', () => {
  for (const [memorySize, iterations, parallelism] of [CHEAPEST, [19 * 1024 + 3, 3, 4], [64 * 1024, 3, 1]] as const) {
    it(`derives what the reference in C does: ${memorySize} KiB, ${iterations} passes, ${parallelism} lanes`, async () => {
      const asked = { password, salt, memorySize, iterations, parallelism, hashLength: 32 }
      const theirs = await argon2id({ ...asked, outputType: 'hex' })
      const ours = stretch(password.slice(), salt, memorySize, iterations, parallelism)
      assert.equal(Buffer.from(ours ?? []).toString('hex'), theirs)
    })
  }

  it('refuses what is out of bounds before it takes memory', () => {
    __wbg_reset_state()
    const before = initSync({ module }).memory.buffer.byteLength
    const wrong: [Uint8Array, Uint8Array, number, number, number][] = [
      [password, salt, 19 * 1024 - 1, 2, 1],
      [password, salt, 1024 * 1024 + 1, 2, 1],
      [password, salt, 0xffffffff, 2, 1],
      [password, salt, CHEAPEST[0], 1, 1],
      [password, salt, CHEAPEST[0], 33, 1],
      [password, salt, CHEAPEST[0], 2, 0],
      [password, salt, CHEAPEST[0], 2, 9],
      [new Uint8Array(), salt, ...CHEAPEST],
      [new Uint8Array(1025), salt, ...CHEAPEST],
      [password, salt.slice(1), ...CHEAPEST],
    ]
    for (const [of, with_, ...cost] of wrong) assert.equal(stretch(of.slice(), with_, ...cost), undefined)
    // What the arguments took, and none of what was asked for.
    assert.ok(initSync({ module }).memory.buffer.byteLength < before + 2 ** 20)
  })

  it('gives all its memory back with its instance', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    __wbg_reset_state()
    const used = (() => {
      const { memory } = initSync({ module })
      assert.ok(stretch(password.slice(), salt, ...CHEAPEST))
      assert.ok(memory.buffer.byteLength > 19 * 2 ** 20)
      return new WeakRef(memory)
    })()
    __wbg_reset_state()
    // A WeakRef that was looked at holds until the turn of the event loop is over.
    for (let turn = 0; turn < 10 && used.deref(); turn++) {
      await new Promise(setImmediate)
      collect()
    }
    assert.equal(used.deref(), undefined)
  })
})
