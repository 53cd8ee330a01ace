// IAM Identity Center's access portal: ListAccounts, ListAccountRoles, GetRoleCredentials, Logout. From the model of sso.

import type { Environment, Reply, Request } from '../http.ts'
import type { PortalSession } from '../state.ts'
import { issue } from '../sts/issue.ts'
import type { Portal } from '../world.ts'
import { answered, forbidden, invalidRequest, unauthorized } from './wire.ts'

const MOST = 100

export function portal(environment: Environment, request: Request): Reply {
  return answered(request, environment.clock.now(), () => {
    const { session, world } = signedIn(environment, request)
    const caller = session.startUrl
    switch (`${request.method} ${request.path}`) {
      case 'GET /assignment/accounts':
        return { body: accounts(world, request.query), caller }
      case 'GET /assignment/roles':
        return { body: roles(world, request.query), caller }
      case 'GET /federation/credentials':
        return { body: credentials(environment, world, request.query), caller }
      case 'POST /logout':
        environment.state.portalSessions.splice(environment.state.portalSessions.indexOf(session), 1)
        return { body: undefined, caller }
      default:
        throw invalidRequest('no such operation')
    }
  })
}

/** The session that the token is of, if it counts now and in this region. */
function signedIn(
  { state, clock, world }: Environment,
  { headers, place }: Request,
): { session: PortalSession; world: Portal } {
  const token = headers['x-amz-sso_bearer_token']
  if (headers.authorization !== undefined) throw invalidRequest('such requests are not signed')
  const session = state.portalSessions.find(({ accessTokens }) => token !== undefined && accessTokens.has(token))
  const endsAt = session?.accessTokens.get(token ?? '') ?? 0
  const here = session && world.portals.get(session.startUrl)
  if (!here || session.region !== place.region || clock.now() >= endsAt) throw unauthorized()
  return { session, world: here }
}

function accounts({ assignments, accountNames }: Portal, query: URLSearchParams): object {
  const ids = [...new Set(assignments.map(({ account }) => account))]
  const { listed, nextToken } = paged(ids, query)
  return {
    accountList: listed.map((accountId) => ({
      accountId,
      accountName: accountNames.get(accountId) ?? `account ${accountId}`,
      emailAddress: `${accountId}@example.com`,
    })),
    nextToken,
  }
}

function roles({ assignments }: Portal, query: URLSearchParams): object {
  const accountId = query.get('account_id') ?? ''
  if (!/^\d{12}$/.test(accountId)) throw invalidRequest('Invalid account ID')
  const names = assignments.flatMap(({ account, name }) => (account === accountId ? [name] : []))
  if (names.length === 0) throw forbidden()
  const { listed, nextToken } = paged(names, query)
  return { roleList: listed.map((roleName) => ({ roleName, accountId })), nextToken }
}

function credentials(environment: Environment, { assignments }: Portal, query: URLSearchParams): object {
  const [accountId, roleName] = [query.get('account_id'), query.get('role_name')]
  if (!accountId || !roleName) throw invalidRequest('account_id and role_name are required')
  const assigned = assignments.find(({ account, name }) => account === accountId && name === roleName)
  const account = environment.world.accounts.get(accountId)
  const role = assigned && account?.roles.get(assigned.role.toLowerCase())
  if (!assigned || !account || !role) throw forbidden()
  const name = 'portal-person'
  const { session } = issue(environment, role.maxSessionDuration, {
    kind: 'role',
    account: account.id,
    principalArn: role.arn,
    arn: `arn:${account.partition}:sts::${account.id}:assumed-role/${role.name}/${name}`,
    userId: `${role.id}:${name}`,
    name,
    fromLongTermKey: false,
    global: false,
    policies: [],
    tags: {},
    transitiveKeys: [],
  })
  const { keyId, secret, token, expiresAt } = session
  return {
    roleCredentials: { accessKeyId: keyId, secretAccessKey: secret, sessionToken: token, expiration: expiresAt },
  }
}

/** A page of a list. Its token says where the next one begins, and is nothing that a client may make up. */
function paged(all: string[], query: URLSearchParams): { listed: string[]; nextToken: string | undefined } {
  const most = Number(query.get('max_result') ?? MOST)
  if (!Number.isInteger(most) || most < 1 || most > MOST) throw invalidRequest('max_result is 1 to 100')
  const token = query.get('next_token')
  const from =
    token === null ? 0 : Number(/^from-(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1] ?? Number.NaN)
  if (Number.isNaN(from)) throw invalidRequest('Invalid next token')
  const end = from + most
  const nextToken = end < all.length ? Buffer.from(`from-${end}`).toString('base64') : undefined
  return { listed: all.slice(from, end), nextToken }
}
