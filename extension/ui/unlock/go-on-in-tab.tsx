import { openOptions } from '../../client.ts'
import { OpenIcon } from '../icons.tsx'

/** For the popup, which the browser closes when a file dialog or the like takes the focus. */
export function GoOnInTab({ label, place = '/chains' }: { label: string; place?: string }) {
  return (
    <button type="button" class="button" onClick={() => openOptions(place).then(() => window.close())}>
      <OpenIcon />
      {label}
    </button>
  )
}
