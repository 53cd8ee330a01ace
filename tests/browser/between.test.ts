// What stands between the extension and AWS: a proxy that wants a login, an organisation's policy, and the browser itself, which
// holds requests back from a host in trouble. Each is told from a network that is down.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { faults } from '../aws/faults.ts'
import { aliceKey, sampleWorld, steps } from '../aws/sample.ts'
import { startAws } from '../aws/server.ts'
import { kinds, launch } from './browsers.ts'
import { chainOf, credentialsOf, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, addSource, call, run } from './wire.ts'

const HOST = 'sts.us-east-1.amazonaws.com'

for (const kind of kinds) {
  describe(`a proxy that asks for a login, in ${kind}`, () => {
    const here = {} as Stage
    const proxy = createServer()
    // Not while the browser starts: for a request of Firefox's own it would ask for the password in a window that nobody closes.
    let asks = false
    before(async () => {
      proxy.on('connect', (_, socket) =>
        socket.end(
          asks
            ? 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="Office"\r\nContent-Length: 0\r\n\r\n'
            : 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n',
        ),
      )
      await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
      const { port } = proxy.address() as AddressInfo
      here.aws = await startAws(sampleWorld())
      here.driven = await launch(
        kind,
        { ...here.aws, proxyPort: port },
        { flags: [`--proxy-server=127.0.0.1:${port}`] },
      )
      here.wings = await here.driven.open('go.html')
      here.alice = await addSource(here.wings, credentialsOf(aliceKey(here.aws.world)))
    })
    after(async () => {
      await here.driven?.close()
      await here.aws?.close()
      proxy.closeAllConnections()
      proxy.close()
    })

    // Chromium hands on that the proxy wants a login. Firefox asks for the password in a window of its own, and lets the request run
    // out of time.
    it('is what a person is told, or among what they are told to look at', async () => {
      asks = true
      const { kind: failed, message } = await failing(here)
      if (kind === 'chromium') {
        assert.equal(failed, 'proxy-login')
        assert.match(message, /asks for its own login\. Open any web page in a tab, sign in to the proxy there/)
      } else {
        assert.equal(failed, 'timeout')
        assert.match(message, /Should a proxy ask for a login, open any web page in a tab and sign in there first/)
      }
    })
  })
}

describe('a policy that keeps the answers of AWS’s hosts from extensions, in firefox', () => {
  const here = stage('firefox', { preferences: { 'extensions.webextensions.restrictedDomains': HOST } })

  it('is named, and what AWS may have answered is not sent again', async () => {
    const failure = await failing(here)
    assert.equal(failure.kind, 'withheld')
    assert.match(failure.message, /A policy of your organisation may block this host for extensions/)
    // Firefox asks first whether it may (a preflight), and sends nothing more.
    assert.ok(here.aws.requests({ action: 'AssumeRole' }).length <= 1)
  })
})

describe('what Chromium holds back from a host that is in trouble', () => {
  const here = stage('chromium')

  it('is told as such, and goes once it is let through', async () => {
    const { aws, wings, alice } = here
    aws.fault({ action: 'AssumeRole' }, faults.unavailable)
    const chainId = await addChain(wings, chainOf('In trouble', alice, steps.slice(0, 1)))
    const once = async () => {
      aws.clearJournal()
      return (await run(wings, { action: 'copy', chainId, shape: 'bash' })).at(-1)?.state.failure
    }
    let failure = await once()
    while (aws.requests({ action: 'AssumeRole' }).length === 3) failure = await once()
    assert.equal(failure?.kind, 'unavailable')
    assert.match(failure?.message ?? '', /answered several times that it is in trouble.*sent nothing now/)
    assert.equal(sentByExtension(aws).filter(({ action }) => action === 'AssumeRole').length, 0)

    aws.clearFaults()
    while (failure) failure = await once()
    await call(wings, 'dismissRun', null)
  })
})

/** How a chain of one hop fails. */
async function failing({ aws, wings, alice }: Stage) {
  const chainId = await addChain(wings, chainOf('Between', alice, steps.slice(0, 1)))
  aws.clearJournal()
  const { failure } = (await run(wings, { action: 'copy', chainId, shape: 'bash' })).at(-1)?.state ?? {}
  assert.ok(failure)
  return failure
}
