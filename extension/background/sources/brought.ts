// What a person brought from their identity provider: an assertion of SAML or a token of OpenID Connect. It is shown what it says, sent to
// AWS as it comes, for the role of a source that is there or is made of it, and kept nowhere.

import type { Brought, Source } from 'rolerelay-core'
import type { FederatedDraft, RunRequest } from '../../protocol.ts'
import { mustHaveAccess } from '../core/access.ts'
import { withRestClock } from '../core/clock.ts'
import { withRest } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { keepSecrets } from '../credentials/keys.ts'
import { epoch } from '../lock/epoch.ts'
import { mustPass } from '../store/admission.ts'
import { inTurn, read } from '../store/storage.ts'
import type { Federated, FederatedKind } from './federated.ts'
import { kindsOf } from './kinds.ts'
import { free } from './records.ts'
import { runNow } from './waiting.ts'

export const readBrought = (text: string): Promise<Brought> => withRest((core) => core.readBrought(text))

/** Makes the source if AWS takes what was brought, and otherwise nothing. */
export async function addFederated({ kind, role, name }: FederatedDraft, text: string): Promise<string> {
  const wanted: FederatedKind = { kind, ...role }
  const settings = await withRest((core) => core.kindSettings(wanted))
  const { sources: before = [] } = await read('sources')
  const source: Source = { id: (await sameAs(wanted, before)) ?? crypto.randomUUID(), name, settings }
  await mustPass([], [source])
  const federated = await exchanged(wanted, text)
  return inTurn(async () => {
    const { sources = [] } = await read('sources')
    const isThere = sources.some(({ id }) => id === source.id)
    const named = { ...source, name: free(name, new Set(sources.map(({ name }) => name))) }
    await keepSecrets(new Map([[source.id, { federated }]]), isThere ? {} : { sources: [...sources, named] })
    return source.id
  })
}

export async function signInWith(id: string, text: string, run?: RunRequest): Promise<void> {
  const kind = await kindOf(id)
  const federated = await exchanged(kind, text)
  await inTurn(async () => {
    // Meanwhile the source may have been deleted, or become one of another role.
    if ((await kindOf(id)).roleArn !== kind.roleArn) throw failure('invalid', 'This source was changed meanwhile.')
    await keepSecrets(new Map([[id, { federated }]]))
  })
  if (run) runNow(run)
}

async function exchanged(kind: FederatedKind, text: string): Promise<Federated> {
  await mustHaveAccess(await withRest((core) => core.kindOrigins(kind)))
  const credentials = await withRestClock((core) => core.federatedCredentials(kind, text, epoch()))
  return { credentials, roleArn: kind.roleArn }
}

/** The role of a source, and who vouches there. */
export async function kindOf(id: string): Promise<FederatedKind> {
  const { sources = [] } = await read('sources')
  const source = sources.find((other) => other.id === id)
  const [kind] = source ? await kindsOf([source]) : []
  if (kind?.kind !== 'saml' && kind?.kind !== 'web-identity')
    throw failure('invalid', 'This source is not there any more, or takes no sign-in of an identity provider.')
  return kind
}

/** The id of the source that is of the same role by the same provider. */
async function sameAs(wanted: FederatedKind, sources: Source[]): Promise<string | undefined> {
  const kinds = await kindsOf(sources)
  const at = kinds.findIndex(
    (kind) => kind.kind === wanted.kind && kind.roleArn === wanted.roleArn && kind.provider === wanted.provider,
  )
  return sources[at]?.id
}
