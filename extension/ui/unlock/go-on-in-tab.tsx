import { openOptions } from '../../client.ts'
import { OpenIcon } from '../controls/icons.tsx'

/** For the popup, which the browser closes when a file dialog or the like takes the focus. */
export function GoOnInTab({ label }: { label: string }) {
  return (
    <button type="button" class="button" onClick={() => openOptions('/chains').then(() => window.close())}>
      <OpenIcon />
      {label}
    </button>
  )
}
