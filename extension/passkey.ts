// Passkeys that open the vault, by WebAuthn's PRF extension: the authenticator makes of a salt 32 bytes that nobody else can.
// For pages only, since a background has no WebAuthn. Nobody checks a signature here: what opens the vault is the PRF's bytes.

import type { Failure, Lock } from 'rolerelay-core'
import { fromBase64Url, toBase64Url } from './base64.ts'
import { isFirefox } from './browser.ts'
import { PASSKEY_DOMAIN } from './passkey-domain.ts'
import type { Passkey, PasskeyOffer, Proof, UnlockWay } from './protocol.ts'

/** Whether passkeys work in this browser; if not, why, as a sentence. */
export function passkeysWork(): { works: true } | { works: false; why: string } {
  if (!globalThis.PublicKeyCredential) return { works: false, why: 'This browser has no passkeys.' }
  // Seen in Firefox 153: without a domain it refuses with a SecurityError.
  if (isFirefox && !PASSKEY_DOMAIN) return { works: false, why: NO_DOMAIN }
  return { works: true }
}

/** The ways to unlock that this browser can ask a passkey for. */
export const askable = (ways: UnlockWay[]): PasskeyWay[] =>
  passkeysWork().works ? ways.filter(isPasskey).filter(({ lock }) => lock.relyingParty === PASSKEY_DOMAIN) : []

/** Makes a passkey. Throws a {@link Failure}: `cancelled` where the person did not go through with it. */
export async function makePasskey(offer: PasskeyOffer, name: string): Promise<Passkey> {
  const salt = fromBase64Url(offer.salt)
  const made = await ceremony(CANNOT_BE_ADDED, () =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Rolerelay', ...(PASSKEY_DOMAIN && { id: PASSKEY_DOMAIN }) },
        user: { id: fromBase64Url(offer.userId), name: 'Rolerelay', displayName: 'Rolerelay' },
        challenge: fromBase64Url(offer.challenge),
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })), // ES256, EdDSA, RS256
        excludeCredentials: offer.exclude.map(descriptor),
        // Discoverable where the authenticator can: its owner then finds it in the list of their passkeys.
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        timeout: TIME_LIMIT,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  )
  const { enabled, results } = made.getClientExtensionResults().prf ?? {}
  if (!enabled) throw refusal('invalid', CANNOT_BE_ADDED)
  const credential = toBase64Url(bytesOf(made.rawId))
  const lock = {
    kind: 'passkey' as const,
    credential,
    salt: offer.salt,
    ...(PASSKEY_DOMAIN && { relyingParty: PASSKEY_DOMAIN }),
  }
  // Many security keys answer only when they are asked, not yet when the passkey is made.
  const prf = results ? toBase64Url(bytesOf(results.first)) : (await ask([lock], CANNOT_BE_ADDED)).prf
  return { name, lock, prf }
}

/** Asks for any of these passkeys. Throws a {@link Failure}: `cancelled` where the person did not go through with it. */
export async function askPasskeys(ways: UnlockWay[]): Promise<Proof> {
  const passkeys = askable(ways)
  const { credential, prf } = await ask(
    passkeys.map(({ lock }) => lock),
    DID_NOT_ANSWER,
  )
  const way = passkeys.find(({ lock }) => lock.credential === credential)
  if (!way)
    throw refusal('wrong-password', 'This passkey does not open what is kept here. Use another, or the password.')
  return { way: way.id, prf }
}

type PasskeyLock = Extract<Lock, { kind: 'passkey' }>
type PasskeyWay = UnlockWay & { lock: PasskeyLock }

const isPasskey = (way: UnlockWay): way is PasskeyWay => way.lock.kind === 'passkey'

/** How long the browser waits for the person, in milliseconds. */
const TIME_LIMIT = 60_000

const NO_DOMAIN =
  'Firefox lets an extension use passkeys only under a web domain of its own, and Rolerelay has none so far. Unlock with the password.'
/** What is said where there is no PRF, of a passkey that was to be added. */
const CANNOT_BE_ADDED =
  'This passkey cannot protect keys: its authenticator lacks the PRF extension. Nothing was added here, and you can delete it from your passkeys. Try another one, such as that of your phone, your computer or a newer security key.'
/** The same of one that was added: it had the PRF then, and another browser or another way to the authenticator may leave it out. */
const DID_NOT_ANSWER =
  'This passkey answered without its PRF extension, which alone opens what is kept here. Nothing was opened or changed. Use another passkey, or the password.'

/** `lacking` is said where there is no PRF. */
async function ask(locks: PasskeyLock[], lacking: string): Promise<{ credential: string; prf: string }> {
  const used = await ceremony(lacking, () =>
    navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        ...(PASSKEY_DOMAIN && { rpId: PASSKEY_DOMAIN }),
        allowCredentials: locks.map(({ credential }) => descriptor(credential)),
        userVerification: 'required',
        timeout: TIME_LIMIT,
        extensions: { prf: saltsOf(locks) },
      },
    }),
  )
  const first = used.getClientExtensionResults().prf?.results?.first
  if (!first) throw refusal('invalid', lacking)
  return { credential: toBase64Url(bytesOf(used.rawId)), prf: toBase64Url(bytesOf(first)) }
}

/** One salt is asked for as it is: some authenticators and password managers know no other way. */
function saltsOf(locks: PasskeyLock[]): AuthenticationExtensionsPRFInputs {
  const first = ({ salt }: PasskeyLock) => ({ first: fromBase64Url(salt) })
  const [only, ...more] = locks
  if (only && more.length === 0) return { eval: first(only) }
  return { evalByCredential: Object.fromEntries(locks.map((lock) => [lock.credential, first(lock)])) }
}

/** What the browser gives after it asked the person, and its refusals as failures. */
async function ceremony(lacking: string, begin: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    return (await begin()) as PublicKeyCredential
  } catch (thrown) {
    const name = thrown instanceof DOMException ? thrown.name : ''
    if (name === 'NotSupportedError') throw refusal('invalid', lacking)
    throw refusals[name] ?? refusal('internal', 'The browser could not ask for a passkey. Use the password.')
  }
}

const refusal = (kind: Failure['kind'], message: string): Failure => ({ kind, message, evidence: {} })

/** By the names that WebAuthn gives its errors. */
const refusals: Record<string, Failure> = {
  // One name for all of it, so that a page learns nothing about which passkeys there are.
  NotAllowedError: refusal(
    'cancelled',
    'No passkey was used: it was cancelled, took more than a minute, or is not here.',
  ),
  AbortError: refusal('cancelled', 'The browser stopped asking for a passkey. Try again.'),
  InvalidStateError: refusal('invalid', 'This passkey is here already.'),
  SecurityError: refusal('invalid', 'The browser does not let this extension use passkeys. Unlock with the password.'),
}

const descriptor = (credential: string): PublicKeyCredentialDescriptor => ({
  type: 'public-key',
  id: fromBase64Url(credential),
})

const bytesOf = (source: BufferSource): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
