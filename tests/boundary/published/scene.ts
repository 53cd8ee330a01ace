// The AWS of a published denial: the same caller and role, where the chain goes well until what they found is put into it.

import type { Chain, Credentials } from 'rolerelay-core'
import { faults } from '../../aws/faults.ts'
import { many, type Statement } from '../../aws/iam/policy.ts'
import type { Session } from '../../aws/state.ts'
import { issue } from '../../aws/sts/issue.ts'
import { totp } from '../../aws/totp.ts'
import { type Account, allows, keyOf, policy, type Role, type User, type WorldBuilder, world } from '../../aws/world.ts'
import { type Aws, answerAsAws } from '../../extension/scene/aws.ts'
import { core, rest } from '../core.ts'
import { chainOf } from './play.ts'
import { HOME, type Published } from './published.ts'

const SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const ACTIONS = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
/** What nobody has any more: the id of a role that was deleted. */
const DELETED = 'AROAQ3EGUIYTPAKX3W5XQ'

const trusting = (principals: string[], condition?: Statement['Condition']) =>
  policy({
    ...{ Effect: 'Allow', Principal: { AWS: principals }, Action: ACTIONS },
    ...(condition && { Condition: condition }),
  })

export class Scene {
  readonly aws: Aws
  readonly chain: Chain
  /** The user's MFA device. */
  readonly device: string
  /** What the trust policy asks for, where that is what they found. */
  readonly externalId = 'as-they-wrote'
  /** Whether it is a role of cdk bootstrap, which an external ID was sent to. */
  readonly refusesExternalIds: boolean
  /** The role's ARN in IAM, where it is another than the one that was asked for. */
  readonly otherArn: string
  readonly #refusal: Published
  readonly #account: Account
  readonly #away: Account
  readonly #user: User
  /** Whoever asks for the role: the user, or a role. */
  readonly #caller: User | Role
  readonly #role: Role
  #base: Credentials

  constructor(refusal: Published) {
    this.#refusal = refusal
    const { caller = '', role: asked = '', by, sends } = refusal
    const [, partition = '', account = HOME, kind = '', name = ''] =
      /^arn:([\w-]+):\w+::(\d+):(user|assumed-role)\/([^/]+)/.exec(caller) ?? []
    this.refusesExternalIds = sends?.externalId !== undefined && /role\/cdk-\w+-[a-z-]+-role-/.test(asked)
    const built = world()
    built.silent = true
    built.account(account, { partition }).user('ana', { mfa: [SEED], policies: [allows('*', ACTIONS)] })
    this.#account = administered(built, account)
    this.#user = this.#account.users.get('ana') as User
    this.device = this.#user.mfa[0]?.serial ?? ''
    const add = (role: string, path: string, trusted: string[]) => {
      built.role(role, { path, trust: trusting(trusted), policies: [allows('*', ACTIONS)] })
    }
    if (kind === 'assumed-role') {
      const path = name.startsWith('AWSReservedSSO_') ? '/aws-reserved/sso.amazonaws.com/eu-west-1/' : '/'
      add('start', '/', [])
      const start = this.#account.roles.get('start') as Role
      add(name, path, [this.#user.arn, start.arn])
    }
    this.#caller = kind === 'user' ? this.#user : (this.#account.roles.get(name.toLowerCase()) as Role)

    const [, , away = '', path = '', last = ''] = /^arn:([\w-]+):iam::(\d+):role(\/(?:.*\/)?)([^/]+)$/.exec(asked) ?? []
    built.account(away, { partition })
    this.#away = administered(built, away)
    if (!this.#away.roles.has(last.toLowerCase())) add(last, path, [])
    this.#role = this.#away.roles.get(last.toLowerCase()) as Role
    // A role that asks for itself has to be one that trusts itself.
    const itself = this.#role === this.#caller ? [this.#user.arn] : []
    const condition = sends?.externalId && { StringEquals: { 'sts:ExternalId': sends.externalId } }
    this.#role.trust = trusting([this.#caller.arn, ...itself], condition || undefined)
    this.otherArn = `${asked}-2`

    this.aws = answerAsAws(built)
    this.chain = chainOf(refusal)
    this.#base = this.#key()
    if (by === 'session') this.#base = this.#session(this.#caller)
    // The hop before hands on what the session had that started the chain.
    else if (by === 'hop' && this.#handsOn('sts:SetSourceIdentity')) {
      this.#base = this.#session(this.#account.roles.get('start') as Role)
    }
  }

  /** Throws the failure, where there is one. */
  walk(chain = this.chain) {
    for (const module of [core, rest]) module.setClockSkew(0)
    const options = { user: 'ana', tokenCode: totp(SEED, this.aws.clock.now()) }
    return core.walk(chain, this.#base, options, new AbortController().signal, () => {})
  }

  /** Whose session the source holds. */
  caller(): string {
    return this.aws.state.sessions.get(this.#base.accessKeyId)?.arn ?? ''
  }

  /** Walks from a session of the user's that was started with a code. */
  async withMfaSession() {
    const code = totp(SEED, this.aws.clock.now())
    this.#base = await rest.getSessionToken(this.#key(), 'us-east-1', this.device, code, new AbortController().signal)
    return this.walk()
  }

  /** Until AWS knows the role everywhere. */
  wait(): void {
    this.aws.wrong = () => undefined
  }

  /** Puts what they found into it. */
  spoil(): void {
    const { cause, caller, role: asked } = this.#refusal
    const trusts = (principals: string[], condition?: Statement['Condition']) => {
      this.#role.trust = trusting(principals, condition)
    }
    const nobody = () => trusts([`arn:${this.#away.partition}:iam::999999999999:root`])
    const asks = (condition?: Statement['Condition']) => trusts([this.#caller.arn], condition)
    const without = (action: string) => {
      for (const one of [...this.#caller.policies, this.#role.trust])
        for (const it of many(one.Statement)) it.Action = many(it.Action).filter((other) => other !== action)
    }
    const puts: Partial<Record<Published['cause'], () => void>> = {
      'trust-missing': nobody,
      'already-role': () => trusts([this.#user.arn]),
      'reserved-role': nobody,
      'permission-missing': () => {
        this.#caller.policies.splice(0)
        // Who is named by a role of their own account needs no permission.
        if (this.#account === this.#away) trusts([`arn:${this.#away.partition}:iam::${this.#away.id}:root`])
      },
      guardrail: () => {
        this.#caller.boundary = allows('*', 's3:*')
      },
      'mfa-missing': () => asks({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      'external-id': () => {
        const denies = this.refusesExternalIds && { Null: { 'sts:ExternalId': 'false' } }
        asks(denies ? undefined : { StringEquals: { 'sts:ExternalId': this.externalId } })
        const deny = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition: denies } as const
        if (denies) this.#role.trust = policy(...many(this.#role.trust.Statement), deny as Statement)
      },
      'trust-condition': () => asks({ ArnLike: { 'aws:SourceArn': 'arn:aws:codebuild:*:*:project/*' } }),
      'deleted-principal': () => trusts([DELETED]),
      'tag-session': () => without('sts:TagSession'),
      'set-source-identity': () => without('sts:SetSourceIdentity'),
      'no-such-role': () => {
        this.#away.roles.delete(this.#role.name.toLowerCase())
        this.#away.roles.set(`${this.#role.name.toLowerCase()}-2`, {
          ...this.#role,
          ...{ name: `${this.#role.name}-2`, arn: this.otherArn },
        })
      },
      'just-made': () => {
        const words = `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${asked}`
        const refuses = faults.refuse('AccessDenied', 403, words)
        this.aws.wrong = (form) => (form.get('RoleArn') === asked ? refuses : undefined)
      },
    }
    const put = puts[cause]
    if (!put) throw new Error(`nobody knows how to spoil it by ${cause}`)
    put()
  }

  /** Whether the session that started the chain has what AWS's words ask a permission for, and no hop sets it. */
  #handsOn(action: string): boolean {
    const { says, sends } = this.#refusal
    return says.includes(action) && !sends?.sessionTags && !sends?.sourceIdentity
  }

  #key(): Credentials {
    const { id, secret } = keyOf(this.aws.world, this.#account.id, 'ana')
    return { accessKeyId: id, secretAccessKey: secret }
  }

  /** A session that somebody else started. */
  #session({ arn, id, name }: User | Role): Credentials {
    const { id: account, partition } = this.#account
    const ofUser = arn === this.#user.arn
    const tagged = this.#handsOn('sts:TagSession')
    const kind: Session['kind'] = ofUser ? 'session-token' : 'role'
    const { session } = issue(this.aws, 3600, {
      ...{ kind, account, principalArn: arn, name: 'ana', fromLongTermKey: true, global: false, policies: [] },
      arn: ofUser ? arn : `arn:${partition}:sts::${account}:assumed-role/${name}/ana`,
      userId: ofUser ? id : `${id}:ana`,
      tags: tagged ? { Repository: 'app' } : {},
      transitiveKeys: tagged ? ['Repository'] : [],
      ...(this.#handsOn('sts:SetSourceIdentity') && { sourceIdentity: 'ana' }),
    })
    return { accessKeyId: session.keyId, secretAccessKey: session.secret, sessionToken: session.token }
  }
}

/** The account, with somebody who may change all policies there. */
function administered(built: WorldBuilder, id: string): Account {
  const account = built.accounts.get(id) as Account
  if (!account.users.has('admin')) built.account(id).user('admin', { policies: [allows('*', 'iam:*')] })
  return account
}
