import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The top of the checkout; every script works from there. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs a program to its end and gives its exit code and what it printed, which is shown line by line as it comes: after a
 * label, where others print at the same time.
 */
export async function run(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  { label = '', shown = true } = {},
) {
  const child = spawn(program, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    createInterface({ input: from }).on('line', (line) => {
      printed += `${line}\n`
      if (shown) to.write(`${label && `${label} | `}${line}\n`)
    })
  }
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve(status ?? 1))
  })
  return { code, printed }
}

/** Runs a program that has to succeed. */
export async function must(program: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const { code } = await run(program, args, env)
  if (code !== 0) throw new Error(`This failed with code ${code}: ${[program, ...args].join(' ')}`)
}
