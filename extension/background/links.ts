// Bookmark links: which chain, which console page, and proof that this installation wrote them.
//
// The proof is an HMAC under a key that the vault holds; without a vault under one that the browser keeps and never shows, not
// even to this code. Should it be lost, older links are merely asked about before they open.

import { fromBase64, fromBase64Url, toBase64, toBase64Url } from '../base64.ts'
import { extensionUrl } from '../browser.ts'
import type { LinkTarget } from '../protocol.ts'
import { withCore } from './core.ts'
import { dropDatabase, inDatabase, settled } from './database.ts'
import { failure } from './failure.ts'
import { getChain, wholeChain } from './lineage.ts'
import { tell } from './notices.ts'
import { getSettings } from './settings.ts'
import { getRow } from './shelf.ts'
import { inTurn, isVault, read, write } from './storage.ts'
import { onLock } from './vault/unlocked.ts'

export async function makeLink(chainId: string, destination?: string): Promise<string> {
  const chain = await wholeChain(await getChain(chainId))
  return withCore(async (core) => {
    // Refuses a page that could not be opened, while there is someone to tell.
    core.route(chain, destination)
    const payload = core.linkPayload(chainId, destination)
    const mac = await crypto.subtle.sign('HMAC', await key(), bytes(payload))
    const fragment = core.linkFragment(payload, toBase64Url(new Uint8Array(mac)))
    // Refuses what we would not read.
    core.readLink(fragment)
    const page = extensionUrl('go.html')
    // Firefox gives us a new address with each installation, so a link there names our scheme instead.
    return page.startsWith('moz-extension:') ? `ext+rolerelay:${fragment}` : `${page}#${fragment}`
  })
}

/** `text` is what the go page found behind `#`. */
export async function readLink(text: string): Promise<LinkTarget> {
  const link = await withCore((core) => core.readLink(text))
  const row = await getRow(link.chainId)
  if (!row) {
    throw failure(
      'invalid',
      'The chain that this link opens is not here. It was deleted, or the link was made in another browser.',
    )
  }
  const chain = await wholeChain(await getChain(link.chainId))
  const { roleArn, destination } = await withCore((core) => core.route(chain, link.destination))
  const ours = link.mac !== undefined && (await isOurs(link.payload, link.mac))
  const { linksAsk } = await getSettings()
  return { chain: row, roleArn, destination, ours, asks: !ours || linksAsk }
}

async function isOurs(payload: string, mac: string): Promise<boolean> {
  const signature = fromBase64Url(mac)
  // Without its key a link is one that asks first.
  const ours = await key().catch(() => undefined)
  // `verify` takes the same time wherever the first difference is.
  return signature !== undefined && ours !== undefined && crypto.subtle.verify('HMAC', ours, signature, bytes(payload))
}

/** Removes the browser's key: the vault has one now. */
export async function dropLinkKey(): Promise<void> {
  keeping = undefined
  await dropDatabase(DATABASE).catch(() => {})
}

let keeping: Promise<CryptoKey> | undefined
onLock(() => {
  keeping = undefined
})

function key(): Promise<CryptoKey> {
  keeping ??= isVault()
    .then((vault) => (vault ? inTurn(keyInVault) : findOrMakeKey().catch(keyOfNow)))
    .catch(() => {
      keeping = undefined
      throw failure('storage', 'The browser could not read the key that proves who made a link. Restart the browser.')
    })
  return keeping
}

const ALGORITHM: HmacKeyGenParams = { name: 'HMAC', hash: 'SHA-256' }
const DATABASE = 'links'

async function keyInVault(): Promise<CryptoKey> {
  const kept = (await read('linkKey')).linkKey
  const linkKey = kept ?? toBase64(crypto.getRandomValues(new Uint8Array(32)))
  if (kept === undefined) await write({ linkKey })
  return crypto.subtle.importKey('raw', fromBase64(linkKey), ALGORITHM, false, ['sign', 'verify'])
}

/** IndexedDB keeps a CryptoKey as an object; storage.local holds only JSON and would need its bytes. */
async function findOrMakeKey(): Promise<CryptoKey> {
  const found = await inDatabase(DATABASE, 'readonly', (store) => settled<CryptoKey | undefined>(store.get('mac')))
  if (found) return found
  const extractable = false
  const made = await crypto.subtle.generateKey(ALGORITHM, extractable, ['sign', 'verify'])
  await inDatabase(DATABASE, 'readwrite', (store) => settled(store.add(made, 'mac')))
  return made
}

/** Without IndexedDB: links work, and ask before they open once this background is gone. */
async function keyOfNow(): Promise<CryptoKey> {
  await tell(
    'The browser’s database (IndexedDB) does not answer. Links that you make now open, but ask before they do. Restart the browser, then make them anew.',
  )
  return crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])
}

const bytes = (text: string) => new TextEncoder().encode(text)
