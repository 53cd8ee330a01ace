// Takes in chains and sources from files: a preview that changes nothing, then all of it in one write, or nothing.

import type { Chain, ImportFile, Source } from 'rolerelay-core'
import type { ImportDone, ImportPreview } from '../protocol.ts'
import { saveChains } from './chains.ts'
import { withCore } from './core.ts'
import { failure } from './failure.ts'
import { read, readChains } from './storage.ts'

export async function previewImport(files: ImportFile[]): Promise<ImportPreview> {
  const { credentials: _, ...preview } = await plan(files)
  return preview
}

export async function applyImport(files: ImportFile[], leaveOut: string[]): Promise<ImportDone> {
  const { chains, notes } = await plan(files)
  const wrong = notes.find(({ severity }) => severity === 'error')
  if (wrong) throw failure('invalid', `Nothing was imported. ${wrong.message}`)
  const taken = chains.filter(({ chain }) => !leaveOut.includes(chain.id))
  await saveChains(taken.map(({ chain }) => chain))
  return { added: taken.map(({ chain }) => chain.id), changed: [], sourcesAdded: [], sourcesChanged: [] }
}

export async function undoImport({ changed }: ImportDone): Promise<void> {
  await saveChains(changed)
}

async function plan(files: ImportFile[]) {
  const [chains, { sources = [] }]: [Chain[], { sources?: Source[] }] = await Promise.all([
    readChains(),
    read('sources'),
  ])
  return withCore((core) => core.planImport(files, { chains, sources }))
}
