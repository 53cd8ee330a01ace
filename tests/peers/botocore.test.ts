// The same AWS config, resolved by botocore and by Rolerelay: the same roles in the same order, asked for with the same
// parameters, by the same keys. Where the two differ by intent is a table below; each line of it is seen at least once.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Chain, Hop, ImportPlan } from 'rolerelay-core'
import { pythonTools } from '../aws/python.ts'
import { core, rest } from '../boundary/core.ts'
import { type AwsFiles, randomFiles } from './configs.ts'

const COUNT = Number(process.env.PEERS_COUNT ?? 300)
const SEED = Number(process.env.PEERS_SEED ?? 3)

interface Walk {
  hops: Parameters[]
  /** An access key id, `from` and what gets the keys, or `to be filled in`. */
  base: string
}

interface Parameters {
  RoleArn: string
  RoleSessionName?: string
  ExternalId?: string
  DurationSeconds?: number
  SerialNumber?: string
}

interface Refused {
  error: string
  message: string
}

/** What one tool makes of a profile; none where it has no role or is left out. */
type Outcome = Walk | Refused | undefined

/** Where Rolerelay differs by intent: what botocore's outcome becomes, if the reason is there. */
const BY_INTENT: Record<string, (theirs: Outcome, ours: Outcome) => Outcome> = {
  'a code of an MFA device is not sent where a role calls, since AWS takes it from a user only': (theirs, ours) =>
    isWalk(theirs) && isWalk(ours)
      ? { ...theirs, hops: theirs.hops.map((hop, at) => (at === 0 ? hop : without(hop, 'SerialNumber'))) }
      : theirs,
  'an empty external ID is none, since AWS refuses an empty one': (theirs, ours) =>
    isWalk(theirs) && isWalk(ours)
      ? { ...theirs, hops: theirs.hops.map((hop) => (hop.ExternalId === '' ? without(hop, 'ExternalId') : hop)) }
      : theirs,
  'more than 16 roles are a mistake': (theirs, ours) =>
    isWalk(theirs) && theirs.hops.length > 16 && !ours ? undefined : theirs,
  'a source that the files do not have is to be filled in, since people paste one of the two files': (theirs, ours) =>
    isRefused(theirs) && /does not exist|must have credentials/.test(theirs.message) && toFillIn(ours) ? ours : theirs,
  'half of an access key is none: there may be another way, or it is to be filled in': (theirs, ours) =>
    isRefused(theirs) && theirs.error === 'PartialCredentialsError' && isWalk(ours) && !HAS_KEYS.test(ours.base)
      ? ours
      : theirs,
  'keys end a line, even one that comes back to them': (theirs, ours) =>
    isRefused(theirs) && theirs.error === 'InfiniteLoopConfigError' && isWalk(ours) && !ours.base.startsWith('from ')
      ? ours
      : theirs,
  'keys that the files hold go before what would fetch some, which a browser cannot ask': (theirs, ours) =>
    isWalk(theirs) && theirs.base.startsWith('from ') && isWalk(ours) && HAS_KEYS.test(ours.base)
      ? { ...theirs, base: ours.base }
      : theirs,
}

/** Lines that botocore reads otherwise. Rolerelay follows the other AWS SDKs, and says so. */
const GRAMMAR: [why: string, config: string, theirs: string, says: RegExp][] = [
  ['a comment behind a value', role('external_id = given # by them'), 'given # by them', /is a comment/],
  [
    'a section that stands twice',
    role('external_id = given\n[profile a]\noutput = json'),
    'ConfigParseError',
    /refuse the/,
  ],
  ['a key that stands twice', role('external_id = other\nexternal_id = given'), 'ConfigParseError', /refuse the/],
  ['a byte order mark', `\ufeff${role('external_id = given')}`, 'ConfigParseError', /byte order mark/],
  ['a space behind a bracket', role('external_id = given').replace('[profile a', '[ profile a'), 'nothing', /not seen/],
  ['an indented section', `  ${role('external_id = given')}`, 'given', /section’s line begins with a space/],
  [
    'a name in quotation marks',
    role('external_id = given').replace('[profile a]', '[profile "a"]'),
    'given',
    /read without them/,
  ],
  [
    'text behind a section',
    role('external_id = given').replace('a]', 'a] text'),
    'given',
    /text behind it is left out/,
  ],
  ['capitals', `[DEFAULT]\nexternal_id = other\n${role('external_id = given')}`, 'given', /of every profile/],
]

function role(line: string): string {
  return `[profile a]\nrole_arn = arn:aws:iam::123456789012:role/A\ncredential_source = Environment\n${line}\n`
}

const tools = await pythonTools()
if ('missing' in tools) console.warn(`SKIPPED: ${tools.missing}`)

describe('botocore', { skip: 'missing' in tools && tools.missing }, () => {
  const files = [...randomFiles(SEED, COUNT)]
  let answers: (Record<string, Outcome> | Refused)[]

  before(async () => {
    if ('missing' in tools) throw new Error(tools.missing)
    const grammar = GRAMMAR.map(([, config]) => ({ config, credentials: '' }))
    answers = await botocore(tools.bin, [...files, ...grammar])
  })

  test(`walks what Rolerelay walks, in ${COUNT} configurations from the seed ${SEED}`, () => {
    const seen = new Set<string>()
    let walks = 0
    for (const [at, each] of files.entries()) {
      const theirs = answers[at] as Record<string, Outcome>
      const plan = planned(each)
      const names = new Set([...Object.keys(theirs), ...plan.chains.map(({ chain }) => chain.name)])
      for (const name of names) {
        const ours = walkOf(plan, name)
        let wanted: Outcome = theirs[name]
        for (const [why, adjusted] of Object.entries(BY_INTENT)) {
          const before = JSON.stringify(wanted)
          wanted = adjusted(wanted, ours)
          if (JSON.stringify(wanted) !== before) seen.add(why)
        }
        if (isRefused(wanted)) wanted = undefined
        assert.deepEqual(
          ours,
          wanted,
          `profile ${name} of configuration ${at}:\n${each.config}\n--\n${each.credentials}`,
        )
        if (ours) walks++
      }
    }
    assert.deepEqual([...seen].sort(), Object.keys(BY_INTENT).sort(), 'every difference is seen, or is none')
    assert.ok(walks > COUNT, `${walks} walks were compared`)
  })

  for (const [at, [why, config, theirs, says]] of GRAMMAR.entries()) {
    test(`reads otherwise: ${why}`, () => {
      const answer = answers[files.length + at] as Record<string, Walk> & Refused
      assert.equal(answer.error ?? answer.a?.hops[0]?.ExternalId ?? 'nothing', theirs)
      const plan = planned({ config, credentials: '' })
      assert.equal((walkOf(plan, 'a') as Walk).hops[0]?.ExternalId, 'given')
      assert.match(plan.notes.map(({ message }) => message).join('\n'), says)
    })
  }
})

function planned({ config, credentials }: AwsFiles): ImportPlan {
  const files = [
    { name: 'config', text: config },
    { name: 'credentials', text: credentials },
  ]
  return rest.planImport(files, { chains: [], sources: [] }, '', [])
}

/** What Rolerelay would walk for a profile. */
function walkOf(plan: ImportPlan, profile: string): Outcome {
  const records = plan.chains.map(({ chain }) => chain)
  const chain = records.find(({ name }) => name === profile)
  if (!chain) return undefined
  const whole: Chain = core.resolve(chain, records)
  const base = baseOf(plan, whole.sourceId)
  if (whole.hops.length === 0) {
    // What botocore is asked here is who assumes roles.
    assert.match(base, /^from (?:sso|assume-role-with-web-identity)$/, 'without a role it opens as whoever signs in')
    return undefined
  }
  return { hops: whole.hops.map(parameters), base }
}

function parameters({ roleArn, sessionName, externalId, durationSeconds, mfaSerial }: Hop): Parameters {
  return {
    RoleArn: roleArn,
    ...(sessionName && { RoleSessionName: sessionName }),
    ...(externalId && { ExternalId: externalId }),
    ...(durationSeconds && { DurationSeconds: durationSeconds }),
    ...(mfaSerial && { SerialNumber: mfaSerial }),
  }
}

function baseOf(plan: ImportPlan, id: string): string {
  const keys = plan.credentials.find(({ sourceId }) => sourceId === id)
  if (keys) return keys.credentials.accessKeyId
  const settings = plan.sources.find(({ source }) => source.id === id)?.source.settings ?? []
  const place = settings.find(({ key }) => key === 'credential_source')?.value
  // In botocore's order.
  const [, way] = WAYS.find(([key]) => settings.some((setting) => setting.key === key)) ?? []
  return place || way ? `from ${place ?? way}` : TO_FILL_IN
}

const HAS_KEYS = /^A[KS]IA/
const TO_FILL_IN = 'to be filled in'

const WAYS = [
  ['web_identity_token_file', 'assume-role-with-web-identity'],
  ['sso_account_id', 'sso'],
  ['login_session', 'login'],
  ['credential_process', 'custom-process'],
]

const isWalk = (outcome: Outcome): outcome is Walk => outcome !== undefined && 'hops' in outcome
const isRefused = (outcome: Outcome): outcome is Refused => outcome !== undefined && 'error' in outcome
const toFillIn = (outcome: Outcome): boolean => isWalk(outcome) && outcome.base === TO_FILL_IN

function without(hop: Parameters, name: keyof Parameters): Parameters {
  const { [name]: _, ...rest } = hop
  return rest as Parameters
}

async function botocore(bin: string, files: AwsFiles[]): Promise<(Record<string, Outcome> | Refused)[]> {
  const script = fileURLToPath(new URL('resolve.py', import.meta.url))
  // No variable of ours may speak to botocore.
  const child = spawn(join(bin, 'python'), [script], {
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(files))
  return JSON.parse(await text(child.stdout))
}
