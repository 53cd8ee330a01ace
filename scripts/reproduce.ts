// npm run reproduce: what is committed, built twice, in two folders of different names, has to give the same bytes. By hand: it
// compiles everything twice.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { must, ROOT } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'rolerelay-twice-'))
try {
  const [one, other] = [await built('one'), await built('another-by-name')]
  const differing = [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name))
  for (const name of differing) console.log(`differs: ${name}`)
  console.log(differing.length === 0 ? `The same bytes twice: ${one.size} files` : `${differing.length} files differ`)
  process.exitCode = differing.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Each file of both packages, and the packages themselves, by name. */
async function built(name: string): Promise<Map<string, string>> {
  const at = join(folder, name)
  await must('git', ['clone', '--quiet', '--local', ROOT, at])
  // A program of that version is the same wherever it lies; to compile it anew takes minutes.
  mkdirSync(join(at, 'target'))
  cpSync(join(ROOT, 'target/tools'), join(at, 'target/tools'), { recursive: true })
  await must('npm', ['run', 'build', '--prefix', at])
  return new Map(
    ['chrome.zip', 'firefox.zip'].flatMap((zip) => {
      const bytes = readFileSync(join(at, 'dist', zip))
      const files = Object.entries(unzipSync(bytes)).map(([file, text]) => [`${zip}/${file}`, base64(text)] as const)
      return [[zip, base64(bytes)] as const, ...files]
    }),
  )
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
