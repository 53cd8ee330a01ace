// The choices of what a chain opens with.

import type { ReadOnly } from 'rolerelay-core'

const choices: Record<ReadOnly, string> = {
  ReadOnlyAccess: 'Read-only (ReadOnlyAccess)',
  ViewOnlyAccess: 'View-only, without data (ViewOnlyAccess)',
}

export const OpensWith = () => (
  <>
    {Object.entries(choices).map(([policy, label]) => (
      <option key={policy} value={policy}>
        {label}
      </option>
    ))}
  </>
)
