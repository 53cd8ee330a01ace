// A chain without any role: the console as the permission set, or as the role that an identity provider vouches for, by every way in.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImportFile } from 'rolerelay-core'
import { accounts, bySaml, fromPortal, portal } from '../../aws/sample.ts'
import type { Browser } from '../scene/browser.ts'
import { freshAssertion, SAML_SOURCE } from '../scene/idp-scene.ts'
import { opened, run, type Scene, scene, signedIn } from '../scene/portal-scene.ts'
import { chain } from '../scene/sample.ts'

const HOUR = 3_600_000
const DEVELOPER = { partition: 'aws', account: accounts.hub, role: 'Developer' }

const open = (chainId: string) => ({ action: 'open', chainId, where: 'new-tab' }) as const

/** A permission set whose own console is a chain. */
async function ownSet(here: Scene): Promise<{ sourceId: string; id: string }> {
  const portalId = await signedIn(here)
  const set = { accountId: accounts.hub, roleName: 'Developer', name: 'Hub · Developer' }
  const { ids } = await here.browser.call('addPermissionSets', { id: portalId, sets: [set] })
  const sourceId = ids[0] ?? ''
  const { id } = await here.browser.call('ownChain', { id: sourceId })
  return { sourceId, id }
}

/** Tabs go on to the console. */
const goesOn = (browser: Browser) => {
  browser.lands = (url) => new URL(url).searchParams.get('Destination') ?? undefined
}

const listed = async (browser: Browser, query = '') => (await browser.call('list', { query, offset: 0, limit: 9 })).rows

test('a permission set opens its own console, which lasts as long as AWS gives', async () => {
  const here = await scene()
  const { browser, asked } = here
  const { sourceId, id } = await ownSet(here)
  assert.deepEqual((await browser.call('sources', null))[0]?.ownEnd, DEVELOPER)
  goesOn(browser)
  const before = asked.length
  const state = await run(browser, open(id))
  assert.equal(state?.failure, undefined)
  assert.deepEqual([state?.of, state?.hops, state?.account, state?.role], [0, [], accounts.hub, 'Developer'])
  assert.deepEqual(asked.slice(before), ['GET /federation/credentials', 'POST /federation'])
  assert.equal(opened(browser).length, 1)
  const [live] = (await browser.call('live', null)).consoles
  assert.deepEqual([live?.account, live?.role, live?.chainId], [accounts.hub, 'Developer', id])
  assert.ok((live?.endsAt ?? 0) > Date.now() + 0.9 * HOUR, `it ends at ${live?.endsAt}`)
  // Each console is asked for anew, so that it lasts as long as AWS gives.
  await run(browser, open(id))
  assert.equal(asked.filter((path) => path === 'GET /federation/credentials').length, 2)
  assert.deepEqual(await browser.call('ownChain', { id: sourceId }), { id }, 'one chain for each source')
})

test('lists, search, links, copying and the journal know whom it opens as', async () => {
  const here = await scene()
  const { browser } = here
  const { id } = await ownSet(here)
  for (const query of ['developer', accounts.hub, 'hub dev']) {
    const [row, ...more] = await listed(browser, query)
    assert.deepEqual(
      [row?.id, row?.account, row?.role, row?.hops, row?.severity, more],
      [id, accounts.hub, 'Developer', 0, undefined, []],
    )
  }
  const { url } = await browser.call('makeLink', { chainId: id })
  const target = await browser.call('readLink', { text: new URL(url).hash.slice(1) })
  assert.deepEqual([target.chain.role, target.roleArn, target.ours], ['Developer', undefined, true])

  const port = browser.connect()
  port.post({ action: 'copy', chainId: id, shape: 'bash' })
  await port.until(({ closed }) => closed)
  const { text } = port.events.at(-1) as { text?: string }
  assert.match(text ?? '', /AWS_SESSION_TOKEN/)
  const tested = await run(browser, { action: 'test', chain: await browser.call('chain', { id }) })
  assert.match(
    tested?.survey?.caller ?? '',
    new RegExp(`^arn:aws:sts::${accounts.hub}:assumed-role/AWSReservedSSO_Developer_`),
  )

  await run(browser, open(id))
  const { rows } = await browser.call('journal', { query: 'developer', offset: 0, limit: 9 })
  assert.deepEqual(
    rows.map(({ run: { action, ownEnd, hops } }) => [action, ownEnd, hops]),
    [
      ['open', DEVELOPER, []],
      ['copy', DEVELOPER, []],
    ],
  )
})

test('a chain that builds on it walks on from it, and it never opens read-only', async () => {
  const here = await scene()
  const { browser } = here
  const { id } = await ownSet(here)
  const child = { ...chain('prod', 'Production', { sourceId: '', hops: fromPortal }), parentId: id }
  const { saved, findings } = await browser.call('saveChain', child)
  assert.equal(saved, true, JSON.stringify(findings))
  const state = await run(browser, open('prod'))
  assert.deepEqual(
    [state?.failure, state?.hops.map(({ roleArn }) => roleArn)],
    [undefined, fromPortal.map(({ roleArn }) => roleArn)],
  )
  const own = await browser.call('chain', { id })
  const held = await browser.call('saveChain', { ...own, readOnly: 'ReadOnlyAccess' })
  assert.deepEqual([held.saved, held.findings[0]?.place], [false, 'readOnly'])
})

test('a reason goes into the journal, since nothing is assumed that AWS could record it of', async () => {
  const here = await scene()
  const { browser } = here
  const { id } = await ownSet(here)
  await browser.call('saveChain', { ...(await browser.call('chain', { id })), asksReason: true })
  const asks = await run(browser, open(id))
  assert.deepEqual([asks?.failure?.kind, asks?.asks], ['reason', { reason: true, forJournal: true }])
  // No session tag and no source identity could be this.
  const reason = 'because <of> "it"'
  assert.equal((await run(browser, { ...open(id), reason }))?.failure, undefined)
  const { rows } = await browser.call('journal', { query: '', offset: 0, limit: 1 })
  assert.equal(rows[0]?.run.reason, reason)
})

test('whoever is signed out is told so, of this source', async () => {
  const here = await scene()
  const { browser } = here
  const { sourceId, id } = await ownSet(here)
  const [row] = await browser.call('portals', null)
  await browser.call('signOut', { id: row?.id ?? '' })
  const failed = (await run(browser, open(id)))?.failure
  assert.deepEqual([failed?.kind, failed?.evidence?.sourceId], ['signed-out', sourceId])
})

test('a role of SAML opens its own console, and a renewal wants a session that ends later', async () => {
  const { browser, aws } = await scene()
  const { id: sourceId } = await browser.call('addFederated', { source: SAML_SOURCE, text: freshAssertion() })
  const { id } = await browser.call('ownChain', { id: sourceId })
  goesOn(browser)
  const before = aws.asked.length
  const state = await run(browser, open(id))
  assert.deepEqual([state?.failure, state?.role], [undefined, bySaml.roleArn.split('/').at(-1)])
  assert.deepEqual(
    aws.asked.slice(before).map((form) => form.get('Action')),
    ['getSigninToken'],
    'STS is asked nothing',
  )
  const [live] = (await browser.call('live', null)).consoles
  const renewed = await run(browser, { ...open(id), where: 'its-tab', tab: live?.tab ?? 0 })
  assert.equal(renewed?.failure?.kind, 'signed-out', 'an assertion gives one session')
})

test('a profile that signs in is a chain, and goes out as that profile', async () => {
  const { browser } = await scene()
  const text = [
    '[sso-session acme]',
    `sso_start_url = ${portal.startUrl}`,
    `sso_region = ${portal.region}`,
    '',
    '[profile hub-dev]',
    'sso_session = acme',
    `sso_account_id = ${accounts.hub}`,
    'sso_role_name = Developer',
    'region = eu-west-1',
    '',
    '[profile prod]',
    `role_arn = ${fromPortal[0]?.roleArn}`,
    'source_profile = hub-dev',
    '',
  ].join('\n')
  const files: ImportFile[] = [{ name: 'config', text }]
  const preview = await browser.call('previewImport', { files })
  const own = preview.chains.find(({ chain }) => chain.name === 'hub-dev')?.chain
  assert.deepEqual([own?.hops, own?.region, preview.ownEnds[own?.sourceId ?? '']], [[], 'eu-west-1', DEVELOPER])
  await browser.call('applyImport', { files, leaveOut: [] })
  const rows = await listed(browser, 'hub-dev')
  assert.deepEqual([rows[0]?.account, rows[0]?.role, rows[0]?.severity], [accounts.hub, 'Developer', undefined])
  const ids = (await listed(browser)).map(({ id }) => id)
  const written = await browser.call('exportChains', { ids, form: 'aws-config' })
  assert.equal(written.text.match(/\[profile hub-dev\]/g)?.length, 1)
  const again = await browser.call('previewImport', { files: [{ name: 'config', text: written.text }] })
  assert.deepEqual([again.chains, again.same.length], [[], 2], 'nothing is other after a round trip')
})
