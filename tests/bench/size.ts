// How large what we ship is, with the AWS SDK's STS client, bundled for a browser, beside it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { ROOT } from '../../scripts/run.ts'
import type { Cell, Table } from './table.ts'

const DIST = join(ROOT, 'dist')
const CLIENT = `
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
globalThis.assume = (config, input) => new STSClient(config).send(new AssumeRoleCommand(input))`

export async function size(): Promise<Table[]> {
  const chrome = (...names: string[]) => names.map((name) => readFileSync(join(DIST, 'chrome', name)))
  const zip = (browser: string): Cell[] => [
    `whole package, ${browser}.zip`,
    null,
    kB(readFileSync(join(DIST, `${browser}.zip`)).length),
  ]
  return [
    {
      title: 'Sizes',
      method: [
        'kB of 1,000 bytes; gzip at its highest level, file by file. The SDK: @aws-sdk/client-sts with AssumeRole alone, bundled',
        'and minified by the esbuild that bundles our own pages.',
      ],
      columns: ['what', 'kB', 'kB compressed'],
      rows: [
        row('the core: rolerelay_bg.wasm', chrome('rolerelay_bg.wasm')),
        row('what no click needs, loaded when used: rest_bg.wasm', chrome('rest_bg.wasm')),
        row('what opens the vault: vault_bg.wasm', chrome('vault_bg.wasm')),
        row('Argon2id, for one unlocking at a time: stretch_bg.wasm', chrome('stretch_bg.wasm')),
        row('what measures a new password, loaded where one is made: strength.js', chrome('strength.js')),
        row('background.js', chrome('background.js')),
        row('the popup: popup.html, popup.js, popup.css', chrome('popup.html', 'popup.js', 'popup.css')),
        zip('chrome'),
        zip('firefox'),
        row("AWS SDK's STS client, AssumeRole only", [await sdk()]),
      ],
    },
  ]
}

function row(what: string, files: Buffer[]): Cell[] {
  const sum = (size: (file: Buffer) => number) => kB(files.reduce((total, file) => total + size(file), 0))
  return [what, sum((file) => file.length), sum((file) => gzipSync(file, { level: 9 }).length)]
}

async function sdk(): Promise<Buffer> {
  const { outputFiles } = await build({
    stdin: { contents: CLIENT, resolveDir: ROOT },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: ['chrome120', 'firefox140'],
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
  })
  return Buffer.from(outputFiles[0]?.contents ?? [])
}

const kB = (bytes: number) => bytes / 1000
