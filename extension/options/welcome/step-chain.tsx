// Step 4: a name, a test, and the console.

import { useState } from 'preact/hooks'
import type { Chain, Failure, Finding, Hop } from 'rolerelay-core'
import { call } from '../../client.ts'
import { Field } from '../../ui/controls/field.tsx'
import { FindingSummary } from '../../ui/controls/findings.tsx'
import { CheckIcon, OpenIcon, PlayIcon } from '../../ui/controls/icons.tsx'
import { roleParts } from '../../ui/controls/role.ts'
import { useCall } from '../../ui/controls/use-call.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { RunPanel } from '../../ui/run/run-panel.tsx'
import { useRun } from '../../ui/run/use-run.ts'
import { goTo } from '../route.ts'
import { UserField, wrongWithUser } from '../settings/user-field.tsx'

interface StepChainProps {
  /** Empty while step 1 is open. */
  sourceId: string
  /** Whether it was chosen how the keys are kept: step 2. */
  kept: boolean
  /** What was read last in step 3. */
  hops: Hop[]
  /** Whether that is what is written there, and right. */
  fine: boolean
  onSaved: () => void
}

export function StepChain({ sourceId, kept, hops, fine, onSaved }: StepChainProps) {
  const [typed, setTyped] = useState<string>()
  const { reply: settings } = useCall('settings')
  const [user, setUser] = useState('')
  const [id, setId] = useState('')
  const [refused, setRefused] = useState<Finding[]>([])
  const [failure, setFailure] = useState<Failure>()
  const [busy, setBusy] = useState(false)
  const run = useRun()

  // Until something is typed, the end role names the chain.
  const end = roleParts(hops.at(-1)?.roleArn ?? '')
  const name = typed ?? (hops.length > 0 ? `${end.role} in ${end.account}` : '')
  const chain: Chain = { id, name, sourceId, hops }
  const missing = !sourceId
    ? 'Choose where it starts first.'
    : !kept
      ? 'Choose how they are kept first.'
      : !fine
        ? 'Write the roles first.'
        : 'Correct your name first.'
  const ready = sourceId !== '' && kept && fine && wrongWithUser(user).length === 0

  /** Saves first: what was tested is what is kept. */
  const save = async (then: (saved: Chain) => Promise<unknown>) => {
    if (busy) return
    setBusy(true)
    setFailure(undefined)
    try {
      const reply = await call('saveChain', chain)
      setRefused(reply.saved ? [] : reply.findings)
      if (!reply.saved) return
      setId(reply.id)
      if (user) await call('saveSettings', { user })
      onSaved()
      await then({ ...chain, id: reply.id }).catch(() => {}) // the run's panel shows it
    } catch (thrown) {
      setFailure(thrown as Failure)
    } finally {
      setBusy(false)
    }
  }
  const test = () => save((saved) => run.start({ action: 'test', chain: saved }))
  const open = () => save((saved) => run.start({ action: 'open', chainId: saved.id, where: 'new-tab' }))
  const opened = run.view?.request?.action === 'open'

  return (
    <>
      <Field label="Name" name="name">
        {(control) => (
          <input
            {...control}
            type="text"
            autocomplete="off"
            value={name}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
      {settings?.user === '' && <UserField user={user} onInput={setUser} />}
      {failure && <FailurePanel failure={failure} />}
      <FindingSummary title="This chain is not ready yet" findings={refused} />
      <div class="row">
        <button type="button" class="button" disabled={!ready || busy} onClick={test}>
          <PlayIcon />
          Save and test
        </button>
        <button type="button" class="button primary" disabled={!ready || busy} onClick={open}>
          <OpenIcon />
          Save and open the console
        </button>
        {!ready && <span class="muted">{missing}</span>}
      </div>
      {run.view && (
        <RunPanel
          view={run.view}
          title={opened ? `Opening ${name}` : `Test of ${name}`}
          level={2}
          chain={chain}
          detailed={!opened}
          onCancel={run.cancel}
          onRetry={opened ? open : test}
          goTo={goTo}
        >
          <div class="success">
            <CheckIcon />
            <p>
              {opened ? 'The console opened in a new tab. ' : 'Every role could be assumed. '}
              The chain is kept: open it from the toolbar icon from now on, or{' '}
              <a href={`#/chains/${id}`}>make a bookmark for it</a>.
            </p>
          </div>
        </RunPanel>
      )}
    </>
  )
}
