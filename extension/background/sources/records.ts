// Where chains start. A source's record is kept for good; what is secret of it ends with the browser (keys.ts).

import type { Credentials, Endpoint, Finding, Source } from 'rolerelay-core'
import type { Proof, SourceDraft, SourceRow } from '../../protocol.ts'
import { endpointOf, ownEndOf, userConsoleOf } from '../chains/lineage.ts'
import { namesBySource } from '../chains/shelf.ts'
import { awsNow } from '../core/clock.ts'
import { withRest } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import {
  forgetSecrets,
  isLongTerm,
  type Keys,
  keepSecrets,
  keysFor,
  rehome,
  type Secrets,
  secretsOf,
  secretsOfAll,
} from '../credentials/keys.ts'
import { usableSession } from '../credentials/mfa.ts'
import { epoch } from '../lock/epoch.ts'
import { mustPass } from '../store/admission.ts'
import { inTurn, isVault, read } from '../store/storage.ts'
import { mustProve } from '../store/store.ts'
import { give, kindsOf, readiness } from './kinds.ts'
import type { Wanted } from './room.ts'

export async function listSources(): Promise<SourceRow[]> {
  const { sources = [] } = await read('sources')
  const [secrets, names, vault, now] = await Promise.all([
    secretsOfAll(sources.map(({ id }) => id)),
    namesBySource(),
    isVault(),
    awsNow(),
  ])
  const kinds = await kindsOf(sources)
  return Promise.all(
    sources.map(async (source, at): Promise<SourceRow> => {
      const usedBy = names.get(source.id) ?? []
      const here = secrets.get(source.id) ?? {}
      const mfaSessionEnds = usableSession(source, here, now)?.expiresAt
      return {
        ...source,
        ...(await ownEndOf(source)),
        ...(await userConsoleOf(source)),
        ...(await readiness(kinds[at] ?? { kind: 'keys' }, here, now)),
        hasSeed: here.seed !== undefined,
        ...(mfaSessionEnds !== undefined && { mfaSessionEnds }),
        keptIn: vault && !source.sessionOnly ? 'vault' : 'session',
        usedBy: usedBy.slice(0, 20),
        usedByCount: usedBy.length,
      }
    }),
  )
}

export async function checkSource(draft: SourceDraft): Promise<Finding[]> {
  const { id, name, credentials, mfaSerial, mfaSession, seed } = draft
  const { sources = [] } = await read('sources')
  const before = sources.find((source) => source.id === id)
  const endpointBefore = (await endpointOf(before)).endpoint
  const endpoint = draft.endpoint === undefined ? endpointBefore : (draft.endpoint ?? undefined)
  const found = await withRest((core) => [
    ...core
      .checkSource(name, credentials ?? { accessKeyId: '', secretAccessKey: '' }, endpoint)
      // A new source needs keys; one that is there may be changed without.
      .filter(({ place }) => credentials || id === undefined || !place.startsWith('credentials.')),
    ...(mfaSerial ? core.checkMfaSerial(mfaSerial) : []),
    ...(seed ? core.checkSeed(seed) : []),
  ])
  if (sources.some((other) => other.id !== id && other.name.trim() === name.trim())) {
    found.push(error('name', 'Another source has this name. Choose a different one.'))
  }
  if (mfaSession && !mfaSerial) {
    found.push(error('mfaSerial', 'Write the MFA device whose code starts the session for all chains.'))
  }
  if (before && !credentials && endpoint?.sts !== endpointBefore?.sts) {
    const place = endpoint ? `of ${endpoint.sts}` : 'of AWS'
    found.push(
      error(
        'credentials.accessKeyId',
        `Keys are of one place. Enter those ${place}: the ones that are here are forgotten.`,
      ),
    )
  }
  const here: Secrets = id === undefined ? {} : await secretsOf(id)
  const keys = credentials ?? here.keys?.credentials
  if (here.rotation && (credentials || draft.sessionOnly)) {
    const place = credentials ? 'credentials.accessKeyId' : 'sessionOnly'
    found.push(error(place, 'The keys of this source are being rotated. Finish that or undo it first.'))
  }
  if (mfaSession && keys && !isLongTerm(keys)) {
    found.push({
      place: 'mfaSession',
      severity: 'warning',
      message: 'These keys are temporary, and AWS takes a code only with a user’s own. No code will be asked for.',
    })
  }
  return found
}

/** Saves a source that was checked, and gives its id. */
export function saveSource({ id = crypto.randomUUID(), ...draft }: SourceDraft): Promise<string> {
  return inTurn(async () => {
    const { sources = [] } = await read('sources')
    const before = sources.find((source) => source.id === id)
    const written = edited({ ...before, id }, draft)
    const { endpoint: place } = draft
    const source = place === undefined ? written : await withRest((core) => core.sourceAt(written, place ?? undefined))
    await mustPass([], [source])
    const { credentials, seed } = draft
    const [{ endpoint }, { endpoint: endpointBefore }] = await Promise.all([endpointOf(source), endpointOf(before)])
    // What was entered for one place is of no use in another, and may not come back to it either.
    if (before && endpoint?.sts !== endpointBefore?.sts)
      await forgetSecrets([id], ['keys', 'keysBefore', 'mfa', 'seed', 'codeEndsAt', 'refused'])
    if (credentials || !source.mfaSession || source.mfaSerial !== before?.mfaSerial) await forgetSecrets([id], ['mfa'])
    if (credentials) await forgetSecrets([id], ['keysBefore'])
    if (seed === '') await forgetSecrets([id], ['seed', 'codeEndsAt'])
    const given: Secrets = {
      ...(credentials && { keys: await keysOf(id, credentials, endpoint) }),
      ...(seed && { seed }),
    }
    await keepSecrets(new Map([[id, given]]), {
      sources: before ? sources.map((other) => (other === before ? source : other)) : [...sources, source],
    })
    if (source.sessionOnly !== before?.sessionOnly) await rehome([id])
    return id
  })
}

export function deleteSource(id: string): Promise<void> {
  return inTurn(async () => {
    const { sources = [] } = await read('sources')
    await forgetSecrets([id], undefined, { sources: sources.filter((source) => source.id !== id) })
  })
}

/** The keys of a source, for a person who proved anew to be there. */
export async function revealKeys(id: string, proof: Proof): Promise<Credentials> {
  if (!(await isVault())) throw failure('invalid', 'Without a password nothing proves who asks, so keys are not shown.')
  await mustProve(proof)
  const { keys } = await secretsOf(id)
  if (!keys) throw failure('no-credentials', 'The keys of this source are not here.')
  return keys.credentials
}

/** The source of that id, and the credentials that it gives, which have not ended. */
export async function readySource(id: string, signal: AbortSignal = epoch(), wanted: Wanted = {}) {
  const { sources = [] } = await read('sources')
  const source = sources.find((other) => other.id === id)
  if (!source)
    throw failure('no-credentials', 'The source of this chain was deleted. Edit the chain and choose another.')
  return { source, ...(await give(source, signal, wanted)) }
}

/** The same key that is entered again is as old as it was. */
async function keysOf(id: string, credentials: Credentials, endpoint: Endpoint | undefined): Promise<Keys> {
  const [fresh, { keys }] = await Promise.all([keysFor(credentials, endpoint), secretsOf(id)])
  const isSame = keys?.credentials.accessKeyId === credentials.accessKeyId
  return { ...fresh, ...(isSame && keys.since !== undefined && { since: keys.since }) }
}

/** What the form does not show, such as where an import says that keys come from, stays. */
function edited(before: Partial<Source> & { id: string }, draft: SourceDraft): Source {
  const { mfaSerial: _, mfaSession: __, sessionOnly: was, ...kept } = before
  const { name, mfaSerial, mfaSession, sessionOnly = was } = draft
  return {
    ...kept,
    name,
    ...(mfaSerial && { mfaSerial }),
    ...(mfaSession && { mfaSession }),
    ...(sessionOnly && { sessionOnly }),
  }
}

const error = (place: string, message: string): Finding => ({ place, severity: 'error', message })

/** The name, or the name with a number where another source has it; it is taken from then on. */
export function free(name: string, taken: Set<string>): string {
  let found = name
  for (let number = 2; taken.has(found); number += 1) found = `${name} (${number})`
  taken.add(found)
  return found
}
