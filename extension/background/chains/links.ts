// Bookmark links: which chain, which console page, and proof that this installation wrote them.
//
// The proof is an HMAC under a key that the vault holds; without a vault under one that the browser keeps and never shows, not
// even to this code. Should it be lost, older links are merely asked about before they open.

import { fromBase64, fromBase64Url, toBase64, toBase64Url } from '../../base64.ts'
import { extensionUrl, isFirefox } from '../../browser.ts'
import type { LinkTarget } from '../../protocol.ts'
import { withCore } from '../core/core.ts'
import { dropDatabase, inDatabase, settled } from '../core/database.ts'
import { failure } from '../core/failure.ts'
import { session } from '../core/memory.ts'
import { onLock } from '../lock/unlocked.ts'
import { tell } from '../store/notices.ts'
import { getSettings } from '../store/settings.ts'
import { inTurn, isVault, read, write } from '../store/storage.ts'
import { getChain, wholeChain } from './lineage.ts'
import { getRow } from './shelf.ts'

export async function makeLink(chainId: string, destination?: string): Promise<string> {
  const chain = await wholeChain(await getChain(chainId))
  const isMade = (await getRow(chainId))?.shapeId !== undefined
  return withCore(async (core) => {
    // Refuses a page that could not be opened, while there is someone to tell.
    core.route(chain, destination)
    const payload = core.linkPayload(chainId, destination)
    const authenticated = core.linkAuthenticated(payload, chainId, isMade)
    const mac = await crypto.subtle.sign('HMAC', await key(), bytes(authenticated))
    const fragment = core.linkFragment(payload, toBase64Url(new Uint8Array(mac)))
    // Refuses what we would not read.
    core.readLink(fragment)
    // Firefox gives us a new address with each installation, so a link there names our scheme instead.
    return isFirefox ? `ext+rolerelay:${fragment}` : `${extensionUrl('go.html')}#${fragment}`
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
  const isMade = row.shapeId !== undefined
  const authenticated = await withCore((core) => core.linkAuthenticated(link.payload, link.chainId, isMade))
  const ours = link.mac !== undefined && (await isOurs(authenticated, link.mac))
  const { linksAsk } = await getSettings()
  return { chain: row, ...(roleArn !== undefined && { roleArn }), destination, ours, asks: !ours || linksAsk }
}

async function isOurs(authenticated: string, mac: string): Promise<boolean> {
  const signature = fromBase64Url(mac)
  // Without its key a link is one that asks first.
  const ours = await key().catch(() => undefined)
  // `verify` takes the same time wherever the first difference is.
  return (
    signature !== undefined && ours !== undefined && crypto.subtle.verify('HMAC', ours, signature, bytes(authenticated))
  )
}

/** Removes the browser's key: the vault has one now. */
export async function dropLinkKey(): Promise<void> {
  keeping = undefined
  for (const hear of hearing) hear()
  await Promise.all([dropDatabase(DATABASE), session.remove(['linkKey'])]).catch(() => {})
}

/** `hear` is called when links are proven by another key than before, or may be: after a password was set, and as it unlocks. */
export const onLinkKey = (hear: () => void): void => void hearing.push(hear)
const hearing: (() => void)[] = []

let keeping: Promise<CryptoKey> | undefined
onLock(() => {
  keeping = undefined
})

function key(): Promise<CryptoKey> {
  keeping ??= isVault()
    .then((vault) => (vault ? inTurn(keyInVault) : findOrMakeKey().catch(keyInMemory)))
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
  const linkKey = kept ?? freshKey()
  if (kept === undefined) await write({ linkKey })
  return imported(linkKey)
}

const freshKey = (): string => toBase64(crypto.getRandomValues(new Uint8Array(32)))
const imported = (linkKey: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', fromBase64(linkKey), ALGORITHM, false, ['sign', 'verify'])

/** IndexedDB keeps a CryptoKey as an object; storage.local holds only JSON and would need its bytes. */
async function findOrMakeKey(): Promise<CryptoKey> {
  const found = await inDatabase(DATABASE, 'readonly', (store) => settled<CryptoKey | undefined>(store.get('mac')))
  if (found) return found
  const extractable = false
  const made = await crypto.subtle.generateKey(ALGORITHM, extractable, ['sign', 'verify'])
  await inDatabase(DATABASE, 'readwrite', (store) => settled(store.add(made, 'mac')))
  return made
}

/** Without IndexedDB, or with one that keeps no keys, as where Firefox never remembers history: in memory, while the browser runs. */
async function keyInMemory(): Promise<CryptoKey> {
  const { linkKey: kept } = (await session.get(['linkKey'])) as { linkKey?: string }
  const linkKey = kept ?? freshKey()
  if (kept === undefined) {
    await session.set({ linkKey })
    await tell(
      'The browser keeps nothing in its database (IndexedDB): it does not answer, or it is set to never remember history. Links that ' +
        'you make now open until the browser closes or Rolerelay is updated. After that they ask before they open, unless a ' +
        'password protects what Rolerelay keeps when you make them.',
    )
  }
  return imported(linkKey)
}

const bytes = (text: string) => new TextEncoder().encode(text)
