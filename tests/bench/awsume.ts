// awsume with its console plugin, unchanged from the package index: the peer that walks a chain of a config and signs in by federation.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../scripts/run.ts'
import { aliceKey, type SampleHop } from '../aws/sample.ts'
import type { LocalAws } from '../aws/server.ts'

const PACKAGES = ['awsume==4.5.4', 'awsume-console-plugin==1.2.4']
const FOLDER = join(ROOT, 'target', 'bench', 'awsume')
const DONE = join(FOLDER, 'installed')
/** Written by the command that awsume is told to open the console with. */
const ADDRESS = 'address'

export class Awsume {
  static readonly title = PACKAGES[0]?.replace('==', ' ') ?? ''
  private readonly home = mkdtempSync(join(tmpdir(), 'rolerelay-awsume-'))

  /** Of a machine with Python; said, since the first time installs it. */
  static of(aws: LocalAws, hops: SampleHop[]): Awsume | undefined {
    if (spawnSync('python3', ['-c', 'import venv, ensurepip']).status !== 0) return undefined
    if (!existsSync(DONE)) {
      console.log(`Installing ${PACKAGES.join(' and ')} into target/bench, to be measured beside`)
      rmSync(FOLDER, { recursive: true, force: true })
      const pip = [
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '--constraint',
        'tests/aws/requirements.txt',
        ...PACKAGES,
      ]
      const made = [
        spawnSync('python3', ['-m', 'venv', FOLDER]),
        spawnSync(join(FOLDER, 'bin', 'pip'), pip, { cwd: ROOT }),
      ]
      if (made.some(({ status }) => status !== 0)) throw new Error(`awsume cannot be installed: ${made[1]?.stderr}`)
      writeFileSync(DONE, '')
    }
    return new Awsume(aws, hops)
  }

  private constructor(
    private readonly aws: LocalAws,
    private readonly hops: SampleHop[],
  ) {
    const { id, secret } = aliceKey(aws.world)
    const profiles = hops.map(({ roleArn }, at) =>
      [
        `[profile hop${at}]`,
        `role_arn = ${roleArn}`,
        `source_profile = ${at === 0 ? 'base' : `hop${at - 1}`}`,
        'region = us-east-1',
        '',
      ].join('\n'),
    )
    const address = join(this.home, ADDRESS)
    const command = `printf %s "{url}" > ${address}.part && mv ${address}.part ${address}`
    const files = {
      '.aws/credentials': `[base]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
      '.aws/config': profiles.join('\n'),
      '.awsume/config.yaml': `console:\n  browser_command: '${command}'\n`,
    }
    for (const folder of ['.aws', '.awsume']) mkdirSync(join(this.home, folder))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.home, name), text)
  }

  /** Milliseconds from the command until the sign-in address is handed to the browser's command, and what AWS was asked meanwhile. */
  async open(): Promise<{ ready: number; requests: number }> {
    const before = this.aws.requests().length
    const from = performance.now()
    const handed = new Promise<number>((resolve) => {
      const watcher = watch(this.home, (_, name) => {
        if (name !== ADDRESS) return
        watcher.close()
        resolve(performance.now())
      })
    })
    const program = spawn(join(FOLDER, 'bin', 'awsumepy'), ['-c', `hop${this.hops.length - 1}`], {
      env: this.environment(),
    })
    let said = ''
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (part) => (said += part))
    const [code] = (await once(program, 'close')) as [number]
    if (code !== 0) throw new Error(`awsume failed: ${said}`)
    const ready = await handed
    return { ready: ready - from, requests: this.aws.requests().length - before }
  }

  close(): void {
    rmSync(this.home, { recursive: true, force: true })
  }

  private environment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: this.home,
      HTTPS_PROXY: `http://127.0.0.1:${this.aws.proxyPort}`,
      AWS_CA_BUNDLE: this.aws.caFile,
      SSL_CERT_FILE: this.aws.caFile,
      AWS_EC2_METADATA_DISABLED: 'true',
    }
  }
}
