// The person's settings, saved as they change.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { Settings } from '../../protocol.ts'
import { useCall } from '../../ui/controls/use-call.ts'

export interface KeptSettings {
  settings: Settings | undefined
  /** Why they could not be read or saved. */
  failure: Failure | undefined
  saved: boolean
  save: (by: Partial<Settings>) => void
}

export function useSettings(): KeptSettings {
  const { reply: settings, failure, again } = useCall('settings')
  const [unsaved, setUnsaved] = useState<Failure>()
  const [saved, setSaved] = useState(false)
  const save = (by: Partial<Settings>) => {
    setUnsaved(undefined)
    setSaved(false)
    call('saveSettings', by)
      .then(() => setSaved(true), setUnsaved)
      .then(again)
  }
  return { settings, failure: failure ?? unsaved, saved, save }
}
