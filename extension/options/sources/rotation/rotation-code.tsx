// A policy of the user demands MFA for this: the code of its device, six digits.

import { useId, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { CodeInput } from '../../../ui/controls/code-input.tsx'
import { digitsOf } from '../../../ui/controls/digits.ts'

export function RotationCode({ failure, onCode }: { failure: Failure; onCode: (code: string) => void }) {
  const id = useId()
  const [code, setCode] = useState('')
  const whole = /^\d{6}$/.test(code)
  const send = () => whole && onCode(code)
  return (
    <section class="notice-box stack" role="alert">
      <p>{failure.message}</p>
      <div class="row">
        <label for={`${id}-code`}>MFA code</label>
        <span class="rotation-code">
          <CodeInput
            id={`${id}-code`}
            inputMode="numeric"
            maxLength={6}
            value={code}
            onInput={(event) => setCode(digitsOf(event.currentTarget.value))}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              // The source's form is around it.
              event.preventDefault()
              send()
            }}
          />
        </span>
        <button type="button" class="button primary" disabled={!whole} onClick={send}>
          Go on
        </button>
      </div>
    </section>
  )
}
