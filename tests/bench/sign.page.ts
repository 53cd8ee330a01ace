// The signers, in a page of the extension: each makes the Authorization header of one AssumeRole.

import { Sha256 } from '@aws-crypto/sha256-js'
import { STSClient } from '@aws-sdk/client-sts'
import { SignatureV4 } from '@smithy/signature-v4'
import { AwsV4Signer } from 'aws4fetch'
import { initSync, signAssumeRole } from 'bench-sign'
import bytes from 'bench-sign.wasm'

const REGION = 'us-east-1'
const HOST = 'sts.us-east-1.amazonaws.com'
const TYPE = 'application/x-www-form-urlencoded; charset=utf-8'
const ROLE = 'arn:aws:iam::123456789012:role/demo'
const BODY = `Action=AssumeRole&Version=2011-06-15&RoleArn=${encodeURIComponent(ROLE)}&RoleSessionName=alice&DurationSeconds=900`
const NOW = Date.UTC(2026, 0, 1)

interface Keys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

type Signer = (keys: Keys) => string | undefined | Promise<string | undefined>

initSync({ module: bytes })

const smithy =
  (sha256: typeof Sha256): Signer =>
  async (keys) => {
    const signer = new SignatureV4({ service: 'sts', region: REGION, credentials: keys, sha256, applyChecksum: false })
    const headers = { host: HOST, 'content-type': TYPE }
    const request = { method: 'POST', protocol: 'https:', hostname: HOST, path: '/', headers, body: BODY }
    return (await signer.sign(request, { signingDate: new Date(NOW) })).headers.authorization
  }

// What a long-lived AwsClient of its would hold: the signing keys that it has made so far.
const cache = new Map<string, ArrayBuffer>()

const signers: Record<string, Signer> = {
  Rolerelay: ({ accessKeyId, secretAccessKey, sessionToken }) =>
    signAssumeRole(HOST, REGION, ROLE, accessKeyId, secretAccessKey, sessionToken, NOW),
  'signature-v4, sha256-js': smithy(Sha256),
  // The hash that the SDK takes in browsers since it prefers WebCrypto.
  'signature-v4, WebCrypto': smithy(new STSClient({ region: REGION }).config.sha256 as typeof Sha256),
  aws4fetch: async (keys) => {
    const headers = { 'content-type': TYPE }
    const datetime = '20260101T000000Z'
    // It leaves content-type unsigned unless told.
    const options = { method: 'POST', url: `https://${HOST}/`, headers, body: BODY, region: REGION, service: 'sts' }
    const signer = new AwsV4Signer({ ...options, ...keys, cache, datetime, allHeaders: true })
    return (await signer.sign()).headers.get('authorization') ?? undefined
  },
}

const token = 'IQoJb3JpZ2luX2Vj'.repeat(63)
let drawn = 0
const fresh = () => `${String(drawn++).padStart(8, '0')}bPxRfiCYEXAMPLEKEYabcdefghij0123`

const scenes: Record<string, () => Keys> = {
  'first hop: a new key each time': () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: fresh() }),
  'later hop: a new session each time': () => ({
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: fresh(),
    sessionToken: token,
  }),
  'the same session each time': () => ({
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: 'SECRET',
    sessionToken: token,
  }),
}

/** The signature that each signer gives for the same credentials. */
async function signatures(): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [name, sign] of Object.entries(signers)) {
    const header = await sign({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'SECRET', sessionToken: 'TOKEN' })
    found[name] = /Signature=(\w{64})$/.exec(header ?? '')?.[1] ?? `none: ${header}`
  }
  return found
}

/** Microseconds a signature, batch by batch; the signers take turns so that whatever else the machine does meets all. */
async function measure(batches: number, batchMs: number) {
  const results: { scene: string; signer: string; samples: number[] }[] = []
  for (const [scene, keys] of Object.entries(scenes)) {
    const turns: { sign: Signer; size: number; samples: number[] }[] = []
    for (const [signer, sign] of Object.entries(signers)) {
      const samples: number[] = []
      // A warm-up for the compilers, which also tells how many signatures fill a batch.
      await batch(sign, keys, 500)
      const size = Math.ceil(batchMs / ((await batch(sign, keys, 500)) / 1000))
      turns.push({ sign, size, samples })
      results.push({ scene, signer, samples })
    }
    for (let at = 0; at < batches; at++)
      for (const { sign, size, samples } of turns) samples.push(await batch(sign, keys, size))
  }
  return results
}

async function batch(sign: Signer, keys: () => Keys, size: number): Promise<number> {
  const from = performance.now()
  for (let at = 0; at < size; at++) await sign(keys())
  return ((performance.now() - from) * 1000) / size
}

Object.assign(globalThis, { bench: { signatures, measure } })
export type SignBench = { signatures: typeof signatures; measure: typeof measure }
