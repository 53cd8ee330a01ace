// What was kept before is being taken out of the browser's files. Nobody has to wait for it; who closes the browser has it done
// with the next start.

import { useEffect, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import { CheckIcon } from '../../ui/controls/icons.tsx'

/** `after` is what may have begun it: another value has it look again. */
export function Sweeping({ after }: { after: unknown }) {
  const [seen, setSeen] = useState<'nothing' | 'going on' | 'done'>('nothing')
  useEffect(() => {
    let timer = 0
    const look = () =>
      call('sweeping', null).then(
        (sweeping) => {
          setSeen((before) => (sweeping ? 'going on' : before === 'nothing' ? 'nothing' : 'done'))
          if (sweeping) timer = window.setTimeout(look, 500)
        },
        (_: Failure) => setSeen('nothing'),
      )
    void look()
    return () => window.clearTimeout(timer)
  }, [after])
  return (
    <p role="status" class="muted">
      {seen === 'going on' &&
        'What was kept before is being taken out of the browser’s files, which takes some seconds. You can go on; if the browser is closed, it is done when it starts again.'}
      {seen === 'done' && (
        <>
          <CheckIcon /> What was kept before is out of the browser’s files. Old backups, and copies of the profile that
          somebody made, still hold it: rotate your access keys if there may be any.
        </>
      )}
    </p>
  )
}
