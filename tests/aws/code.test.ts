// Chains written as code, run in the real shells, Python and Node against the local AWS: each ends as the chain's last role and sends what
// the chain says; and whatever stands in a record, nothing of it is run.

import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Chain, ExportForm, ExportSource, Hop } from 'rolerelay-core'
import { rest } from '../boundary/core.ts'
import { pythonTools } from './python.ts'
import { accounts, aliceKey, attested, mfaHub, mfaSeed, otherPartitions, sampleWorld, threeHops } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'
import { totp, windowOf } from './totp.ts'
import { keyOf } from './world.ts'

const run = promisify(execFile)
const tools = await pythonTools()
if ('missing' in tools) console.warn(`SKIPPED: ${tools.missing}`)
const bin = 'bin' in tools ? tools.bin : ''
const shells = ['bash', 'dash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0)
/** Python without boto3 will do where nothing is asked. */
const python = bin ? join(bin, 'python') : 'python3'

const FORMS = ['shell', 'python', 'javascript'] satisfies ExportForm[]
const SOURCES: ExportSource[] = [{ source: { id: 'base', name: 'Base' } }]
const record = (id: string, hops: Hop[], more: Partial<Chain> = {}): Chain => ({
  ...{ id: id.replaceAll(' ', '-'), name: id, sourceId: 'base', hops, tags: [] },
  ...more,
})
const written = (chains: Chain[], form: ExportForm, ids = chains.map(({ id }) => id)) =>
  rest.exportChains(ids, chains, SOURCES, form, { forAll: false, into: { kind: 'session-name' } })

/** Within the project, so that Node finds the SDK. */
async function folderOf(chains: Chain[]): Promise<string> {
  const folder = await mkdtemp(fileURLToPath(new URL('../../target/code-', import.meta.url)))
  for (const form of FORMS) {
    const { text, fileName } = written(chains, form)
    await writeFile(join(folder, fileName), text)
  }
  return folder
}

const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
const arnOf = (account: string, session: string, partition = 'aws') =>
  `arn:${partition}:sts::${account}:assumed-role/${session}`
const [firstHop, secondHop, lastHop] = threeHops as [Hop, Hop, Hop]
const CHAINS: Chain[] = [
  record('hub', [firstHop], { sessionName: '{chain}-{hop}', region: 'eu-west-1' }),
  record('on the hub', [secondHop, { ...lastHop, durationSeconds: 900, policy: POLICY }], {
    ...{ parentId: 'hub', sourceId: '', name: `It's "on" $(the) \`hub\` \\ %s !x`, sessionName: '{role}' },
  }),
  record('attested', attested as Hop[]),
  record('read-only', [firstHop], { readOnly: 'ReadOnlyAccess' }),
  record('by mfa', [mfaHub]),
  ...otherPartitions.map(({ partition, hops }) => record(partition, hops)),
]
const END: Record<string, string> = {
  hub: arnOf(accounts.hub, 'RelayHub/hub-1'),
  [CHAINS[1]?.name ?? '']: arnOf(accounts.prod, 'ProductionAdmin/ProductionAdmin'),
  attested: arnOf(accounts.prod, 'AttestedProd/rolerelay'),
  'read-only': arnOf(accounts.hub, 'RelayHub/rolerelay'),
}

describe('chains as code walk', { skip: 'missing' in tools && tools.missing }, () => {
  let aws: LocalAws
  let folder: string
  before(async () => {
    aws = await startAws(sampleWorld())
    folder = await folderOf(CHAINS)
  })
  after(async () => {
    await rm(folder, { recursive: true, force: true })
    await aws.close()
  })

  const started = (command: string, args: string[], key = aliceKey(aws.world), input = '') => {
    const env = {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: folder,
      AWS_ACCESS_KEY_ID: key.id,
      AWS_SECRET_ACCESS_KEY: key.secret,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
      AWS_CA_BUNDLE: aws.caFile,
      HTTPS_PROXY: `http://127.0.0.1:${aws.proxyPort}`,
      NODE_EXTRA_CA_CERTS: aws.caFile,
      ...(command === process.execPath && { AWS_ENDPOINT_URL_STS: `https://localhost:${aws.port}` }),
    }
    const ran = run(command, args, { cwd: folder, env })
    ran.child.stdin?.end(input)
    return ran.then(({ stdout }) => stdout.trim())
  }
  const ASK = ['aws', 'sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text']
  const inNode = (name: string, code = '', region = 'us-east-1') => [
    '--input-type=module',
    '-e',
    `import { credentialsOf } from ${JSON.stringify(`file://${folder}/walk.mjs`)}
     import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
     const credentials = credentialsOf(${JSON.stringify(name)}, async () => ${JSON.stringify(code)})
     const { Arn } = await new STSClient({ region: '${region}', credentials }).send(new GetCallerIdentityCommand())
     console.log(Arn)`,
  ]
  type Way = (name: string, region?: string) => Promise<string>
  const key = (name: string) => {
    const place = otherPartitions.find(({ partition }) => partition === name)
    return place ? keyOf(aws.world, place.account, 'operator') : aliceKey(aws.world)
  }
  // The aws command line takes long to start, so shells walk what is hardest to quote. What is sent is the same text for all.
  const WAYS: [string, Way][] = [
    ...shells.map((shell): [string, Way] => [shell, (name) => started(shell, ['walk.sh', name, ...ASK], key(name))]),
    ...shells.map((shell): [string, Way] => [
      `${shell}’s eval`,
      (name) => started(shell, ['-euc', `eval "$(${shell} walk.sh "$0")"; "$@"`, name, ...ASK], key(name)),
    ]),
    ['boto3', (name) => started('python', ['walk.py', name], key(name))],
    ['AWS’s SDK for JavaScript', (name, region) => started(process.execPath, inNode(name, '', region), key(name))],
  ]
  for (const [way, walk] of WAYS) {
    test(`${way}: as the last role, with all that the hops say`, async () => {
      for (const [name, end] of /sh/.test(way) ? Object.entries(END).slice(1, 2) : Object.entries(END)) {
        const known = new Set(aws.state.sessions.keys())
        assert.equal(await walk(name), end)
        const session = [...aws.state.sessions].filter(([id]) => !known.has(id)).at(-1)?.[1]
        assert.equal(session?.policies?.length ?? 0, /^read-only$|^It's/.test(name) ? 1 : 0, name)
        assert.deepEqual(session?.tags, name === 'attested' ? { team: 'payments' } : {}, name)
        assert.equal(session?.sourceIdentity, name === 'attested' ? 'alice' : undefined, name)
      }
    })
    if (!/dash|eval/.test(way))
      test(`${way}: in each partition`, async () => {
        for (const { partition, account, region } of way === 'bash' ? otherPartitions.slice(1, 2) : otherPartitions) {
          assert.equal(await walk(partition, region), arnOf(account, 'Operations/rolerelay', partition))
        }
      })
  }

  test('each asks for the code of an MFA device, and sends it', async () => {
    const dana = keyOf(aws.world, accounts.hub, 'dana')
    const code = () => {
      // AWS takes each code once. At its window's beginning it lasts longest, however slowly its taker starts.
      aws.clock.set((windowOf(aws.clock.now()) + 1) * 30_000)
      return totp(mfaSeed, aws.clock.now())
    }
    const end = arnOf(accounts.hub, 'MfaHub/rolerelay')
    for (const shell of shells) {
      assert.equal(await started(shell, ['walk.sh', 'by mfa', ...ASK], dana, `${code()}\n`), end)
    }
    assert.match(
      await started('python', ['walk.py', 'by mfa'], dana, `${code()}\n`),
      /: arn:aws:sts:.*MfaHub\/rolerelay$/,
    )
    assert.equal(await started(process.execPath, inNode('by mfa', code()), dana), end)
  })

  test('hops are asked for in their regions, and commands work in the chain’s', async () => {
    aws.clearJournal()
    const [shell = 'sh'] = shells
    assert.equal(
      await started(shell, ['walk.sh', 'hub', 'sh', '-c', 'echo $AWS_REGION $AWS_DEFAULT_REGION']),
      'eu-west-1 eu-west-1',
    )
    assert.deepEqual(
      aws.requests().map(({ host, action }) => [host, action]),
      [['sts.eu-west-1.amazonaws.com', 'AssumeRole']],
    )
  })

  test('a command works with the last role’s credentials, whichever profile the shell was set to', async () => {
    await mkdir(join(folder, '.aws'), { recursive: true })
    await writeFile(join(folder, '.aws', 'config'), '[profile base]\nregion = us-east-1\n')
    const left = ['sh', '-c', 'echo "[$AWS_PROFILE] [$AWS_DEFAULT_PROFILE]"']
    for (const shell of shells)
      assert.equal(await started('env', ['AWS_PROFILE=base', shell, 'walk.sh', 'hub', ...left]), '[] []', shell)
  })

  test('where AWS refuses, nothing is run', async () => {
    const [shell = 'sh'] = shells
    const stranger = { ...aliceKey(aws.world), id: 'AKIAQAAAAAAAGMKEM7X5' }
    await assert.rejects(started(shell, ['walk.sh', 'hub', 'echo', 'went on'], stranger), ({ stdout, stderr }) => {
      assert.equal(stdout, '')
      return /InvalidClientTokenId/.test(stderr)
    })
  })
})

/** What a shell, Python or JavaScript could take for its own. `ran` is what would be made if it did. */
const HOSTILE = [
  "'; touch ran; '",
  '"; touch ran; "',
  "';touch ran;#",
  '$(touch ran)',
  '`touch ran`',
  `$\{x:-$(touch ran)}`,
  "''' + str(open('ran', 'w')) + '''",
  '""" + str(open("ran", "w")) + """',
  `$\{require('fs').writeFileSync('ran', '')}`,
  "*/ require('fs').writeFileSync('ran', '') /*",
  '\ntouch ran\n',
  '\r\nimport os; os.system("touch ran")\r\n',
  "\u2028require('fs').writeFileSync('ran', '')",
  'END\ntouch ran\n',
  '*) touch ran ;;',
  '@CHAINS@',
  ' @NAMES@',
  '@NOTES@',
  '__proto__',
  'constructor',
  '\\',
  "\\'",
  '\\u0027',
  '%s%n',
  '!!',
  '-n',
  '*',
  '\u202e\u2066',
  '\0',
  'ü 😀 ',
]
/** Every text once as each part of a record that takes any. */
const hostileChains = () =>
  HOSTILE.map((text, at) => {
    const next = HOSTILE[(at + 7) % HOSTILE.length] as string
    const hop = {
      ...lastHop,
      policy: JSON.stringify({ Statement: [], Id: text.replace(/[^\0-\xff]/g, '') }),
      externalId: 'id:/=',
    }
    return record(`c${at}`, [firstHop, hop], {
      name: `${text}${at % 2 ? next : ''}`,
      guard: '$(touch ran)',
      ...(at % 3 === 0 && { sessionName: '{user}' }),
    })
  })

describe('whatever a chain is called and says, nothing of it is run', () => {
  let folder: string
  const chains = hostileChains()
  const { text, notes } = written(chains, 'python')
  const table = JSON.parse(tableOf(text)) as Walk[]
  const names = table.map(({ name }) => name)
  /** Those in whose names no character is hidden. No other chain can be. */
  const plain = chains.filter(({ name }) => !/[\p{C}\u2028]/u.test(name)).length
  before(async () => {
    folder = await folderOf(chains)
    // What the shell hands on to the command, one argument behind another, in the place of the aws command line.
    const recorder = `#!/bin/sh\nprintf '%s\\0' "$@" >>asked\nprintf 'A\\tB\\tC\\n'\n`
    await writeFile(join(folder, 'aws'), recorder)
    await chmod(join(folder, 'aws'), 0o755)
  })
  after(() => rm(folder, { recursive: true, force: true }))
  const env = () => ({
    PATH: `${folder}:${process.env.PATH}`,
    HOME: folder,
    PYTHONPATH: folder,
    PYTHONDONTWRITEBYTECODE: '1',
  })
  const nothingRan = async () => {
    const files = (await readdir(folder)).filter((name) => !/^walk\.|^aws$|^asked$|^boto3\.py$/.test(name))
    assert.deepEqual(files, [])
  }

  test('all are written, each by a name of its own, but for those that no chain may have, which are told of', () => {
    const left = notes.filter(({ message }) => message.endsWith('It was left out.'))
    assert.deepEqual([names.length, left.length], [plain, HOSTILE.length - plain])
    assert.equal(new Set(names).size, plain)
  })

  for (const shell of ['bash', 'dash', 'zsh'].filter((it) => spawnSync(it, ['-c', ':']).status === 0)) {
    test(`in ${shell}`, async () => {
      for (const { name, hops } of table) {
        await rm(join(folder, 'asked'), { force: true })
        const { stdout } = await run(shell, ['walk.sh', name], { cwd: folder, env: env() })
        assert.match(stdout, /^unset .*\nexport AWS_ACCESS_KEY_ID='A'\nexport AWS_SECRET_ACCESS_KEY='B'\n/)
        const said = (await readFile(join(folder, 'asked'), 'utf8')).split('\0')
        const parameters = said.flatMap((word, at) =>
          word === '--cli-input-json' ? [JSON.parse(said[at + 1] ?? '')] : [],
        )
        assert.deepEqual(
          parameters,
          hops.map((hop) => hop.parameters),
        )
      }
      await assert.rejects(run(shell, ['walk.sh', 'nowhere'], { cwd: folder, env: env() }), ({ code, stderr }) => {
        for (const name of names) assert.ok(stderr.includes(`  ${name}\n`), name)
        return code === 2
      })
      await nothingRan()
    })
  }

  test('in Python, which reads what Node does', async () => {
    // Its table alone is read here, so any boto3 will do.
    if (!bin) await writeFile(join(folder, 'boto3.py'), '')
    const { stdout } = await run(python, ['-c', 'import json, walk; print(json.dumps(walk.CHAINS))'], {
      ...{ cwd: folder, env: env() },
    })
    const code = `const { chains } = await import(${JSON.stringify(`file://${folder}/walk.mjs`)}); console.log(JSON.stringify(chains))`
    const inNode = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: folder })
    assert.deepEqual(JSON.parse(stdout), table)
    assert.deepEqual(JSON.parse(inNode.stdout), table)
    await nothingRan()
  })
})

interface Walk {
  name: string
  hops: { parameters: Record<string, unknown> }[]
}

/** The table in a module. Nothing behind it begins a line with a bracket. */
function tableOf(module: string): string {
  const [, table = ''] = /^CHAINS = (\[[\s\S]*?^\])/m.exec(module) ?? []
  return table
}

test('what code cannot say stands in it, and on the page', () => {
  const own = { ...firstHop, policy: '{"Statement":[]}' }
  const chains = [
    record('held', [own], { readOnly: 'ReadOnlyAccess' }),
    record('named', [firstHop], { sessionName: '{user}' }),
    record('asks', [firstHop], { guard: 'PRODUCTION', asksReason: true }),
    record('wrong', [{ roleArn: 'arn:aws:iam::1:role/x' }]),
  ]
  for (const form of FORMS) {
    const { text, notes } = written(chains, form)
    const said = notes.map(({ profile, message }) => `${profile}: ${message}`)
    const parts = [
      'held: It opens read-only and has a session policy of its own',
      'named: {user} of hop 1 is to be filled in',
      'asks: Rolerelay asks before it opens (PRODUCTION)',
      'asks: Rolerelay asks for a ticket or a reason',
      'wrong: Hop 1: ',
    ]
    assert.equal(said.length, parts.length)
    for (const [at, part] of parts.entries()) assert.ok(said[at]?.startsWith(part), said[at])
    for (const sentence of said)
      assert.ok(text.includes(`${form === 'javascript' ? '//' : '#'} ${sentence}\n`), sentence)
    assert.ok(text.includes('{user}') && !text.includes('"held"') && !text.includes("'held'"), text)
  }
})
