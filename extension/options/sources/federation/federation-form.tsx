// A source of an identity provider that is being made: what the provider gave, the role that it is for, and how the source is called.

import { useState } from 'preact/hooks'
import type { AssertionRole, FederatedRole } from 'rolerelay-core'
import { call, requestAccess } from '../../../client.ts'
import type { FederatedDraft } from '../../../protocol.ts'
import { CodeInput } from '../../../ui/controls/code-input.tsx'
import { DurationSelect } from '../../../ui/controls/duration-select.tsx'
import { Field } from '../../../ui/controls/field.tsx'
import { BackIcon } from '../../../ui/controls/icons.tsx'
import { roleParts } from '../../../ui/controls/role.ts'
import { unsent } from '../../../ui/controls/unsent.ts'
import { useWork } from '../../../ui/controls/use-work.ts'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import { RegionSelect } from '../../chains/region-select.tsx'
import { goTo } from '../../route.ts'
import { BroughtField, useBrought } from './brought-field.tsx'
import { RoleChoice } from './role-choice.tsx'

export function FederationForm({ onMade }: { onMade: () => Promise<void> }) {
  const brought = useBrought()
  const [chosen, setChosen] = useState<AssertionRole>()
  const [typed, setTyped] = useState<Partial<FederatedRole>>({})
  const [name, setName] = useState('')
  const work = useWork()
  const { read } = brought
  const roles = read?.kind === 'saml' ? read.roles : []
  const role = roles.find((one) => one.roleArn === chosen?.roleArn) ?? (roles.length === 1 ? roles[0] : undefined)
  const roleArn = role?.roleArn ?? typed.roleArn ?? ''
  const { account, role: roleName } = roleParts(roleArn)
  const usual = account && roleName ? `${account} · ${roleName}` : ''
  const edit = (change: Partial<FederatedRole>) => setTyped((now) => ({ ...now, ...change }))
  const draft = (): FederatedDraft | undefined => {
    if (!read || !roleArn) return undefined
    const { signInUrl, region, durationSeconds } = typed
    const provider = read.kind === 'saml' ? role?.providerArn : read.issuer
    return {
      kind: read.kind,
      name: name.trim() || usual || roleArn,
      role: {
        roleArn,
        ...(provider && { provider }),
        ...(signInUrl && { signInUrl }),
        ...(region && { region }),
        ...(durationSeconds && { durationSeconds }),
      },
    }
  }
  const source = draft()
  const add = () =>
    source &&
    work.during(async () => {
      const { id } = await call('addFederated', { source, text: brought.text })
      brought.set('')
      await onMade()
      goTo(`/chains/new/${id}`)
    })
  const retry = () => requestAccess(work.failure?.evidence?.origins).then((granted) => (granted ? add() : undefined))
  return (
    <form class="editor" noValidate autocomplete="off" {...unsent(() => void add())}>
      <header class="editor-head">
        <a class="button quiet square editor-back" href="#/sources" aria-label="All sources">
          <BackIcon />
        </a>
        <h2>Identity provider</h2>
        <div class="row">
          <button type="submit" class="button primary" disabled={work.busy || !source}>
            Sign in and make a chain
          </button>
        </div>
      </header>
      <div class="editor-body">
        {work.failure && (
          <FailurePanel failure={work.failure} title="AWS did not sign you in" onRetry={() => void retry()} />
        )}
        <p class="muted">
          Sign in at your organisation’s identity provider (SAML, or OpenID Connect), and bring here what it gives to
          AWS. No access key is needed, and none is kept. The session that AWS gives for it is in the browser’s memory
          until it ends, you sign out or the browser closes.
        </p>
        <BroughtField brought={brought} />
        {roles.length > 0 && <RoleChoice roles={roles} chosen={role} onChoose={setChosen} />}
        {read?.kind === 'web-identity' && (
          <Field
            label="Role ARN"
            name="roleArn"
            findings={[]}
            hint="The role that trusts the issuer. A token does not say which."
          >
            {(control) => (
              <CodeInput
                {...control}
                placeholder="arn:aws:iam::123456789012:role/name"
                value={typed.roleArn ?? ''}
                onInput={(event) => edit({ roleArn: event.currentTarget.value.trim() })}
              />
            )}
          </Field>
        )}
        <Field label="Name" optional name="name" findings={[]} hint="Your name for this source.">
          {(control) => (
            <input
              {...control}
              type="text"
              placeholder={usual}
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field
          label="Sign-in address"
          optional
          name="signInUrl"
          findings={[]}
          hint="Where you sign in at your identity provider. Each time the session has ended, a button opens it."
        >
          {(control) => (
            <CodeInput
              {...control}
              placeholder="https://"
              value={typed.signInUrl ?? ''}
              onInput={(event) => edit({ signInUrl: event.currentTarget.value.trim() })}
            />
          )}
        </Field>
        <Field label="Region" name="region" findings={[]} hint="Whose STS is asked.">
          {(control) => (
            <RegionSelect
              control={control}
              partitionId={roleParts(roleArn).partition}
              value={typed.region}
              unset={(partition) => `As usual${partition ? ` (${partition.defaultRegion})` : ''}`}
              onChange={(region) => setTyped(({ region: _, ...rest }) => ({ ...rest, ...(region && { region }) }))}
            />
          )}
        </Field>
        <Field label="Session lasts" name="durationSeconds" findings={[]} hint="As long as the role allows, at most.">
          {(control) => (
            <DurationSelect
              control={control}
              value={typed.durationSeconds}
              unset="As usual (1 hour)"
              onChange={(seconds) =>
                setTyped(({ durationSeconds: _, ...rest }) => ({
                  ...rest,
                  ...(seconds && { durationSeconds: seconds }),
                }))
              }
            />
          )}
        </Field>
      </div>
    </form>
  )
}
