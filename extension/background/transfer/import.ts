// Takes in chains and sources from files: a preview that changes nothing, then all of it in one write, or nothing.

import type {
  Chain,
  Credentials,
  End,
  ImportPlan,
  Kept as KeptRecords,
  Source,
  SourceCredentials,
} from 'rolerelay-core'
import type { Calls, ImportDone, ImportPreview, ToImport } from '../../protocol.ts'
import { endpointOf, recordIds } from '../chains/lineage.ts'
import { type Changes, commit, isEmpty } from '../chains/shelf.ts'
import { stepBetween } from '../chains/steps.ts'
import { withCore, withRest } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { forgetSecrets, keepSecrets, keysFor, parted, type Secrets, secretsOfAll } from '../credentials/keys.ts'
import { type Epoch, epoch } from '../lock/epoch.ts'
import { UntilLock } from '../lock/unlocked.ts'
import { isEntered, kindsOf } from '../sources/kinds.ts'
import { inTurn, read, readChains, writes } from '../store/storage.ts'
import { type KeptImport, withImport } from './imports.ts'

/** With a prefix, all that the files hold is new, whatever is here by its names. */
export async function previewImport(given: ToImport): Promise<ImportPreview> {
  const { credentials, ...preview } = (await planned(given, epoch())).plan
  const sources = [...preview.sources.map(({ source }) => source.id), ...preview.replaced.map((it) => it.sourceId)]
  const listed = new Set(sources)
  const here = await secretsOfAll(credentials.map(({ sourceId }) => sourceId))
  const isNew = ({ sourceId, credentials }: SourceCredentials) => {
    const keys = here.get(sourceId)?.keys
    return !listed.has(sourceId) && !(keys && isSame(keys.credentials, credentials))
  }
  const kinds = preview.sources.length > 0 ? await kindsOf(preview.sources.map(({ source }) => source)) : []
  const ownEnds = await withCore((core) =>
    preview.sources.flatMap(({ source }): [string, End][] => {
      const end = core.ownEnd(source)
      return end ? [[source.id, end]] : []
    }),
  )
  return {
    ...preview,
    newKeys: credentials.filter(isNew).map(({ sourceId }) => sourceId),
    signsIn: preview.sources.flatMap(({ source }, at) => (isEntered(kinds[at] ?? { kind: 'keys' }) ? [] : [source.id])),
    ownEnds: Object.fromEntries(ownEnds),
  }
}

/** Imports all but what is left out, and what builds on that: without it no such chain could be walked. */
export function applyImport({ leaveOut, mend, ...given }: Calls['applyImport']['argument']): Promise<ImportDone> {
  const mine = epoch()
  return inTurn(async () => {
    const { kept, plan } = await planned(given, mine)
    latest.forget()
    const wrong = plan.notes.find(({ severity }) => severity === 'error')
    if (wrong) throw failure('invalid', `Nothing was imported. ${wrong.message}`)

    const { chains, sources, credentials } = taken(plan, kept, new Set(leaveOut), mend)
    const before = new Map(kept.chains.map((chain) => [chain.id, chain]))
    const sourcesBefore = new Map(kept.sources.map((source) => [source.id, source]))
    const records: Changes = new Map(chains.map((chain) => [chain.id, chain]))
    const readKept = async (ids: string[]) => ids.flatMap((id) => before.get(id) ?? [])
    const all = withSources(kept.sources, sources)
    const id = crypto.randomUUID()
    const keys = await keysOf(credentials, all, kept.sources, id)
    const { inVault } = await parted(keys, all)
    const one: KeptImport = {
      id,
      at: Date.now(),
      from: given.files.flatMap(({ name }) => name || []),
      chains: chains.flatMap((chain) => stepBetween(before.get(chain.id), chain)),
      sources: sources.flatMap((source) => stepBetween(sourcesBefore.get(source.id), source)),
      keys: kept.sources.flatMap(({ id, name }) => {
        const given = keys.get(id)
        return given ? [{ id, name, had: given.keysBefore !== undefined }] : []
      }),
    }
    const isNothing = one.chains.length + one.sources.length + keys.size === 0
    const imports = isNothing ? {} : { imports: withImport((await read('imports')).imports ?? [], one) }
    await commit(records, { sources: all, ...inVault, ...imports }, readKept)
    // Keys that go to memory follow what is on disk: those that are missing are told of, and can be entered.
    if (!isNothing) await forgetSecrets(ids(kept.sources), ['keysBefore'])
    await keepSecrets(keys)
    return {
      ...(isNothing ? {} : { id }),
      added: chains.flatMap(({ id }) => (before.has(id) ? [] : [id])),
      changed: chains.flatMap(({ id }) => (before.has(id) ? [id] : [])),
      sourcesAdded: sources.flatMap(({ id }) => (sourcesBefore.has(id) ? [] : [id])),
      sourcesChanged: sources.flatMap(({ id }) => (sourcesBefore.has(id) ? [id] : [])),
    }
  })
}

interface Planned {
  kept: KeptRecords
  plan: ImportPlan
}

/** What the last preview found, for the import that follows it: to plan thousands of profiles twice would be felt. */
const latest = new UntilLock<{ given: Required<ToImport>; writes: number; planned: Promise<Planned> }>()

function planned({ files, prefix = '', readAs = [] }: ToImport, mine: Epoch): Promise<Planned> {
  const last = latest.value?.given
  const isLatest =
    last !== undefined &&
    latest.value?.writes === writes() &&
    last.prefix === prefix &&
    files.every((_, at) => (last.readAs[at] ?? null) === (readAs[at] ?? null)) &&
    last.files.length === files.length &&
    last.files.every(({ name, text }, at) => name === files[at]?.name && text === files[at]?.text)
  if (latest.value && isLatest) return latest.value.planned
  const planned = everything().then(async (kept) => ({
    kept,
    plan: await withRest((core) =>
      core.planImport(
        files,
        kept,
        prefix,
        readAs.map((format) => format ?? undefined),
      ),
    ),
  }))
  latest.keep({ given: { files, prefix, readAs }, writes: writes(), planned }, mine)
  planned.catch(() => latest.forget())
  return planned
}

/** Every record: of thousands of chains this is most of an import's time, so of none it is not even tried. */
async function everything(): Promise<KeptRecords> {
  const [chains, { sources = [] }] = await Promise.all([
    isEmpty().then((empty) => (empty ? [] : readChains())),
    read('sources'),
  ])
  const secrets = await secretsOfAll(ids(sources))
  const keys = [...secrets].flatMap(([sourceId, { keys }]) =>
    keys ? [{ sourceId, accessKeyId: keys.credentials.accessKeyId }] : [],
  )
  return { chains, sources, keys }
}

interface Taken {
  chains: Chain[]
  sources: Source[]
  credentials: SourceCredentials[]
}

/** What is left of a plan without what is left out and is not here already. Parents come before what builds on them. */
function taken(plan: ImportPlan, kept: KeptRecords, leftOut: Set<string>, mend = false): Taken {
  const here = new Set([...kept.chains, ...kept.sources].map(({ id }) => id))
  const gone = new Set([...leftOut].filter((id) => !here.has(id)))
  const chains: Chain[] = []
  for (const { chain: read, mended } of plan.chains) {
    const chain = (mend && mended) || read
    const start = chain.parentId === undefined ? [chain.sourceId] : recordIds(chain.parentId)
    const startsFromNothing = start.some((id) => gone.has(id))
    if (startsFromNothing && !here.has(chain.id)) gone.add(chain.id)
    if (!startsFromNothing && !leftOut.has(chain.id)) chains.push(chain)
  }
  return {
    chains,
    sources: plan.sources.map(({ source }) => source).filter(({ id }) => !leftOut.has(id)),
    credentials: plan.credentials.filter(({ sourceId }) => !leftOut.has(sourceId)),
  }
}

function withSources(sources: Source[], more: Source[]): Source[] {
  const all = new Map(sources.map((source) => [source.id, source]))
  for (const source of more) all.set(source.id, source)
  return [...all.values()]
}

/** The keys that are to be kept, and those that they replace. They know which import they came by, for its undo. */
async function keysOf(
  given: SourceCredentials[],
  sources: Source[],
  sourcesBefore: Source[],
  imported: string,
): Promise<Map<string, Secrets>> {
  const here = await secretsOfAll(given.map(({ sourceId }) => sourceId))
  const before = new Set(ids(sourcesBefore))
  const put = new Map<string, Secrets>()
  for (const { sourceId, credentials } of given) {
    const keysBefore = here.get(sourceId)?.keys
    const { endpoint } = await endpointOf(sources.find(({ id }) => id === sourceId))
    const isHere = keysBefore && isSame(keysBefore.credentials, credentials)
    if (isHere && keysBefore.endpoint === endpoint?.sts) continue
    const keys = { ...(await keysFor(credentials, endpoint)), imported }
    // A source that is new goes with all its keys.
    put.set(sourceId, { keys, ...(before.has(sourceId) && keysBefore && { keysBefore }) })
  }
  return put
}

const ids = (records: { id: string }[]): string[] => records.map(({ id }) => id)

const isSame = (one: Credentials, other: Credentials): boolean =>
  one.accessKeyId === other.accessKeyId &&
  one.secretAccessKey === other.secretAccessKey &&
  one.sessionToken === other.sessionToken
