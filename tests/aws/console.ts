// A console page: says who is signed in, and on which page.

import { isoFormat } from './clock.ts'
import type { Partition } from './hosts.ts'
import { type Environment, escaped, type Reply, type Request } from './http.ts'
import { contextOf } from './iam/context.ts'
import { identityRefusal } from './iam/evaluate.ts'
import { page, redirect } from './page.ts'
import { callerOf } from './secrets.ts'
import { sessionsOf } from './signin/cookies.ts'
import type { ConsoleSession } from './state.ts'

export function consolePage(environment: Environment, request: Request): Reply {
  const { place, query, path } = request
  const here = query.size > 0 ? `${path}?${query}` : path
  const signedIn = sessionsOf(environment, request).find(({ label }) => label === place.label)
  if (!signedIn) return signInFirst(request, here)
  // A page that looks whether its session goes on.
  if (request.method === 'HEAD') return { status: 200, headers: { 'cache-control': 'no-store' }, body: '' }

  const { session } = signedIn
  const tried = outcome(environment, signedIn, query, place.region ?? 'us-east-1')
  const rows: [string, string, string][] = [
    ['role', 'Role', roleOf(signedIn)],
    ['account', 'Account', session.account],
    ['session', 'Session name', session.name],
    ['arn', 'Signed in as', session.arn],
    ['region', 'Region', query.get('region') ?? place.region ?? ''],
    ['destination', 'Page', here],
    ['host', 'Host', place.host],
    ['ends', 'Session ends', isoFormat(signedIn.endsAt)],
    ...(tried === undefined ? [] : [['tried', 'Tried', tried] as [string, string, string]]),
  ]
  const list = rows.map(([id, term, text]) => `<dt>${term}</dt><dd id="${id}">${escaped(text)}</dd>`).join('\n')
  return {
    ...page(
      200,
      'AWS Management Console (local)',
      `<dl>\n${list}\n</dl>${query.has('unsaved') ? WORK : ending(request, signedIn.endsAt - environment.clock.now())}`,
    ),
    caller: session.arn,
  }
}

/** Of `?unsaved`: a page that asks before it is left once somebody has written on it, and never leaves by itself. */
const WORK = `<textarea id="work"></textarea><script>
addEventListener('beforeunload', (event) => document.getElementById('work').value && event.preventDefault())
</script>`

/**
 * The page turns into the sign-in's once its session has ended: when its time is over, and when somebody comes back to it, since a test may
 * have moved the clock. What the page's fragment was, AWS writes into the address that leads back.
 */
const ending = ({ place }: Request, ms: number): string => `<script>
const look = async () => {
  const answer = await fetch(location.pathname + location.search, { method: 'HEAD', redirect: 'manual' })
  if (answer.type !== 'opaqueredirect') return
  const back = new URL(location.href)
  back.searchParams.set('state', 'hashArgs' + (location.hash || '#'))
  back.searchParams.set('isauthcode', 'true')
  back.hash = ''
  location.replace('${place.partition && signInAddress(place.partition)}' + encodeURIComponent(back))
}
setTimeout(look, ${Math.min(ms, 2 ** 31 - 1)})
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look())
</script>`

/** What comes of `?try=s3:DeleteObject&on=arn:…`, which no page of AWS's has: a button that somebody presses there. */
function outcome(environment: Environment, { session }: ConsoleSession, query: URLSearchParams, region: string) {
  const [action, resource] = [query.get('try'), query.get('on') ?? '*']
  const account = environment.world.accounts.get(session.account)
  if (action === null || !account) return undefined
  const caller = callerOf(environment, { key: session.secret, account, session }, region)
  const context = contextOf(caller, { region, now: environment.clock.now() })
  return identityRefusal({ caller, action, resource, context }, resource) ?? 'allowed'
}

const roleOf = ({ session }: ConsoleSession): string =>
  session.kind === 'role' ? (session.principalArn.split('/').at(-1) ?? '') : `federated user ${session.name}`

function signInFirst(request: Request, here: string): Reply {
  const { partition, host } = request.place
  if (!partition) return page(404, '404 Not Found', '')
  const back = new URL(`https://${host}${here}`)
  back.searchParams.set('state', 'hashArgs#')
  back.searchParams.set('isauthcode', 'true')
  return redirect(`${signInAddress(partition)}${encodeURIComponent(back.href)}`)
}

const signInAddress = ({ bareHosts, home, signin }: Partition): string =>
  `https://${bareHosts ? '' : `${home}.`}${signin}/signin?redirect_uri=`
