// The page on which a person confirms a code: it shows the code, and whoever sees the same one where they began says yes. The person is
// taken to be signed in at their organisation's portal already.

import { type Environment, escaped, parametersOf, type Reply, type Request } from '../http.ts'
import { badRequest, page } from '../page.ts'

export function devicePage({ state, clock }: Environment, request: Request): Reply {
  const parameters = parametersOf(request)
  const wanted = parameters.get('user_code')
  const code = [...state.deviceCodes.values()].find(({ userCode }) => userCode === wanted)
  const counts =
    code && code.region === request.place.region && code.state === 'pending' && clock.now() < code.expiresAt
  if (request.path !== '/' || !code || !counts) return badRequest('This code is not valid, or not any more.')
  if (request.method === 'POST') {
    code.state = parameters.get('answer') === 'allow' ? 'confirmed' : 'denied'
    const words = code.state === 'confirmed' ? 'Request approved. You can close this window.' : 'Request denied.'
    return page(200, words, '')
  }
  return page(
    200,
    'Authorization requested',
    `<p>If you began this, confirm that the code is the one that you see there.</p>
<p id="code">${escaped(code.userCode)}</p>
<form method="post" action="/"><input type="hidden" name="user_code" value="${escaped(code.userCode)}">
<button id="allow" name="answer" value="allow">Confirm and allow access</button>
<button id="deny" name="answer" value="deny">Deny</button></form>`,
  )
}
