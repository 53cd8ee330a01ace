// moto, unchanged from the package index: another's STS and IAM on a port of this computer, as a person runs it for tests. It checks every
// signature and what the caller's own policies allow, once it is set up, but no trust policy.

import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Moto {
  /** `http://127.0.0.1:37761`. */
  origin: string
  /** The access key of a user who may assume the first role. */
  key: { accessKeyId: string; secretAccessKey: string }
  /** Three roles in three accounts, each of which may assume the next. */
  roles: [string, string, string]
  stop(): Promise<void>
}

/** `bin` is the folder with its Python. */
export async function startMoto(bin: string): Promise<Moto> {
  const python = join(bin, 'python')
  const server = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, INITIAL_NO_AUTH_ACTION_COUNT: String(SET_UP_CALLS) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => server.on('close', () => resolve()))
  const origin = await new Promise<string>((resolve, reject) => {
    let printed = ''
    const hear = (piece: Buffer) => {
      printed += piece
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? []
      if (found) resolve(found)
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    void ended.then(() => reject(new Error(`moto did not start: ${printed}`)))
  })
  const { stdout } = await run(python, ['-c', SET_UP, origin])
  return {
    origin,
    ...JSON.parse(stdout),
    stop: () => {
      server.kill()
      return ended
    },
  }
}

/** As many as SET_UP makes: those are not looked at for who calls. */
const SET_UP_CALLS = 12

const SET_UP = `
import json, sys, boto3

def client(service, keys):
    names = dict(aws_access_key_id='AccessKeyId', aws_secret_access_key='SecretAccessKey', aws_session_token='SessionToken')
    given = {name: keys[of] for name, of in names.items() if of in keys}
    return boto3.client(service, region_name='us-east-1', endpoint_url=sys.argv[1], **given)

def allow(arn):
    return json.dumps(dict(Version='2012-10-17', Statement=[dict(Effect='Allow', Action='sts:AssumeRole', Resource=arn)]))

anyone = dict(AccessKeyId='test', SecretAccessKey='test')
roles = ['arn:aws:iam::111122223333:role/Hub', 'arn:aws:iam::444455556666:role/Gate', 'arn:aws:iam::777788889999:role/Prod']
iam = client('iam', anyone)
iam.create_user(UserName='alice')
iam.put_user_policy(UserName='alice', PolicyName='walk', PolicyDocument=allow(roles[0]))
for role, then in zip(roles, roles[1:] + ['arn:aws:iam::777788889999:role/nobody']):
    account, name = role.split(':')[4], role.split('/')[1]
    setup = f'arn:aws:iam::{account}:role/SetUp'
    there = client('iam', client('sts', anyone).assume_role(RoleArn=setup, RoleSessionName='setup')['Credentials'])
    there.create_role(RoleName=name, AssumeRolePolicyDocument='{}')
    there.put_role_policy(RoleName=name, PolicyName='walk', PolicyDocument=allow(then))
key = iam.create_access_key(UserName='alice')['AccessKey']
print(json.dumps(dict(key=dict(accessKeyId=key['AccessKeyId'], secretAccessKey=key['SecretAccessKey']), roles=roles)))
`
