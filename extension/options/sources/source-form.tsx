// One source: its name, its keys and its MFA device.

import { useEffect, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { SourceRow } from '../../protocol.ts'
import { Dialog } from '../../ui/controls/dialog.tsx'
import { Field } from '../../ui/controls/field.tsx'
import { FindingSummary, focusPlace } from '../../ui/controls/findings.tsx'
import { BackIcon, TrashIcon } from '../../ui/controls/icons.tsx'
import { useToast } from '../../ui/controls/toast.tsx'
import { unsent } from '../../ui/controls/unsent.ts'
import { useOneAtATime } from '../../ui/controls/use-one-at-a-time.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { LeaveGuard } from '../leave-guard.tsx'
import { leaveFor } from '../route.ts'
import { useGoesOn } from '../use-goes-on.tsx'
import { ConsoleSection } from './console-sign-in/console-section.tsx'
import { CredentialFields } from './credential-fields.tsx'
import { EndpointFields } from './endpoint-fields.tsx'
import { UserConsoleSection } from './federated-user.tsx'
import { FederatedSection } from './federation/federated-section.tsx'
import { PermissionSetSection } from './identity-center/permission-set.tsx'
import { KeepingField } from './keeping-field.tsx'
import { keysText } from './keys-badge.tsx'
import { KeysCard } from './keys-card.tsx'
import { MfaFields } from './mfa-fields.tsx'
import { OwnConsole } from './open-own.tsx'
import { OriginNote } from './origin-note.tsx'
import { useSourceForm } from './use-source-form.ts'

interface SourceFormProps {
  /** Absent for a new one. */
  source?: SourceRow | undefined
  /** The chain that opens by itself once this source is saved. */
  then?: string | undefined
  onChanged: () => Promise<void>
}

export function SourceForm({ source, then, onChanged }: SourceFormProps) {
  const form = useSourceForm(source ?? { name: '' })
  const toast = useToast()
  const { goOn, shown } = useGoesOn(then)
  const alone = useOneAtATime()
  const [deleting, setDeleting] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [consoleDirty, setConsoleDirty] = useState(false)
  const signsIn = source !== undefined && !source.isEntered

  // What whoever comes here is to write.
  useEffect(() => {
    if (!source) focusPlace('name')
    else if (then && !signsIn) focusPlace('credentials.accessKeyId')
  }, [])

  const save = async () => {
    const saved = await form.save()
    if (!saved) return
    if (saved.whole) leaveFor(`/sources/${saved.id}`)
    toast({ text: `Saved ${form.name}.` })
    goOn()
    await onChanged()
  }
  const remove = async () => {
    if (!source) return
    await call('deleteSource', { id: source.id })
    await onChanged()
    toast({ text: `Deleted ${source.name} and its keys.` })
    leaveFor('/sources')
  }
  const forgetSeed = async () => {
    if (!source) return
    const { id, name, mfaSerial, mfaSession } = source
    // As it is kept, so that nothing else that is written here is saved along.
    await call('saveSource', { id, name, ...(mfaSerial && { mfaSerial }), ...(mfaSession && { mfaSession }), seed: '' })
    await onChanged()
    toast({ text: 'The seed is forgotten. Codes are asked for from now on.' })
  }
  const keys = (
    <>
      {source?.settings && source.keys !== 'ready' && !signsIn && <OriginNote settings={source.settings} />}
      <p class="muted">
        {source && !signsIn && `${keysText(source)} `}
        {(source?.keys === 'ready' || source?.keys === 'refused') &&
          !signsIn &&
          'What you enter here takes their place. '}
        Paste a whole block into any field (shell exports, a credentials file, JSON from the AWS CLI): all three are
        filled.
      </p>
      <CredentialFields
        value={form.keys}
        onChange={form.setKeys}
        onPasted={form.setRefused}
        at={form.findings.at}
        foreign={form.endpoint !== undefined}
      />
      <KeepingField on={form.sessionOnly} onChange={form.setSessionOnly} at={form.findings.at} />
    </>
  )
  return (
    <form
      class="editor"
      noValidate
      autocomplete="off"
      {...unsent(() => {
        setFailure(undefined)
        alone(save).catch(setFailure)
      })}
      {...form.findings.visit}
    >
      <LeaveGuard dirty={form.dirty || consoleDirty} />
      <header class="editor-head">
        <a class="button quiet square editor-back" href="#/sources" aria-label="All sources">
          <BackIcon />
        </a>
        <h2>{source?.name ?? 'New source'}</h2>
        <div class="row">
          {source && (
            <button type="button" class="button danger" onClick={() => setDeleting(true)}>
              <TrashIcon />
              Delete
            </button>
          )}
          <button type="submit" class="button primary">
            Save
          </button>
        </div>
      </header>
      <div class="editor-body">
        {failure && <FailurePanel failure={failure} />}
        {shown}
        <FindingSummary title="This source is not ready yet" findings={form.refused} />
        <Field
          label="Name"
          name="name"
          findings={form.findings.at('name')}
          hint="Your name for this source, such as “Main account, my user”."
        >
          {(control) => (
            <input
              {...control}
              type="text"
              value={form.name}
              onInput={(event) => form.setName(event.currentTarget.value)}
            />
          )}
        </Field>
        {source?.portal && <PermissionSetSection source={source} onChanged={onChanged} />}
        {source?.federation && (
          <FederatedSection source={source} federation={source.federation} onChanged={onChanged} />
        )}
        {source?.consoleSignIn && (
          <ConsoleSection source={source} signIn={source.consoleSignIn} onChanged={onChanged} />
        )}
        {!signsIn && <EndpointFields value={form.endpoint} at={form.findings.at} onChange={form.setEndpoint} />}
        {source?.ownEnd && !source.userConsole && <OwnConsole source={source} onChanged={onChanged} />}
        {source && <KeysCard source={source} onChanged={onChanged} />}
        {signsIn && source.keys === 'refused' && <p class="muted">{keysText(source)}</p>}
        {signsIn ? (
          // Whoever signs in has none. Where some were entered all the same, they are shown.
          <details class="folded" open={source.accessKeyId !== undefined}>
            <summary class="legend">Keys instead of a sign-in</summary>
            <div class="stack">{keys}</div>
          </details>
        ) : (
          <fieldset class="stack">
            <legend class="legend">{source ? 'New keys' : 'Keys'}</legend>
            {keys}
          </fieldset>
        )}
        {!signsIn && !form.endpoint && (
          <MfaFields
            value={form.mfa}
            hasSeed={source?.hasSeed ?? false}
            sessionEnds={source?.mfaSessionEnds}
            at={form.findings.at}
            onChange={form.setMfa}
            onForgetSeed={() => forgetSeed().catch(setFailure)}
          />
        )}
        {source?.kind === 'keys' && !form.endpoint && (source.areLongTerm || source.userConsole) && (
          <UserConsoleSection source={source} onDirty={setConsoleDirty} onChanged={onChanged} />
        )}
      </div>
      {deleting && source && (
        <Dialog
          title={`Delete ${source.name}?`}
          confirm="Delete source"
          keep="Keep it"
          danger
          onConfirm={() => remove().catch(setFailure)}
          onClose={() => setDeleting(false)}
        >
          <UsedBy source={source} />
        </Dialog>
      )}
    </form>
  )
}

function UsedBy({ source: { usedBy, usedByCount } }: { source: SourceRow }) {
  if (usedByCount === 0) return <p>No chain uses it. Its keys are forgotten at once.</p>
  const more = usedByCount - usedBy.length
  return (
    <>
      <p>
        {usedByCount === 1
          ? 'This chain starts from it and will'
          : `These ${usedByCount} chains start from it and will`}{' '}
        need another source:
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that a keyboard can scroll it */}
      <ul class="dialog-list" tabIndex={0}>
        {usedBy.map((name) => (
          <li key={name}>{name}</li>
        ))}
        {more > 0 && <li class="muted">and {more} more</li>}
      </ul>
    </>
  )
}
