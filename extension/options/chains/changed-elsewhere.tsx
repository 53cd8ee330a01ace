// A chain that another window, or an import, changed after it was opened here: nothing of either is lost without a word.

import { useEffect, useRef } from 'preact/hooks'
import { ErrorIcon } from '../../ui/controls/icons.tsx'

interface ChangedElsewhereProps {
  /** As it is called by now. */
  name: string
  /** Shows it as it is now, and drops what was written here. */
  onShow: () => void
  /** Saves what was written here in its place. */
  onSave: () => void
}

export function ChangedElsewhere({ name, onShow, onSave }: ChangedElsewhereProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section class="failure" role="alert">
      <h2 ref={heading} tabIndex={-1}>
        <ErrorIcon />
        Changed elsewhere meanwhile
      </h2>
      <p>
        “{name}” was changed in another window, or by an import, after you opened it here. Nothing of yours was saved.
      </p>
      <div class="row">
        <button type="button" class="button" onClick={onShow}>
          Show it as it is now
        </button>
        <button type="button" class="button" onClick={onSave}>
          Save mine in its place
        </button>
      </div>
    </section>
  )
}
