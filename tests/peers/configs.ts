// AWS config and credentials files at random, with every way that profiles can build on each other. A seed gives the same again.

/** Both files, as a person would have them. */
export interface AwsFiles {
  config: string
  credentials: string
}

export function* randomFiles(seed: number, count: number): Generator<AwsFiles> {
  const chance = new Chance(seed)
  for (let at = 0; at < count; at++) yield chance.oneIn(12) ? line(chance) : tangle(chance)
}

/** A few profiles that name each other at random. */
function tangle(chance: Chance): AwsFiles {
  const names = Array.from({ length: chance.below(12) + 1 }, (_, at) => `${chance.of(NAMES)}${at}`)
  const profiles = names.map((name, at) => profile(chance, name, at, names))
  return files(chance, profiles)
}

/** A line of profiles, each building on the one before, now and then deeper than Rolerelay walks. */
function line(chance: Chance): AwsFiles {
  const names = Array.from({ length: chance.below(20) + 2 }, (_, at) => `p${at}`)
  const profiles = names.map((name, at) => ({
    name,
    lines: at === 0 ? keys(chance, 0) : [...role(chance, at), `source_profile = p${at - 1}`, ...parameters(chance)],
  }))
  return files(chance, profiles.reverse())
}

interface Profile {
  name: string
  lines: string[]
}

function profile(chance: Chance, name: string, at: number, names: string[]): Profile {
  const lines: string[] = []
  if (chance.oneIn(4)) lines.push(...keys(chance, at))
  if (lines.length === 0 && chance.oneIn(5)) lines.push(...chance.of(ELSEWHERE))
  else if (chance.oneIn(20)) lines.push(...chance.of(ELSEWHERE))
  if (at > 0 ? !chance.oneIn(4) : chance.oneIn(3)) {
    lines.push(...role(chance, at), ...start(chance, name, at, names), ...parameters(chance))
  }
  lines.push(`region = ${chance.of(['eu-west-1', 'us-east-1'])}`, 'output = json')
  return { name, lines }
}

const role = (chance: Chance, at: number): string[] => [
  `role_arn = arn:aws:iam::${String(at).padStart(12, '1')}:role/${chance.of(['', 'team/', 'a/b/'])}Role${at}`,
]

/** Mostly an earlier profile; now and then itself, a later one, none, another way, or two. */
function start(chance: Chance, name: string, at: number, names: string[]): string[] {
  const of = (other: string) => `source_profile = ${other}`
  if (chance.oneIn(10)) return [of(name)]
  if (chance.oneIn(8)) return [of(chance.of(names))]
  if (chance.oneIn(20)) return [of('nobody')]
  if (chance.oneIn(12))
    return [`credential_source = ${chance.of(['Environment', 'Ec2InstanceMetadata', 'EcsContainer'])}`]
  if (chance.oneIn(25)) return [of(name), 'credential_source = Environment']
  if (chance.oneIn(25)) return []
  return [of(names[chance.below(Math.max(at, 1))] ?? name)]
}

function parameters(chance: Chance): string[] {
  const lines: string[] = []
  if (chance.oneIn(3)) lines.push(`role_session_name = ${chance.of(['me', 'a.b@example.com', 'x=y'])}`)
  if (chance.oneIn(3)) lines.push(`external_id = ${chance.of(['given', 'a=b:c/d', '0123'])}`)
  if (chance.oneIn(30)) lines.push('external_id =')
  if (chance.oneIn(3)) lines.push(`duration_seconds = ${chance.of(['900', '3600', 'soon', '1.5'])}`)
  if (chance.oneIn(5)) lines.push('mfa_serial = arn:aws:iam::123456789012:mfa/me')
  return lines
}

function keys(chance: Chance, at: number): string[] {
  const id = `aws_access_key_id = ${chance.oneIn(3) ? 'ASIA' : 'AKIA'}QAAAAAAAGMKEM7${String.fromCharCode(65 + at)}5`
  const secret = 'aws_secret_access_key = Hush/base+key0123456789abcdefghijklmnopq'
  if (chance.oneIn(15)) return [chance.of([id, secret])]
  return id.includes('ASIA') ? [id, secret, 'aws_session_token = Token/of=1'] : [id, secret]
}

const NAMES = ['p', 'P', 'some.profile-', 'team/a_b@', 'x+y:']

/** Ways to keys that a browser does not have. */
const ELSEWHERE = [
  ['sso_session = corp', 'sso_account_id = 123456789012', 'sso_role_name = Admin'],
  ['sso_start_url = https://corp', 'sso_region = eu-west-1', 'sso_account_id = 123456789012', 'sso_role_name = Admin'],
  ['login_session = arn:aws:iam::123456789012:user/me'],
  ['credential_process = /opt/get-keys --for me'],
  ['web_identity_token_file = /var/token', 'role_arn = arn:aws:iam::123456789012:role/Pod'],
]

/** Keys stand in either file, but a pair never in both: botocore reads no such pair. */
function files(chance: Chance, profiles: Profile[]): AwsFiles {
  const end = chance.of(['\n', '\r\n'])
  let config = `[sso-session corp]${end}sso_start_url = https://corp${end}sso_region = eu-west-1${end}`
  let credentials = ''
  for (const { name, lines } of profiles) {
    const unique = [...new Map(lines.map((line) => [line.split(' =')[0], line])).values()]
    const isKey = (line: string) => /^aws_\w*(key|token)/.test(line)
    const apart = chance.oneIn(2) ? isKey : () => false
    config += `${chance.oneIn(3) ? `# about it${end}` : ''}${head(chance, name)}${end}`
    config += unique.filter((line) => !apart(line)).join(end) + end.repeat(chance.below(2) + 1)
    const others = [...unique.filter(apart), ...(chance.oneIn(15) ? ['external_id = of-credentials'] : [])]
    if (others.length > 0) credentials += `[${name}]${end}${others.join(end)}${end}`
  }
  return { config, credentials }
}

/** The line of a section, now and then as `aws configure sso` or a careless hand writes it. */
function head(chance: Chance, name: string): string {
  if (chance.oneIn(12)) return `[profile '${name}']`
  if (chance.oneIn(12)) return `[profile "${name}"]`
  return chance.oneIn(12) ? `[profile ${name}] of a team` : `[profile ${name}]`
}

/** Chance that a seed gives again: the generator of Tommy Ettinger known as mulberry32. */
class Chance {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((((t ^ (t >>> 14)) >>> 0) * limit) / 2 ** 32) | 0
  }

  oneIn(times: number): boolean {
    return this.below(times) === 0
  }

  of<T>(choices: readonly [T, ...T[]] | T[]): T {
    return choices[this.below(choices.length)] as T
  }
}
