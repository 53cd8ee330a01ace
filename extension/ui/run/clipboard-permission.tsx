// Whether the clipboard is looked at before it is cleared.

import { clipboardReading } from '../../client.ts'
import { PermissionChoice } from '../controls/permission-choice.tsx'

export function ClipboardPermission() {
  return (
    <PermissionChoice id="read-clipboard" label="Leave alone what I copied meanwhile" permission={clipboardReading}>
      <p>
        For this Rolerelay has to look at the clipboard, once, when the time is over. Your browser asks you to allow
        that. Without it the clipboard is cleared whatever is on it by then.
      </p>
    </PermissionChoice>
  )
}
