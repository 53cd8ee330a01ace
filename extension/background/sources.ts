// Where chains start. A source's name is kept for good; its keys are in memory and end with the browser.

import type { Credentials, Finding } from 'rolerelay-core'
import { session } from '../browser.ts'
import type { KeysState, SourceDraft, SourceRow } from '../protocol.ts'
import { namesBySource } from './chains.ts'
import { withCore } from './core.ts'
import { failure } from './failure.ts'
import { inTurn, read, write } from './storage.ts'

/** storage.session, `keys/<source id>`. */
interface Keys {
  credentials: Credentials
  likelyAccount?: string
}

export async function listSources(): Promise<SourceRow[]> {
  const { sources = [] } = await read('sources')
  const [keys, names] = await Promise.all([session.get(sources.map(({ id }) => place(id))), namesBySource()])
  return sources.map(({ id, name }) => {
    const usedBy = names.get(id) ?? []
    return {
      id,
      name,
      ...described(keys[place(id)] as Keys | undefined),
      hasSeed: false,
      usedBy: usedBy.slice(0, 20),
      usedByCount: usedBy.length,
    }
  })
}

export async function checkSource({ id, name, credentials }: SourceDraft): Promise<Finding[]> {
  const keys = credentials ?? { accessKeyId: '', secretAccessKey: '' }
  const findings = (await withCore((core) => core.checkSource(name, keys))).filter(
    // A new source needs keys; one that is there may get another name alone.
    ({ place }) => credentials || id === undefined || place === 'name',
  )
  const { sources = [] } = await read('sources')
  if (sources.some((other) => other.id !== id && other.name.trim() === name.trim())) {
    findings.push({
      place: 'name',
      severity: 'error',
      message: 'Another source has this name. Choose a different one.',
    })
  }
  return findings
}

/** Saves a source that was checked, and gives its id. */
export function saveSource({ id = crypto.randomUUID(), name, credentials }: SourceDraft): Promise<string> {
  return inTurn(async () => {
    if (credentials) {
      const likelyAccount = await withCore((core) => core.likelyAccount(credentials.accessKeyId))
      await session.set({ [place(id)]: { credentials, ...(likelyAccount && { likelyAccount }) } satisfies Keys })
    }
    const { sources = [] } = await read('sources')
    const known = sources.some((source) => source.id === id)
    const renamed = sources.map((source) => (source.id === id ? { id, name } : source))
    await write({ sources: known ? renamed : [...sources, { id, name }] })
    return id
  })
}

export function deleteSource(id: string): Promise<void> {
  return inTurn(async () => {
    await session.remove([place(id)])
    const { sources = [] } = await read('sources')
    await write({ sources: sources.filter((source) => source.id !== id) })
  })
}

/** The credentials that sign the first hop. */
export async function credentialsOf(id: string): Promise<Credentials> {
  const [{ sources = [] }, kept] = await Promise.all([read('sources'), session.get([place(id)])])
  const source = sources.find((other) => other.id === id)
  if (!source)
    throw failure('no-credentials', 'The source of this chain was deleted. Edit the chain and choose another.')
  const { credentials } = (kept[place(id)] ?? {}) as Partial<Keys>
  if (!credentials) {
    throw failure(
      'no-credentials',
      `The keys of “${source.name}” are not here. They are kept only until the browser closes. Enter them again in the options.`,
    )
  }
  if (hasEnded(credentials)) {
    throw failure('expired', `The temporary keys of “${source.name}” have expired. Paste fresh ones in the options.`)
  }
  return credentials
}

const place = (id: string): string => `keys/${id}`

function described(keys: Keys | undefined): Pick<SourceRow, 'keys' | 'accessKeyId' | 'likelyAccount' | 'expiresAt'> {
  if (!keys) return { keys: 'missing' }
  const { credentials, likelyAccount } = keys
  const state: KeysState = hasEnded(credentials) ? 'expired' : 'ready'
  return {
    keys: state,
    accessKeyId: credentials.accessKeyId,
    ...(likelyAccount !== undefined && { likelyAccount }),
    ...(credentials.expiresAt !== undefined && { expiresAt: credentials.expiresAt }),
  }
}

const hasEnded = ({ expiresAt }: Credentials): boolean => expiresAt !== undefined && expiresAt <= Date.now()
