// A start address that is being written. Once somebody has signed in there, its page lists what they have.

import { useEffect, useState } from 'preact/hooks'
import type { PortalCheck } from 'rolerelay-core'
import { call, requestAccess } from '../../../client.ts'
import { CodeInput } from '../../../ui/controls/code-input.tsx'
import { Field } from '../../../ui/controls/field.tsx'
import { BackIcon } from '../../../ui/controls/icons.tsx'
import { unsent } from '../../../ui/controls/unsent.ts'
import { useWork } from '../../../ui/controls/use-work.ts'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import { goTo } from '../../route.ts'
import { placeOf } from './places.ts'

export function PortalForm({ onBegun }: { onBegun: () => Promise<void> }) {
  const [startUrl, setStartUrl] = useState('')
  const [region, setRegion] = useState('')
  const [check, setCheck] = useState<PortalCheck>()
  const [tried, setTried] = useState(false)
  const work = useWork()
  useEffect(() => {
    let mine = true
    // Before the click, since browsers ask for access to hosts only straight from it.
    call('checkPortal', { startUrl, region }).then(
      (next) => mine && setCheck(next),
      () => mine && setCheck(undefined),
    )
    return () => {
      mine = false
    }
  }, [startUrl, region])
  const start = () =>
    work.during(async () => {
      if (!check?.portal) return
      const { id } = await call('beginSignIn', check.portal)
      await onBegun()
      goTo(placeOf(id))
    })
  const begin = () => {
    setTried(true)
    // Where the person says no, what is out of reach is told, with a button that asks again.
    if (check?.portal) void requestAccess(check.origins).then(start)
  }
  const at = (place: string) => (tried ? (check?.findings.filter((finding) => finding.place === place) ?? []) : [])
  return (
    <form class="editor" noValidate autocomplete="off" {...unsent(begin)}>
      <header class="editor-head">
        <a class="button quiet square editor-back" href="#/sources" aria-label="All sources">
          <BackIcon />
        </a>
        <h2>IAM Identity Center</h2>
        <div class="row">
          <button type="submit" class="button primary" disabled={work.busy}>
            Sign in
          </button>
        </div>
      </header>
      <div class="editor-body">
        {work.failure && (
          <FailurePanel
            failure={work.failure}
            title={work.failure.kind === 'permission' ? undefined : 'The sign-in did not begin'}
            onRetry={() => void start()}
          />
        )}
        <p class="muted">
          Your organisation’s access portal gives the credentials that chains start from: no access key is needed, and
          none is kept. What the sign-in gives is in the browser’s memory until it closes, you sign out or it ends.
        </p>
        <Field
          label="Start address"
          name="startUrl"
          findings={at('startUrl')}
          hint="Where you open your AWS accounts, such as example.awsapps.com/start. An address of your own works too."
        >
          {(control) => (
            <CodeInput
              {...control}
              placeholder="example.awsapps.com/start"
              value={startUrl}
              onInput={(event) => setStartUrl(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field
          label="Region"
          name="region"
          findings={at('region')}
          hint="Of your organisation’s Identity Center. The portal shows it beside each account, under “Access keys”."
        >
          {(control) => (
            <CodeInput
              {...control}
              placeholder={check?.portal?.region ?? 'us-east-1'}
              value={region}
              onInput={(event) => setRegion(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
    </form>
  )
}
