// A source of a console sign-in: whether somebody is signed in, and how somebody signs in again; what waits for that goes on by itself.

import { useEffect, useState } from 'preact/hooks'
import { call, redirectSeeing } from '../../../client.ts'
import type { ConsoleSignInState, SourceRow } from '../../../protocol.ts'
import { CodeInput } from '../../../ui/controls/code-input.tsx'
import { Field } from '../../../ui/controls/field.tsx'
import { CheckIcon, OpenIcon, WarningIcon } from '../../../ui/controls/icons.tsx'
import { clock, until } from '../../../ui/controls/time.ts'
import { useWork } from '../../../ui/controls/use-work.ts'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import { useWaitingRun } from '../use-waiting-run.ts'
import { Experimental } from './experimental.tsx'

interface ConsoleProps {
  source: SourceRow
  signIn: ConsoleSignInState
  onChanged: () => Promise<void>
}

export function ConsoleSection({ source, signIn, onChanged }: ConsoleProps) {
  const { id, keys, expiresAt } = source
  const { region, principal, waiting } = signIn
  const work = useWork()
  const next = useWaitingRun(id)
  // What AWS refused is renewed the next time: somebody is signed in still.
  const ready = keys === 'ready' || keys === 'refused'
  const then = (does: () => Promise<unknown>) => void work.during(() => does().finally(onChanged))
  const begin = () =>
    // Where it is refused the address is pasted.
    redirectSeeing.ask().then(() => then(async () => call('beginConsole', { id, ...(await next.run()) })))
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => void onChanged(), 1_000)
    return () => clearInterval(timer)
  }, [waiting])
  const failure = work.failure ?? (waiting ? undefined : signIn.failure)
  return (
    <section class="card stack sign-in" aria-label="Sign-in">
      <dl class="facts">
        <dt>Whose</dt>
        <dd class="mono">{principal ?? 'whoever signs in first'}</dd>
        <dt>Region</dt>
        <dd class="mono">{region}</dd>
        <dt>Sign-in</dt>
        <dd>
          <span class={ready ? 'keys-badge ready' : 'keys-badge'} role="status">
            {ready ? <CheckIcon /> : <WarningIcon />}
            {!ready || expiresAt === undefined
              ? 'Nobody is signed in'
              : `Signed in until ${clock(expiresAt)} at the latest (${until(expiresAt)})`}
          </span>
        </dd>
      </dl>
      {failure && <FailurePanel failure={failure} title="Nobody is signed in" />}
      {next.name && !ready && <p>Once you are signed in, “{next.name}” opens by itself.</p>}
      {waiting ? (
        <Waiting id={id} onStop={() => then(() => call('stopConsole', { id }))} onPasted={onChanged} />
      ) : (
        <div class="row">
          <button
            type="button"
            class={ready ? 'button' : 'button primary'}
            disabled={work.busy}
            onClick={() => void begin()}
          >
            <OpenIcon />
            {ready ? 'Sign in again' : 'Sign in'}
          </button>
          {ready && (
            <>
              <button type="button" class="button" onClick={() => then(() => call('endSignIn', { id }))}>
                Sign out
              </button>
              <a class="button" href={`#/chains/new/${id}`}>
                Make a chain from here
              </a>
            </>
          )}
        </div>
      )}
      <Experimental />
    </section>
  )
}

interface WaitingProps {
  id: string
  onStop: () => void
  onPasted: () => Promise<void>
}

function Waiting({ id, onStop, onPasted }: WaitingProps) {
  const [seen, setSeen] = useState(true)
  const [address, setAddress] = useState('')
  const work = useWork()
  useEffect(() => {
    redirectSeeing.isAllowed().then(setSeen, () => setSeen(false))
  }, [])
  const paste = () =>
    work.during(async () => {
      await call('pasteConsole', { id, address: address.trim() })
      await onPasted()
    })
  return (
    <>
      <p role="status">
        Waiting for you to sign in, in the tab that was opened for it.{' '}
        {seen
          ? 'It closes by itself.'
          : 'It ends on a page that cannot be opened: copy the whole address of that page, on 127.0.0.1, and paste it here.'}
      </p>
      {work.failure && <FailurePanel failure={work.failure} title="Nobody is signed in yet" />}
      <details open={!seen}>
        <summary>The tab shows a page that cannot be opened</summary>
        <Field
          label="Address of that page"
          name="address"
          findings={[]}
          hint="The code in it is good once, for a few minutes, and for Rolerelay alone."
        >
          {(control) => (
            <CodeInput {...control} secret value={address} onInput={(event) => setAddress(event.currentTarget.value)} />
          )}
        </Field>
        <button type="button" class="button" disabled={work.busy || !address.trim()} onClick={() => void paste()}>
          Go on with it
        </button>
      </details>
      <div class="row">
        <button type="button" class="button" onClick={onStop}>
          Do not wait
        </button>
      </div>
    </>
  )
}
