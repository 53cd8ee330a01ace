// What the core exports about sources, with good arguments and worse ones; and a hop that AWS refused.

type Core = typeof import('rolerelay-core')
type Rest = typeof import('rolerelay-rest')
export type Export = (...values: never[]) => unknown

/** In no region, so that nobody is asked. */
const PORTAL = { startUrl: 'https://example.awsapps.com/start', region: 'nowhere' }
const SET = { portal: PORTAL, accountId: '111122223333', roleName: 'Admin' }
const CLIENT = { clientId: 'client', clientSecret: 'secret', expiresAt: 1 }
const CODE = { deviceCode: 'code', userCode: 'ABCD-EFGH', page: 'https://x.app.aws/', expiresAt: 1, interval: 1 }
const SAML = { kind: 'saml', roleArn: 'arn:aws:iam::111122223333:role/Hub' }
const SOURCE = { id: 's1', name: 'Mine', settings: [] }
const CONSOLE = {
  userArn: 'arn:aws:iam::111122223333:user/alice',
  policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
}
/** Of nobody; it holds an issuer and a subject. */
const TOKEN = `eyJ.${btoa('{"iss":"https://x","sub":"s"}').replace(/=+$/, '')}.`
const portals: unknown[] = [
  { ...PORTAL, region: { Hush: 1 } },
  { ...PORTAL, region: 'Hush' },
]
const clients: unknown[] = [{ ...CLIENT, expiresAt: 'Hush' }]

/** Of AWS's own trouble, so that nobody is asked who called. */
export const REFUSED = {
  ...{ at: 0, refusal: { status: 503 }, attempts: 3, skew: 0, began: 0, restsOnKept: false },
  signer: { accessKeyId: 'AKIA', secretAccessKey: 'none' },
}

export const sourceCalls = (
  core: Core,
  rest: Rest,
  signal: AbortSignal,
): [string, Export, unknown[], unknown[][]][] => [
  [
    'sourceKinds',
    core.sourceKinds,
    [[{ id: 's1', name: 'Mine', settings: [] }]],
    [[[{ id: 's1', name: { Hush: 1 } }]]],
  ],
  ['userConsole', core.userConsole, [SOURCE], [[{ ...SOURCE, settings: 'Hush' }]]],
  ['checkUserConsole', rest.checkUserConsole, [CONSOLE], [[{ ...CONSOLE, policyArns: { Hush: 1 } }]]],
  ['withUserConsole', rest.withUserConsole, [SOURCE, CONSOLE], [[{ ...SOURCE, name: { Hush: 1 } }]]],
  ['checkPortal', rest.checkPortal, ['https://example.awsapps.com/start', 'eu-west-1'], []],
  ['kindSettings', rest.kindSettings, [{ kind: 'identity-center', ...SET }], [[{ kind: 'Hush' }]]],
  ['kindOrigins', rest.kindOrigins, [SAML], [[{ ...SAML, roleArn: { Hush: 1 } }]]],
  ['readBrought', rest.readBrought, [TOKEN], [['Hush']]],
  ['federatedCredentials', rest.federatedCredentials, [SAML, TOKEN, signal], [[{ kind: 'Hush' }], ['Hush']]],
  ['registerClient', rest.registerClient, [PORTAL, signal], [portals]],
  ['beginSignIn', rest.beginSignIn, [PORTAL, CLIENT, signal], [portals, clients]],
  ['pollSignIn', rest.pollSignIn, [PORTAL, CLIENT, CODE, signal], [portals, clients, [{ ...CODE, interval: 'Hush' }]]],
  ['refreshSignIn', rest.refreshSignIn, [PORTAL, CLIENT, 'token', signal], [portals, clients]],
  ['signOutOfPortal', rest.signOutOfPortal, [PORTAL, 'token', signal], [portals]],
  ['portalAccounts', rest.portalAccounts, [PORTAL, 'token', signal], [portals]],
  ['portalRoles', rest.portalRoles, [PORTAL, 'token', '111122223333', signal], [portals]],
  ['permissionSetCredentials', core.permissionSetCredentials, [SET, 'token', signal], [[{ ...SET, portal: 'Hush' }]]],
]
