// boto3 and the aws command line, unchanged from the package index, in the environment under target/ that `npm test` makes before all
// tests (scripts/setup.mjs). Their versions are those of requirements.txt.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { LocalAws } from './server.ts'

const run = promisify(execFile)
const HERE = fileURLToPath(new URL('.', import.meta.url))
const FOLDER = join(HERE, '../../target/py')
const REQUIREMENTS = join(HERE, 'requirements.txt')
const DONE = join(FOLDER, 'installed.txt')

/** Where `aws` and `python` are; or why they are not, on a machine without Python. */
export async function pythonTools(): Promise<{ bin: string } | { missing: string }> {
  const bin = join(FOLDER, 'bin')
  if (existsSync(DONE) && (await readFile(DONE, 'utf8')) === (await readFile(REQUIREMENTS, 'utf8'))) return { bin }
  return {
    missing: 'boto3 and the aws command line are not tried: `npm test` installs them where python3 has its venv module',
  }
}

export interface Ran {
  code: number
  out: string
  error: string
}

/** A home folder of its own with ~/.aws in it, and commands that run there. */
export class Home {
  private constructor(
    private readonly folder: string,
    private readonly bin: string,
  ) {}

  static async make(bin: string, key: { id: string; secret: string }, config: string): Promise<Home> {
    const folder = await mkdtemp(join(tmpdir(), 'rolerelay-home-'))
    await mkdir(join(folder, '.aws'))
    await writeFile(join(folder, '.aws/config'), config)
    const credentials = `[base]\naws_access_key_id = ${key.id}\naws_secret_access_key = ${key.secret}\n`
    await writeFile(join(folder, '.aws/credentials'), credentials)
    return new Home(folder, bin)
  }

  /** Runs a command against the local AWS: under the real host names, unless told where else. */
  async run(aws: LocalAws, command: 'aws' | 'python', args: string[], endpoint?: string): Promise<Ran> {
    const route: Record<string, string> = endpoint
      ? { AWS_ENDPOINT_URL_STS: endpoint }
      : { HTTPS_PROXY: `http://127.0.0.1:${aws.proxyPort}` }
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      AWS_CA_BUNDLE: aws.caFile,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
      ...route,
    }
    try {
      const { stdout, stderr } = await run(join(this.bin, command), args, { env })
      return { code: 0, out: stdout, error: stderr }
    } catch (failure) {
      const { code, stdout, stderr } = failure as { code: number; stdout: string; stderr: string }
      return { code, out: stdout, error: stderr }
    }
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true })
  }
}
