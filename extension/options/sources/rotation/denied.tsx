// IAM does not let the user rotate its keys: the policy that would, and how it goes by hand.

import { useState } from 'preact/hooks'
import type { RotationReply } from '../../../protocol.ts'
import { copyNow } from '../../../ui/controls/copy.ts'
import { CheckIcon, CopyIcon } from '../../../ui/controls/icons.tsx'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'

type DeniedProps = Extract<RotationReply, { denied: unknown }> & {
  mfaSerial: string | undefined
  onCode: ((code: string) => void) | undefined
}

export function Denied({ denied, user, policy, mfaSerial }: DeniedProps) {
  const [copied, setCopied] = useState(false)
  const name = user.split('/').at(-1)
  return (
    <>
      <FailurePanel failure={denied} title="IAM does not let this user rotate its keys" />
      {!mfaSerial && (
        <p>
          If it is for want of an MFA code: write the user’s device under MFA below, save, and rotate again. Then a code
          is asked for.
        </p>
      )}
      <section class="stack" aria-label="The policy that permits it">
        <div class="row">
          <h3>The policy that permits it</h3>
          <button type="button" class="button" onClick={async () => setCopied(await copyNow(policy))}>
            {copied ? <CheckIcon /> : <CopyIcon />}
            {copied ? 'Copied' : 'Copy policy'}
          </button>
        </div>
        <p>
          Whoever manages IAM in this account can attach it to <span class="mono">{user}</span> or to a group of it.
        </p>
        <pre class="mono policy">{policy}</pre>
      </section>
      <details>
        <summary>Rotate the keys by hand</summary>
        <ol class="by-hand">
          <li>In the IAM console open Users, {name}, Security credentials, and create an access key.</li>
          <li>Paste it into the fields for new keys below, and save this source.</li>
          <li>Open a chain that starts from this source, to see that the new key works.</li>
          <li>Back in the IAM console make the old key inactive. If nothing else breaks in a few days, delete it.</li>
        </ol>
      </details>
    </>
  )
}
