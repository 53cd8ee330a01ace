// What the process that runs the extension spends, as Linux counts it. Elsewhere there are no figures.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Driven } from '../browser/browsers.ts'
import { privileged } from '../browser/firefox.ts'

export interface Process {
  /** Milliseconds on a processor so far, all threads; in steps of 10. */
  cpu(): number
  /** MB of memory in use. */
  memory(): number
  /** The most MB in use since the last call, or since it began. */
  peak(): number
}

/** The process that the extension's background and pages share. */
export function processOf(driven: Driven): Process {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((id) => isOf(driven, id))
  if (!found) throw new Error('no process runs the extension')
  const file = (name: string) => join('/proc', found, name)
  const megabytes = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file('status'), 'utf8'))?.[1]) / 1000
  return {
    cpu: () => {
      const [user, system] = afterName(readFileSync(file('stat'), 'utf8'))
        .slice(11, 13)
        .map(Number)
      return ((user ?? Number.NaN) + (system ?? Number.NaN)) * 10
    },
    memory: () => megabytes('VmRSS'),
    peak() {
      const most = megabytes('VmHWM')
      writeFileSync(file('clear_refs'), '5') // the mark goes back to what is in use now
      return most
    },
  }
}

/** Has the extension's process give back what it no longer needs. */
export async function collectGarbage(driven: Driven): Promise<void> {
  if (driven.kind === 'firefox') {
    await privileged(driven.browser, `Services.obs.notifyObservers(null, 'child-mmu-request')`)
    return
  }
  for (const target of driven.browser.targets()) {
    if (!target.url().startsWith(driven.base)) continue
    const session = await target.createCDPSession()
    await session.send('HeapProfiler.collectGarbage')
    await session.detach()
  }
}

function isOf(driven: Driven, id: string): boolean {
  try {
    const is =
      driven.kind === 'firefox'
        ? readFileSync(join('/proc', id, 'comm'), 'utf8').startsWith('WebExtensions')
        : readFileSync(join('/proc', id, 'cmdline'), 'utf8').includes('--extension-process')
    return is && ancestors(id).includes(String(driven.browser.process()?.pid))
  } catch {
    return false // it ended meanwhile
  }
}

function ancestors(id: string): string[] {
  const parent = afterName(readFileSync(join('/proc', id, 'stat'), 'utf8'))[1] ?? '0'
  return parent === '0' ? [] : [parent, ...ancestors(parent)]
}

/** The fields of `stat` from the third on: the second, the name, may hold blanks. */
const afterName = (stat: string): string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ')
