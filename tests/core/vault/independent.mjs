// Writes format-1.json with other people's code: hash-wasm's Argon2id, and ciphers and hashes of @noble. What the crate opens
// is then the format, and not merely whatever the crate does.
//
// Run in a folder with these packages: npm i hash-wasm @noble/ciphers @noble/hashes && node independent.mjs > format-1.json

import { createHash, createHmac, hkdfSync } from 'node:crypto'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { argon2id } from 'hash-wasm'

const PASSWORD = 'a password of format 1, with an ü'
const PLAIN = '[{"id":"s1","name":"main","accessKeyId":"AKIAQAAAAAAAGMKEM7X5"}]'
const GENERATION = 2

const bytes = (length, first) => Uint8Array.from({ length }, (_, at) => (first + at) % 256)
const text = (value) => Buffer.from(value).toString('base64url')
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const number = (value) => {
  const field = Buffer.alloc(8)
  field.writeBigUInt64BE(BigInt(value))
  return field
}
const fields = (...all) =>
  Buffer.concat(
    all.flatMap((one) => {
      const field = typeof one === 'number' ? number(one) : Buffer.from(one)
      return [number(field.length), field]
    }),
  )
const of = (purpose, ...rest) => fields('rolerelay vault', purpose, 1, ...rest)
const derived = (key, purpose) => Buffer.from(hkdfSync('sha256', key, new Uint8Array(), of(purpose), 32))
const mac = (key, message) => createHmac('sha256', key).update(message).digest()

const vault = bytes(16, 1)
const dataKey = bytes(32, 50)

const salt = bytes(16, 100)
const [memory, passes, lanes] = [19 * 1024, 2, 1]
const stretched = await argon2id({
  password: PASSWORD,
  salt,
  memorySize: memory,
  iterations: passes,
  parallelism: lanes,
  hashLength: 32,
  outputType: 'binary',
})
const lock = ['password', memory, passes, lanes, salt]
const id = bytes(8, 120)
const nonce = bytes(24, 130)
const check = mac(derived(stretched, 'check'), '')
const bound = of('wrapped key', vault, id, 1, ...lock)
const wrapped = xchacha20poly1305(derived(stretched, 'wrap'), nonce, bound).encrypt(dataKey)

const recordNonce = bytes(24, 160)
const record = of('record', 'sources', '', GENERATION)
const sealed = xchacha20poly1305(derived(dataKey, 'records'), recordNonce, record).encrypt(Buffer.from(PLAIN))
const stored = Buffer.concat([number(GENERATION), recordNonce, sealed]).toString('base64')
const sum = sha256(stored)

const contents = sha256(of('contents', 1, 'sources@2', sum))
const authenticated = of('header', 1, vault, GENERATION, contents, 1, id, 1, ...lock, check, nonce, wrapped)
const headerMac = mac(derived(dataKey, 'header'), authenticated)

const file = {
  password: PASSWORD,
  plain: PLAIN,
  snapshot: {
    header: {
      format: 1,
      vault: text(vault),
      generation: GENERATION,
      slots: [
        {
          id: text(id),
          generation: 1,
          lock: { kind: 'password', argon2id: { memory, passes, lanes }, salt: text(salt) },
          check: text(check),
          nonce: text(nonce),
          wrapped: text(wrapped),
        },
      ],
      contents: text(contents),
      mac: text(headerMac),
      checksum: text(sha256(authenticated, headerMac)),
    },
    records: { 'sources@2': text(sum) },
  },
  sealed: { 'sources@2': stored },
}
console.log(JSON.stringify(file, null, 2))
