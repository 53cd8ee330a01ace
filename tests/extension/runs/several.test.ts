// Several chains whose consoles are to be opened: which find room beside what the browser is signed in to, told before anything is sent.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accounts } from '../../aws/sample.ts'
import { alice } from '../scene/alice.ts'
import type { Browser } from '../scene/browser.ts'
import { chain } from '../scene/sample.ts'

const { prod, security } = accounts
const PASSWORD = 'correct horse battery staple'

/** Chains to these roles, each called as its role. */
async function add(browser: Browser, roles: string[], account: string = prod): Promise<void> {
  const { sourceId } = await browser.call('chain', { id: 'prod' })
  for (const role of roles) {
    const hops = [{ roleArn: `arn:aws:iam::${account}:role/${role}` }]
    await browser.call('restoreChain', chain(role, role, { sourceId, hops }))
  }
}

/** What is in the way of which, by their names. */
async function hindersOf(browser: Browser, ids: string[]): Promise<[string, string | undefined][]> {
  const { chains } = await browser.call('weighOpening', { ids })
  return chains.map(({ name, hinder, isOpen }) => [name, isOpen ? 'open' : hinder])
}

/** AWS, where it takes one account at a time. */
function single(): (url: string) => string | undefined {
  let isIn = false
  return (url) => {
    if (isIn) return url
    isIn = true
    return undefined
  }
}

/** Both chains are open, AWS having let in the second. */
async function bothOpen() {
  const scene = await alice()
  scene.browser.lands = () => undefined
  for (const id of ['prod', 'security']) assert.equal((await scene.run(id)).failure, undefined)
  return scene
}

test('where AWS takes several, those are named that come after the fifth, with what is open; nothing is asked of AWS', async () => {
  const { aws, browser } = await bothOpen()
  await add(browser, ['One', 'Two', 'Three', 'Four', 'Five'])
  const [asked, tabs] = [aws.asked.length, browser.tabs.length]
  const ids = ['Two', 'One', 'prod', 'Three', 'Four', 'Two', 'Five']
  assert.deepEqual(await hindersOf(browser, ids), [
    ['Two', undefined],
    ['One', undefined],
    ['prod', 'open'],
    ['Three', undefined],
    ['Four', 'full'],
    ['Five', 'full'],
  ])
  const { open, most } = await browser.call('weighOpening', { ids })
  assert.deepEqual(
    [open.map(({ chain, account, role }) => [chain, account, role]), most],
    [
      [
        ['prod', prod, 'Audit'],
        ['security', security, 'Audit'],
      ],
      5,
    ],
  )
  assert.deepEqual([aws.asked.length, browser.tabs.length], [asked, tabs])
})

test('nothing is told of what is open where all find room', async () => {
  const { browser } = await bothOpen()
  await add(browser, ['One'])
  assert.deepEqual((await browser.call('weighOpening', { ids: ['One', 'prod'] })).open, [])
})

test('two chains to one role need the room of one, and one that is open as its role needs none', async () => {
  const { browser } = await bothOpen()
  await add(browser, ['One', 'Two', 'Three'])
  const { sourceId, hops } = await browser.call('chain', { id: 'Three' })
  await browser.call('restoreChain', chain('again', 'again', { sourceId, hops }))
  const audit = await browser.call('chain', { id: 'prod' })
  await browser.call('restoreChain', { ...audit, id: 'like-prod', name: 'like prod' })
  const ids = ['One', 'Two', 'Three', 'again', 'like-prod']
  const hinders = (await hindersOf(browser, ids)).map(([, hinder]) => hinder)
  assert.deepEqual(hinders, [undefined, undefined, undefined, undefined, undefined])
})

test('a chain whose console is open is opened once more where the person wants no tab gone to', async () => {
  const { browser } = await bothOpen()
  await browser.call('saveSettings', { goesToTab: false })
  assert.deepEqual(await hindersOf(browser, ['prod']), [['prod', undefined]])
})

test('a tab whose console ended is open no more, and what is walked at an endpoint needs no room', async (t) => {
  const { browser } = await bothOpen()
  await add(browser, ['One', 'Two', 'Three', 'Four'])
  const { id } = await browser.call('saveSource', {
    name: 'here',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    endpoint: { sts: 'http://localhost:4566' },
  })
  await browser.call('restoreChain', {
    ...(await browser.call('chain', { id: 'Four' })),
    id: 'away',
    name: 'away',
    sourceId: id,
  })
  const ids = ['One', 'Two', 'Three', 'Four', 'away', 'prod']
  assert.deepEqual((await hindersOf(browser, ids)).slice(3), [
    ['Four', 'full'],
    ['away', undefined],
    ['prod', 'open'],
  ])
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 2 * 3_600_000 })
  assert.deepEqual(await hindersOf(browser, ['prod']), [['prod', undefined]])
})

test('beside those that are open several find room, also where the settings have one signed out', async () => {
  const { browser } = await bothOpen()
  await browser.call('saveSettings', { signOutFirst: true, goesToTab: false })
  assert.deepEqual(await hindersOf(browser, ['prod', 'security']), [
    ['prod', undefined],
    ['security', undefined],
  ])
})

test('where AWS takes one account at a time, all but the one that is open are in the way of each other', async () => {
  const { browser, run } = await alice()
  browser.lands = single()
  assert.equal((await run('prod')).failure, undefined)
  await add(browser, ['One'])
  assert.deepEqual(await hindersOf(browser, ['security', 'One']), [
    ['security', undefined],
    ['One', undefined],
  ])
  assert.equal((await run('security')).asks?.signsOut?.account, prod, 'it is found out')
  assert.deepEqual(await hindersOf(browser, ['prod', 'security', 'One']), [
    ['prod', 'open'],
    ['security', 'single'],
    ['One', 'single'],
  ])
  await browser.call('saveSettings', { goesToTab: false })
  assert.deepEqual(await hindersOf(browser, ['prod', 'security']), [
    ['prod', undefined],
    ['security', 'single'],
  ])
  assert.deepEqual(await hindersOf(browser, ['One']), [['One', 'single']], 'also one alone')
  const { open } = await browser.call('weighOpening', { ids: ['security', 'One'] })
  assert.deepEqual(
    open.map(({ account }) => account),
    [prod],
  )
})

test('where the browser is signed out before each sign-in, they are in the way of each other from the start', async () => {
  const { browser } = await alice()
  await browser.call('saveSettings', { signOutFirst: true })
  await add(browser, ['One'])
  assert.deepEqual(await hindersOf(browser, ['prod', 'One']), [
    ['prod', 'signs-out'],
    ['One', 'signs-out'],
  ])
  assert.deepEqual(await hindersOf(browser, ['prod']), [['prod', undefined]])
})

test('in containers of their own none is in the way of another, and none is made for the question', async () => {
  const { browser, run } = await alice()
  browser.containers = []
  await browser.wake()
  browser.lands = single()
  await run('prod')
  assert.equal((await run('security')).asks?.signsOut?.account, prod)
  await add(browser, ['One', 'Two'])
  assert.equal((await hindersOf(browser, ['One', 'Two']))[0]?.[1], 'single')
  for (const container of ['chain', 'account'] as const) {
    await browser.call('saveSettings', { container })
    assert.deepEqual(await hindersOf(browser, ['security', 'One']), [
      ['security', undefined],
      ['One', undefined],
    ])
  }
  await browser.call('saveSettings', { signOutFirst: true })
  assert.deepEqual(await hindersOf(browser, ['One', 'Two', 'security']), [
    ['One', 'signs-out'],
    ['Two', 'signs-out'],
    ['security', undefined],
  ])
  assert.deepEqual(browser.containers, [])
})

test('AWS’s own list is asked where the person chose that, and counts what was opened elsewhere', async () => {
  const { aws, browser } = await alice()
  await add(browser, ['One', 'Two'])
  aws.cookies.are = 'aws-prism-opt-in=true'
  for (const at of [1, 2, 3, 4]) {
    const label = `${prod}-ab12cd3${at}`
    const session = { arn: `arn:aws:sts::${prod}:assumed-role/R${at}/me`, account: prod, issuedAt: aws.clock.now() }
    const endsAt = aws.clock.now() + 1_800_000
    aws.state.consoleSessions.set(`c${at}`, { session, partition: 'aws', label, endsAt } as never)
    aws.cookies.are += `; __Secure-aws-session-id-${label}=c${at}`
  }
  const both = ['One', 'Two']
  assert.deepEqual([(await hindersOf(browser, both))[1], aws.cookies.went], [['Two', undefined], 0])
  await browser.call('saveSettings', { asksForSessions: true })
  assert.deepEqual(
    [await hindersOf(browser, both), aws.cookies.went],
    [
      [
        ['One', undefined],
        ['Two', 'full'],
      ],
      1,
    ],
  )
  assert.equal((await browser.call('weighOpening', { ids: both })).open.length, 4, 'though one alone finds no room')
})

test('what cannot be walked is in nobody’s way: its own run says why', async () => {
  const { browser } = await alice()
  await browser.call('saveSettings', { signOutFirst: true })
  await browser.call('restoreChain', chain('lost', 'lost', { hops: [], sourceId: '', parentId: 'nobody' }))
  assert.deepEqual(await hindersOf(browser, ['lost', 'prod']), [
    ['lost', undefined],
    ['prod', undefined],
  ])
})

test('more than 20, one that is not here, and a locked vault are refused', async () => {
  const { browser } = await alice()
  const many = Array.from({ length: 21 }, (_, at) => `many${at}`)
  await add(browser, many)
  await assert.rejects(browser.call('weighOpening', { ids: many }), { kind: 'invalid', message: /20 consoles at most/ })
  assert.equal((await hindersOf(browser, many.slice(1))).length, 20)
  await assert.rejects(browser.call('weighOpening', { ids: ['prod', 'nobody'] }), { kind: 'invalid' })
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('lock', null)
  await assert.rejects(browser.call('weighOpening', { ids: ['prod'] }), { kind: 'locked' })
})
