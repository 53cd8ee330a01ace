// A backup on its way in: the file, its password, what it would change, and the change.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { BackupPreview } from '../../protocol.ts'
import { useWork } from '../../ui/controls/use-work.ts'
import { readBackup, refused } from '../../ui/gate/read-backup.ts'
import { useVault } from '../../ui/gate/use-gate.ts'

export interface RestoreWork {
  /** The file's name. */
  file: string | undefined
  preview: BackupPreview | undefined
  busy: boolean
  failure: Failure | undefined
  take: (files: File[]) => Promise<void>
  look: (password: string) => Promise<void>
  restore: () => Promise<void>
  forget: () => void
}

interface Held {
  name: string
  text: string
  /** The one that opened it, with what it holds. */
  opened?: { password: string; preview: BackupPreview }
}

export function useRestore(onRestored: () => void): RestoreWork {
  const gate = useVault()
  const [held, setHeld] = useState<Held>()
  const { busy, failure, setFailure, during } = useWork()
  return {
    file: held?.name,
    preview: held?.opened?.preview,
    busy,
    failure,
    take: (files) =>
      during(async () => {
        setHeld(undefined)
        setHeld(await read(files))
      }),
    look: (password) =>
      during(async () => {
        if (!held) return
        const preview = await call('previewBackup', { text: held.text, password })
        setHeld({ ...held, opened: { password, preview } })
      }),
    restore: () =>
      during(async () => {
        if (!held?.opened) return
        gate.take(await call('restoreBackup', { text: held.text, password: held.opened.password }))
        setHeld(undefined)
        onRestored()
      }),
    forget: () => {
      setHeld(undefined)
      setFailure(undefined)
    },
  }
}

async function read([file, another]: File[]): Promise<Held> {
  if (!file || another) throw refused('A backup is one file. Choose that one.')
  return readBackup(file)
}
