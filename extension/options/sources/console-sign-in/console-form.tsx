// A source that is being made for whoever signs in on the console's own page. Who that is, AWS says at the first sign-in.

import { useState } from 'preact/hooks'
import { call, redirectSeeing } from '../../../client.ts'
import { Field } from '../../../ui/controls/field.tsx'
import { BackIcon } from '../../../ui/controls/icons.tsx'
import { unsent } from '../../../ui/controls/unsent.ts'
import { useCall } from '../../../ui/controls/use-call.ts'
import { useWork } from '../../../ui/controls/use-work.ts'
import { FailurePanel } from '../../../ui/failures/failure-panel.tsx'
import { RegionSelect } from '../../chains/region-select.tsx'
import { goTo } from '../../route.ts'
import { Experimental } from './experimental.tsx'

export function ConsoleForm({ onMade }: { onMade: () => Promise<void> }) {
  const [name, setName] = useState('')
  const [region, setRegion] = useState<string>()
  const usual = useCall('partitions').reply?.[0]?.defaultRegion
  const work = useWork()
  const wanted = region ?? usual
  const begin = () =>
    // Where it is refused the address is pasted.
    redirectSeeing.ask().then(() =>
      work.during(async () => {
        if (!wanted) return
        const { id } = await call('addConsole', { name: name.trim() || NAME, region: wanted })
        await call('beginConsole', { id }).finally(onMade)
        goTo(`/sources/${id}`)
      }),
    )
  return (
    <form class="editor" noValidate autocomplete="off" {...unsent(() => void begin())}>
      <header class="editor-head">
        <a class="button quiet square editor-back" href="#/sources" aria-label="All sources">
          <BackIcon />
        </a>
        <h2>AWS console sign-in</h2>
        <div class="row">
          <button type="submit" class="button primary" disabled={work.busy || !wanted}>
            Sign in
          </button>
        </div>
      </header>
      <div class="editor-body">
        {work.failure && <FailurePanel failure={work.failure} title="AWS’s page was not opened" />}
        <p class="muted">
          AWS’s own sign-in page opens, and chains start from whoever signs in there: an IAM user with a password, or a
          role. No access key is needed, and none is kept. A sign-in lasts 12 hours at most.
        </p>
        <Experimental />
        <Field label="Name" optional name="name" findings={[]} hint="Your name for this source.">
          {(control) => (
            <input
              {...control}
              type="text"
              placeholder={NAME}
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label="Region" name="region" findings={[]} hint="Whose sign-in page is opened.">
          {(control) => (
            <RegionSelect
              control={control}
              partitionId={undefined}
              value={region}
              unset={(partition) => `As usual${partition ? ` (${partition.defaultRegion})` : ''}`}
              onChange={setRegion}
            />
          )}
        </Field>
      </div>
    </form>
  )
}

const NAME = 'AWS console'
