// Keys of a user, for a person who has to decide about one.

import type { UserKey } from '../../../protocol.ts'
import { clock } from '../../../ui/controls/time.ts'

interface TwoKeysProps {
  keys: UserKey[]
  /** The ARN of the user. */
  user: string
  /** The one that this source has. */
  current: string | undefined
}

/** IAM allows no third key. */
export function TwoKeys({ keys, user, current }: TwoKeysProps) {
  const name = user.split('/').at(-1) ?? ''
  const other = keys.find(({ id }) => id !== current)
  return (
    <section class="notice-box stack" role="alert">
      <h3>{name} has two keys already, and IAM allows no third</h3>
      <KeyTable keys={keys} current={current} />
      <p>
        Delete the one that nobody needs any more, in the IAM console under Users, {name}, Security credentials, or with
        the AWS CLI. Then rotate.
      </p>
      {other && (
        <pre class="mono">
          aws iam delete-access-key --user-name {name} --access-key-id {other.id}
        </pre>
      )}
    </section>
  )
}

interface LostKeysProps {
  keys: UserKey[]
  busy: boolean
  onDelete: () => void
}

/** AWS made a key, and its only answer with the secret never arrived. */
export function LostKeys({ keys, busy, onDelete }: LostKeysProps) {
  const one = keys.length === 1
  return (
    <section class="notice-box stack" role="alert">
      <h3>{one ? 'A key came up whose secret is not here' : 'Keys came up whose secrets are not here'}</h3>
      <p>
        AWS made {one ? 'it' : 'them'} after Rolerelay had asked for one, but the answer with the secret did not arrive
        in time to be kept. AWS tells a secret once, so {one ? 'this key is' : 'these keys are'} of no use to anybody,
        unless somebody else made {one ? 'it' : 'one'} in the same moment.
      </p>
      <KeyTable keys={keys} />
      <div class="row">
        <button type="button" class="button danger" disabled={busy} onClick={onDelete}>
          {one ? 'Delete this key' : 'Delete these keys'}
        </button>
      </div>
    </section>
  )
}

function KeyTable({ keys, current }: { keys: UserKey[]; current?: string | undefined }) {
  return (
    <div class="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Access key ID</th>
            <th scope="col">State</th>
            <th scope="col">Made</th>
            <th scope="col">Last used</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row" class="mono">
                {key.id}
                {key.id === current && <span class="muted"> (this source’s)</span>}
              </th>
              <td>{key.active ? 'Active' : 'Inactive'}</td>
              <td>{key.createdAt === undefined ? 'unknown' : clock(key.createdAt)}</td>
              <td>{lastUse(key)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function lastUse({ lastUsed }: UserKey): string {
  if (!lastUsed) return 'unknown'
  if (lastUsed.at === undefined) return 'never'
  const where = [lastUsed.service, lastUsed.region].filter(Boolean).join(' in ')
  return `${clock(lastUsed.at)}${where && ` (${where})`}`
}
