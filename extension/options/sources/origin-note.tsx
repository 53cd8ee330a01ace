// Where an imported source's keys come from outside of the browser, and what to paste here.

import type { Setting } from 'rolerelay-core'

export function OriginNote({ settings }: { settings: Setting[] }) {
  const value = (key: string) =>
    settings.find((setting) => setting.key === key || setting.key.endsWith(`.${key}`))?.value
  const program = value('credential_process')
  const portal = value('sso_start_url') ?? value('sso_session')
  const machine = value('credential_source')
  if (program) {
    return (
      <p class="origin-note">
        AWS config has these keys from a program. Run <code>{program}</code> and paste what it prints into any field
        below.
      </p>
    )
  }
  if (portal) {
    return (
      <p class="origin-note">
        AWS config has these keys from IAM Identity Center (<code>{portal}</code>). Sign in with{' '}
        <code>aws sso login</code>, then paste what <code>aws configure export-credentials</code> prints for the profile
        into any field below. The access portal shows the same keys.
      </p>
    )
  }
  if (machine) {
    return (
      <p class="origin-note">
        AWS config has these keys from the machine that the command runs on (<code>{machine}</code>), where no browser
        can read them. Paste keys that may assume the first role of its chains.
      </p>
    )
  }
  if (value('web_identity_token_file')) {
    return (
      <p class="origin-note">
        AWS config exchanges a token file for these keys, which a browser cannot read. Paste keys that may assume the
        first role of its chains.
      </p>
    )
  }
  return null
}
