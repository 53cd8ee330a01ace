// All that is known of the chain that is chosen, and what to do about it.

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { CheckedRow } from '../../protocol.ts'
import { digitsOf } from '../../ui/controls/digits.ts'
import { roleParts } from '../../ui/controls/role.ts'
import { clock } from '../../ui/controls/time.ts'
import { useCall } from '../../ui/controls/use-call.ts'
import { goTo } from '../route.ts'
import { capital, reasonWords } from './reason-words.ts'

interface CheckedChainProps {
  row: CheckedRow
  /** How many chains share its reason, itself included. */
  alike: number
  onCheck: () => void
  onCheckAlike: (() => void) | undefined
  /** Checks what was skipped anew with a code of the MFA device. */
  onCode: (code: string) => void
}

export function CheckedChain({ row, alike, onCheck, onCheckAlike, onCode }: CheckedChainProps) {
  const { id, name, sourceId, hops, verdict } = row
  const { broken, skipped } = verdict ?? {}
  const role = broken?.roleArn ? roleParts(broken.roleArn) : undefined
  const lacksKeys = skipped && ['no-credentials', 'signed-out', 'expired'].includes(skipped.kind)
  return (
    <section class="checked-chain panes-detail" aria-label={`Check of ${name}`}>
      <h2>{name}</h2>
      {(skipped ?? broken) && <p class="checked-message">{(skipped ?? broken)?.message}</p>}
      {!skipped && broken?.causes !== undefined && broken.causes > 1 && (
        <p class="muted">
          {capital(reasonWords({ at: 0, broken }))}. A test in its editor tells all {broken.causes} and what shows which
          it is.
        </p>
      )}
      <dl class="panes-facts">
        {broken && <Fact name="Broken since">{clock(broken.since)}</Fact>}
        {verdict && <Fact name={skipped ? 'Skipped' : 'Checked'}>{clock(verdict.at)}</Fact>}
        {!skipped && broken?.hop !== undefined && (
          <Fact name="Hop">
            {broken.hop + 1} of {hops}
          </Fact>
        )}
        {!skipped && role && (
          <Fact name="Role">
            {role.role} in <span class="mono">{role.account}</span>
          </Fact>
        )}
      </dl>
      {skipped?.kind === 'mfa' && <SessionCode sourceId={sourceId} onCode={onCode} />}
      <div class="row">
        {lacksKeys && (
          <button type="button" class="button primary" onClick={() => goTo(`/sources/${sourceId}`)}>
            {skipped?.kind === 'signed-out' ? 'Sign in' : 'Enter keys'}
          </button>
        )}
        <button type="button" class="button" onClick={() => goTo(`/chains/${id}`)}>
          Edit chain
        </button>
        <button type="button" class="button" onClick={onCheck}>
          {verdict ? 'Check again' : 'Check'}
        </button>
        {onCheckAlike && (
          <button type="button" class="button" onClick={onCheckAlike}>
            Check all {alike.toLocaleString()} with this reason again
          </button>
        )}
      </div>
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)

/** Where one code serves all chains of the source, it is asked for here, once. */
function SessionCode({ sourceId, onCode }: { sourceId: string; onCode: (code: string) => void }) {
  const { reply: sources } = useCall('sources')
  const [code, setCode] = useState('')
  const source = sources?.find(({ id }) => id === sourceId)
  if (!source?.mfaSession) return null
  return (
    <form
      class="row"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        if (code.length === 6) onCode(code)
        setCode('')
      }}
    >
      <label for="session-code">MFA code for {source.name}</label>
      <input
        id="session-code"
        class="mfa-code"
        type="text"
        inputMode="numeric"
        autocomplete="off"
        maxLength={6}
        value={code}
        onInput={(event) => setCode(digitsOf(event.currentTarget.value).slice(0, 6))}
      />
      <button type="submit" class="button primary" disabled={code.length < 6}>
        Check those that were skipped
      </button>
    </form>
  )
}
