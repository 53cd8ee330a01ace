// What exists before anyone calls: accounts, users, roles and their policies. Plain data; the server reads it at every request and
// writes nothing of it but what IAM's calls change, so a test may change it in the middle, as an administrator would.

import type { KeyObject } from 'node:crypto'
import { partitionNamed, partitionOfRegion } from './hosts.ts'
import type { Policy, Statement } from './iam/policy.ts'
import { uniqueId, userKeyId, userSecret } from './keys.ts'

export interface AccessKey {
  id: string
  secret: string
  active: boolean
  /** In milliseconds since 1970. */
  createdAt: number
}

export interface MfaDevice {
  /** Its ARN, or the bare serial number of a hardware token. */
  serial: string
  /** Base 32. */
  seed: string
}

/** What a user and a role have in common: policies of their own, and tags. */
export interface Identity {
  name: string
  path: string
  arn: string
  /** `AIDA…` or `AROA…`. */
  id: string
  policies: Policy[]
  /** Those of `policies` that were put under a name. */
  inline?: Map<string, Policy>
  boundary?: Policy
  tags: Record<string, string>
}

export interface User extends Identity {
  keys: AccessKey[]
  mfa: MfaDevice[]
  /** For the console; absent where the user has none. */
  password?: string
}

export interface Role extends Identity {
  trust: Policy
  /** 3600 to 43200 seconds. */
  maxSessionDuration: number
}

export interface Account {
  id: string
  partition: string
  /** The opt-in regions that are switched on, and the default ones that STS is switched off in. */
  enabledRegions: Set<string>
  disabledRegions: Set<string>
  rootKeys: AccessKey[]
  rootMfa: MfaDevice[]
  users: Map<string, User>
  /** By name in lower case: IAM keeps names unique whatever their case. */
  roles: Map<string, Role>
  /** Customer-managed policies by ARN, for PolicyArns. */
  managedPolicies: Map<string, Policy>
  /** Service control policies; each must allow. */
  scps: Policy[]
  organization?: string
  /** Identity providers of SAML by name, and of OpenID Connect by issuer. */
  samlProviders: Map<string, SamlProvider>
  oidcProviders: Map<string, OidcProvider>
}

/** What IAM knows of an identity provider: who it says it is, and how its signatures are checked. */
export interface SamlProvider {
  issuer: string
  publicKey: KeyObject
}

export interface OidcProvider {
  publicKey: KeyObject
  /** For whom its tokens may be. */
  clientIds: string[]
}

/** An organisation's access portal, and what the one person has there who signs in. */
export interface Portal {
  startUrl: string
  region: string
  /** What follows the region in its hosts. */
  dns: string
  /** How long an access token counts, and how long new ones come for a refresh token. */
  tokenSeconds: number
  sessionSeconds: number
  /** How long to wait between two questions for a token. */
  intervalSeconds: number
  accountNames: Map<string, string>
  /** Permission sets by account; `role` is the one that stands for it there. */
  assignments: { account: string; name: string; role: string }[]
}

export interface World {
  accounts: Map<string, Account>
  /** Whether STS keeps its reasons to itself within an account too. It was seen to do both. */
  silent?: boolean
  /** By start address. */
  portals: Map<string, Portal>
}

export interface UserOptions {
  path?: string
  key?: Partial<AccessKey>
  policies?: Policy[]
  boundary?: Policy
  tags?: Record<string, string>
  /** Seeds of virtual devices; the first is named after the user. */
  mfa?: string[]
  password?: string
}

export interface RoleOptions {
  path?: string
  trust: Policy
  policies?: Policy[]
  boundary?: Policy
  tags?: Record<string, string>
  maxSessionDuration?: number
}

export interface AccountOptions {
  partition?: string
  enabledRegions?: string[]
  disabledRegions?: string[]
  scps?: Policy[]
  organization?: string
}

/** Writes a world: `world().account('111122223333').user('alice').role('Hub', { trust: … })`. */
export class WorldBuilder implements World {
  readonly accounts = new Map<string, Account>()
  silent = false
  readonly portals = new Map<string, Portal>()
  #current: Account | undefined
  #portal: Portal | undefined

  /** Starts an account, or goes back to one; what follows belongs to it. */
  account(id: string, options: AccountOptions = {}): this {
    const partition = options.partition ?? this.accounts.get(id)?.partition ?? 'aws'
    if (!/^\d{12}$/.test(id) || !partitionNamed(partition)) throw new Error(`no account ${id} in ${partition}`)
    this.#current = this.accounts.get(id) ?? {
      id,
      partition,
      enabledRegions: new Set(options.enabledRegions),
      disabledRegions: new Set(options.disabledRegions),
      rootKeys: [],
      rootMfa: [],
      users: new Map(),
      roles: new Map(),
      managedPolicies: new Map(),
      scps: options.scps ?? [],
      samlProviders: new Map(),
      oidcProviders: new Map(),
      ...(options.organization ? { organization: options.organization } : {}),
    }
    this.accounts.set(id, this.#current)
    return this
  }

  user(name: string, options: UserOptions = {}): this {
    const account = this.#here()
    const identity = this.#identity('user', name, options)
    account.users.set(name, {
      ...identity,
      keys: [newKey(account.id, name, options.key)],
      mfa: (options.mfa ?? []).map((seed, at) => ({
        serial: `arn:${account.partition}:iam::${account.id}:mfa/${name}${at || ''}`,
        seed,
      })),
      ...(options.password !== undefined && { password: options.password }),
    })
    return this
  }

  role(name: string, options: RoleOptions): this {
    this.#here().roles.set(name.toLowerCase(), {
      ...this.#identity('role', name, options),
      trust: options.trust,
      maxSessionDuration: options.maxSessionDuration ?? 3600,
    })
    return this
  }

  samlProvider(name: string, provider: SamlProvider): this {
    this.#here().samlProviders.set(name, provider)
    return this
  }

  oidcProvider(issuer: string, provider: OidcProvider): this {
    this.#here().oidcProviders.set(issuer, provider)
    return this
  }

  /** An access portal, to which the permission sets that follow belong. */
  portal(
    startUrl: string,
    region: string,
    options: Partial<Pick<Portal, 'tokenSeconds' | 'sessionSeconds'>> = {},
  ): this {
    const dns = partitionOfRegion(region)?.dns
    if (!dns) throw new Error(`no region ${region}`)
    const lives = { tokenSeconds: 3_600, sessionSeconds: 8 * 3_600, intervalSeconds: 5, ...options }
    this.#portal = { startUrl, region, dns, ...lives, accountNames: new Map(), assignments: [] }
    this.portals.set(startUrl, this.#portal)
    return this
  }

  /** A permission set in the account, which a role stands for that nobody but Identity Center gives credentials of. */
  permissionSet(name: string, accountName: string, options: Omit<RoleOptions, 'trust' | 'path'> = {}): this {
    const { id, partition } = this.#here()
    const portal = this.#portal
    if (!portal) throw new Error('start a portal first')
    const role = permissionSetRole(name)
    portal.accountNames.set(id, accountName)
    portal.assignments.push({ account: id, name, role })
    const trust = policy({
      Effect: 'Allow',
      Principal: { Federated: `arn:${partition}:iam::${id}:saml-provider/AWSSSO_DO_NOT_DELETE` },
      Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    })
    return this.role(role, { ...options, path: SSO_PATH, trust })
  }

  /** Gives the account's root user a key (and a device), which AWS advises against and some accounts have. */
  root(mfaSeed?: string): this {
    const account = this.#here()
    account.rootKeys.push(newKey(account.id, 'root'))
    if (mfaSeed)
      account.rootMfa.push({
        serial: `arn:${account.partition}:iam::${account.id}:mfa/root-account-mfa-device`,
        seed: mfaSeed,
      })
    return this
  }

  managedPolicy(name: string, policy: Policy): this {
    const account = this.#here()
    account.managedPolicies.set(`arn:${account.partition}:iam::${account.id}:policy/${name}`, policy)
    return this
  }

  #here(): Account {
    if (!this.#current) throw new Error('start an account first')
    return this.#current
  }

  #identity(kind: 'user' | 'role', name: string, options: Omit<UserOptions, 'key' | 'mfa' | 'password'>): Identity {
    const { id, partition } = this.#here()
    const path = options.path ?? '/'
    const arn = `arn:${partition}:iam::${id}:${kind}${path}${name}`
    return {
      name,
      path,
      arn,
      id: uniqueId(kind === 'role' ? 'AROA' : 'AIDA', arn),
      policies: options.policies ?? [],
      tags: options.tags ?? {},
      ...(options.boundary ? { boundary: options.boundary } : {}),
    }
  }
}

const SSO_PATH = '/aws-reserved/sso.amazonaws.com/'
const permissionSetRole = (name: string): string => `AWSReservedSSO_${name}_0123456789abcdef`
/** The ARN of the role that stands for a permission set. */
export const permissionSetArn = (account: string, name: string, partition = 'aws'): string =>
  `arn:${partition}:iam::${account}:role${SSO_PATH}${permissionSetRole(name)}`

export const world = (): WorldBuilder => new WorldBuilder()

/** When everything was made that was there from the start. */
export const FIRST_DAY = Date.UTC(2026, 0, 1)

function newKey(account: string, name: string, given: Partial<AccessKey> = {}): AccessKey {
  const seed = `${account} ${name}`
  return { id: userKeyId(account, seed), secret: userSecret(seed), active: true, createdAt: FIRST_DAY, ...given }
}

/** The first key of a user, as a test hands it to a client. */
export function keyOf(world: World, account: string, user: string): AccessKey {
  const found = world.accounts.get(account)
  const key = user === 'root' ? found?.rootKeys[0] : found?.users.get(user)?.keys[0]
  if (!key) throw new Error(`${user} has no key in ${account}`)
  return key
}

/** A role by its ARN, path included and case as stored; undefined where AWS would not find it either. */
export function roleByArn(world: World, arn: string): { account: Account; role: Role } | undefined {
  const [, partition, account, name] = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? []
  const home = world.accounts.get(account ?? '')
  const role = home?.roles.get((name ?? '').toLowerCase())
  return home && role && home.partition === partition && role.arn === arn ? { account: home, role } : undefined
}

// ---- policies, in the words a reader of a test wants

type Condition = NonNullable<Statement['Condition']>

/** A trust policy that lets these principals (ARNs, account numbers, `*`) assume the role. */
export function trusts(
  principals: string | string[],
  condition?: Condition,
  action: string | string[] = 'sts:AssumeRole',
) {
  return policy({
    Effect: 'Allow',
    Principal: { AWS: principals },
    Action: action,
    ...(condition && { Condition: condition }),
  })
}

/** An identity policy that allows actions (AssumeRole) on resources. */
export function allows(
  resource: string | string[],
  action: string | string[] = 'sts:AssumeRole',
  condition?: Condition,
) {
  return policy({ Effect: 'Allow', Action: action, Resource: resource, ...(condition && { Condition: condition }) })
}

export function policy(...statements: Statement[]): Policy {
  return { Version: '2012-10-17', Statement: statements }
}
