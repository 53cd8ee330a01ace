// A backup on its way in: the file, its password, what it would change, and the change.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { BackupPreview } from '../../protocol.ts'

/** In bytes. */
const MOST = 32 * 2 ** 20

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
  const [held, setHeld] = useState<Held>()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const during = async (work: () => Promise<void>) => {
    setBusy(true)
    setFailure(undefined)
    await work().catch(setFailure)
    setBusy(false)
  }
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
        await call('restoreBackup', { text: held.text, password: held.opened.password })
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
  const name = file.name || 'the pasted text'
  if (file.size > MOST) throw refused(`“${name}” is no backup of Rolerelay: those have at most 32 MB.`)
  const text = await file.text().catch(() => {
    throw refused(`“${name}” cannot be read. If it is a folder, choose the file in it.`)
  })
  return { name, text }
}

const refused = (message: string): Failure => ({ kind: 'invalid', message, evidence: {} })
