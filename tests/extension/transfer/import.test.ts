// Importing: a preview, all or nothing, twice the same, and undone to the byte; and what is exported.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Failure, ImportFormat } from 'rolerelay-core'
import type { ImportDone } from '../../../extension/protocol.ts'
import { Browser } from '../scene/browser.ts'
import {
  arn,
  awake,
  CREDENTIALS,
  config,
  FILES,
  idOf,
  imported,
  listed,
  profile,
  rows,
  store,
  undo,
} from '../scene/import-scene.ts'
import { inSession, keep, kept, textOf } from '../scene/kept.ts'
import { addSource, chain, KEYS } from '../scene/sample.ts'

test('a preview says what would come, changes nothing and holds no key', async () => {
  const browser = await awake()
  const plan = await browser.call('previewImport', { files: FILES })
  assert.deepEqual(
    plan.chains.map(({ chain }) => chain.name),
    ['hub', 'gate', 'prod'],
  )
  assert.deepEqual(
    plan.sources.map(({ source, hasKeys }) => [source.name, hasKeys]),
    [['base', true]],
  )
  assert.ok(!JSON.stringify(plan).includes(KEYS.secretAccessKey))
  assert.deepEqual(store(browser), [{}, {}])
})

test('another client’s file with the same names replaces nothing unless it is chosen, and can come beside', async () => {
  const { browser } = await imported()
  const base = (await browser.call('sources', null))[0]
  const others = FILES.map(({ name, text }) => ({
    name,
    text: text
      .replace(KEYS.accessKeyId, 'AKIAI44QH8DHBEXAMPLE')
      .replaceAll(':iam::', ':iam::9')
      .replace(/(:iam::9\d{11})\d/g, '$1'),
  }))
  const preview = await browser.call('previewImport', { files: others })
  const [replaced] = preview.replaced
  assert.deepEqual(
    [preview.replaced.length, replaced?.name, replaced?.sourceId, replaced?.chains, replaced?.planned.length],
    [1, 'base', base?.id, 3, 3],
  )
  assert.deepEqual(preview.newKeys, [], 'it is told of once')
  assert.ok(preview.chains.every(({ other }) => other))

  const leaveOut = [replaced?.sourceId ?? '', ...(replaced?.planned ?? [])]
  await browser.call('applyImport', { files: others, leaveOut })
  assert.deepEqual((await browser.call('sources', null))[0]?.accessKeyId, KEYS.accessKeyId)
  assert.deepEqual(await listed(browser), [
    ['gate', 2],
    ['hub', 1],
    ['prod', 3],
  ])

  const done = await browser.call('applyImport', { files: others, leaveOut: [], prefix: 'b ' })
  assert.equal(done.added.length, 3)
  assert.deepEqual((await listed(browser)).map(([name]) => name).sort(), [
    'b gate',
    'b hub',
    'b prod',
    'gate',
    'hub',
    'prod',
  ])
  assert.deepEqual((await browser.call('sources', null)).map(({ name, accessKeyId }) => [name, accessKeyId]).sort(), [
    ['b base', 'AKIAI44QH8DHBEXAMPLE'],
    ['base', KEYS.accessKeyId],
  ])
})

test('Firefox copies as few values of a preview and of an import for thirty chains as for one', async () => {
  const copied = async (isFirefox: boolean, chains: number) => {
    const browser = Object.assign(new Browser(), { isFirefox })
    await browser.wake()
    const hub = profile('hub', 1, 'base')
    const more = Array.from({ length: chains - 1 }, (_, at) => profile(`team-${at}`, 2, 'hub'))
    const files = [config(hub, ...more), CREDENTIALS]
    const replies = [
      await browser.send({ call: 'previewImport', argument: { files } }),
      await browser.send({ call: 'applyImport', argument: { files, leaveOut: [] } }),
    ]
    assert.equal((await listed(browser)).length, chains)
    return replies.map(valuesIn)
  }
  const [one, thirty] = [await copied(true, 1), await copied(true, 30)]
  assert.deepEqual(thirty, one)
  // Chromium makes a text of each reply: to make one of a text would take longer.
  assert.notDeepEqual(await copied(false, 30), await copied(false, 1))
})

test('an import is one write; its keys are in memory and its chains are whole', async () => {
  const browser = await awake()
  let writes = 0
  browser.beforeWrite = () => {
    writes += 1
  }
  const done = await browser.call('applyImport', { files: FILES, leaveOut: [] })
  assert.equal(writes, 1)
  assert.deepEqual([done.added.length, done.changed, done.sourcesAdded.length, done.sourcesChanged], [3, [], 1, []])
  const expected = [
    ['gate', 2],
    ['hub', 1],
    ['prod', 3],
  ]
  assert.deepEqual(await listed(browser), expected)
  const [source] = await browser.call('sources', null)
  assert.deepEqual([source?.name, source?.keys, source?.usedByCount], ['base', 'ready', 3])
  assert.ok(!textOf(browser).includes(KEYS.secretAccessKey))
  await browser.wake()
  assert.deepEqual(await listed(browser), expected)
})

test('importing twice changes nothing, and what a person added meanwhile stays', async () => {
  const { browser } = await imported()
  const hub = await browser.call('chain', { id: await idOf(browser, 'hub') })
  await browser.call('saveChain', { ...hub, colour: 'red' })
  await rows(browser)
  const before = store(browser)
  const again = await browser.call('applyImport', { files: FILES, leaveOut: [] })
  assert.deepEqual(again, { added: [], changed: [], sourcesAdded: [], sourcesChanged: [] })
  assert.deepEqual(store(browser), before)
})

test('what the editor would refuse is told, and mended where one chooses that', async () => {
  const long = config(profile('hub', 1, 'base'), `${profile('prod', 2, 'hub')}duration_seconds = 43200\n`)
  const browser = await awake()
  const { chains } = await browser.call('previewImport', { files: [long] })
  assert.deepEqual(
    chains.map(({ chain, faults = [] }) => [chain.name, faults.map(({ place, fix }) => [place, fix])]),
    [
      ['hub', []],
      ['prod', [['hops.0.durationSeconds', 'Set one hour']]],
    ],
  )
  const lasts = async () => (await browser.call('chain', { id: await idOf(browser, 'prod') })).hops[0]?.durationSeconds
  const done = await browser.call('applyImport', { files: [long], leaveOut: [] })
  assert.equal(await lasts(), 43_200, 'it is as the file says')
  await undo(browser, done)
  await browser.call('applyImport', { files: [long], leaveOut: [], mend: true })
  assert.equal(await lasts(), 3_600)
})

test('a file is read as what one says, in the preview and in the import that follows', async () => {
  const browser = await awake()
  const files = [config(profile('hub', 1, 'base')), CREDENTIALS]
  const formats = async (readAs?: (ImportFormat | null)[]) =>
    (await browser.call('previewImport', { files, ...(readAs && { readAs }) })).formats
  assert.deepEqual(await formats(), ['aws-config', 'aws-credentials'])
  assert.deepEqual(await formats(['roles', null]), ['roles', 'aws-credentials'])
  assert.deepEqual(await formats(), ['aws-config', 'aws-credentials'])
  await browser.call('applyImport', { files, leaveOut: [], readAs: ['roles', null] })
  assert.deepEqual(
    (await rows(browser)).map(({ name }) => name),
    (await (await awake()).call('previewImport', { files, readAs: ['roles'] })).chains.map(({ chain }) => chain.name),
  )
})

test('pasted roles come the other way round where one says so', async () => {
  const browser = await awake()
  const files = [{ name: '', text: `${arn(1, 'hub')}\n${arn(2, 'prod')}\n` }]
  const roles = async (readAs: ImportFormat) =>
    (await browser.call('previewImport', { files, readAs: [readAs] })).chains[0]?.chain.hops.map((hop) => hop.roleArn)
  const [first, last] = (await roles('roles')) ?? []
  assert.deepEqual(await roles('roles-turned'), [last, first])
  await browser.call('applyImport', { files, leaveOut: [], readAs: ['roles-turned'] })
  assert.equal((await rows(browser)).length, 1)
  assert.deepEqual(await roles('roles-turned'), undefined, 'it is here just so')
})

test('what is left out stays out, with the chains that build on it, unless it is here already', async () => {
  const browser = await awake()
  const { chains, sources } = await browser.call('previewImport', { files: FILES })
  const gate = chains[1]?.chain.id ?? ''
  const base = sources[0]?.source.id ?? ''
  await browser.call('applyImport', { files: FILES, leaveOut: [base] })
  assert.deepEqual([await listed(browser), await browser.call('sources', null), inSession(browser)], [[], [], []])
  await browser.call('applyImport', { files: FILES, leaveOut: [gate] })
  assert.deepEqual(await listed(browser), [['hub', 1]])
  await browser.call('applyImport', { files: FILES, leaveOut: [] })
  const moved = [config(profile('hub', 1, 'base'), profile('gate', 7, 'hub'), profile('more', 4, 'gate')), CREDENTIALS]
  const done = await browser.call('applyImport', { files: moved, leaveOut: [gate] })
  assert.deepEqual([done.added.length, done.changed], [1, []])
  assert.deepEqual((await browser.call('chain', { id: gate })).hops, [{ roleArn: arn(2, 'gate') }])
})

test('an undo takes away what came and puts back what changed, star and keys included', async () => {
  const { browser } = await imported()
  await browser.call('favourite', { id: await idOf(browser, 'hub'), on: true })
  const before = store(browser)
  const files = [config(profile('hub', 9, 'base'), profile('other', 5, 'spare')), CREDENTIALS]
  files.push({ name: 'credentials', text: CREDENTIALS.text.replace('base', 'spare') })
  const done = await browser.call('applyImport', { files, leaveOut: [] })
  assert.deepEqual([done.added.length, done.changed.length, done.sourcesAdded.length], [1, 1, 1])
  assert.notDeepEqual(store(browser), before)
  await undo(browser, done)
  assert.deepEqual(store(browser), before)
})

test('a preview says of which sources the keys alone are new', async () => {
  const { browser } = await imported()
  const other = FILES.map(({ name, text }) => ({ name, text: text.replace(KEYS.secretAccessKey, 'n'.repeat(40)) }))
  const keysIn = async (files: typeof FILES) => (await browser.call('previewImport', { files })).newKeys
  const [source] = await browser.call('sources', null)
  assert.deepEqual([await keysIn(FILES), await keysIn(other)], [[], [source?.id]])
  await browser.call('applyImport', { files: other, leaveOut: [] })
  assert.deepEqual(await keysIn(other), [])
})

test('keys that an import replaced come back with its undo, unless others were entered meanwhile', async () => {
  const { browser } = await imported()
  const other = 'AKIAI44QH8DHBEXAMPLE'
  const files = [{ name: 'credentials', text: CREDENTIALS.text.replace(KEYS.accessKeyId, other) }]
  const key = async () => (await browser.call('sources', null))[0]?.accessKeyId
  const before = store(browser)
  const done = await browser.call('applyImport', { files, leaveOut: [] })
  assert.equal(await key(), other)
  await browser.wake()
  await undo(browser, done)
  assert.deepEqual(store(browser), before)

  browser.session = {}
  const filled = await browser.call('applyImport', { files, leaveOut: [] })
  await undo(browser, filled)
  assert.equal(await key(), undefined)

  const again = await browser.call('applyImport', { files, leaveOut: [] })
  const [source] = await browser.call('sources', null)
  await browser.call('saveSource', { id: source?.id ?? '', name: 'base', credentials: KEYS })
  await undo(browser, again)
  assert.equal(await key(), KEYS.accessKeyId)
})

test('a note that is an error keeps all out, and says why', async () => {
  const { browser } = await imported()
  const before = store(browser)
  const broken = { name: 'rolerelay.json', text: '{"rolerelay": 99, "chains": [], "sources": []}' }
  const plan = await browser.call('previewImport', { files: [broken] })
  assert.ok(plan.notes.some(({ severity }) => severity === 'error'))
  const files = [broken, config(profile('new', 8, 'base'))]
  await assert.rejects(browser.call('applyImport', { files, leaveOut: [] }), (failure: Failure) => {
    assert.equal(failure.kind, 'invalid')
    assert.match(failure.message, /^Nothing was imported\. ./)
    return true
  })
  assert.deepEqual(store(browser), before)
})

test('an import that the browser refuses to write leaves what was there byte for byte, keys too', async () => {
  const { browser } = await imported()
  const before = JSON.stringify(store(browser))
  browser.beforeWrite = () => {
    throw new Error('QUOTA_BYTES quota exceeded')
  }
  const other = { name: 'credentials', text: CREDENTIALS.text.replace(KEYS.secretAccessKey, 'x'.repeat(40)) }
  const files = [config(profile('new', 8, 'base')), other]
  await assert.rejects(browser.call('applyImport', { files, leaveOut: [] }), { kind: 'storage', message: /QUOTA/ })
  assert.equal(JSON.stringify(store(browser)), before)
  assert.equal((await listed(browser)).length, 3)
  browser.beforeWrite = () => {}
  await browser.call('applyImport', { files, leaveOut: [] })
  assert.equal((await listed(browser)).length, 4)
})

/** How many values there are in a value, itself included. */
const valuesIn = (value: unknown): number =>
  typeof value === 'object' && value ? Object.values(value).reduce((sum, one) => sum + valuesIn(one), 1) : 1

const PARTS: Record<string, (browser: Browser, done: ImportDone) => Promise<unknown>> = {
  applyImport: (browser) =>
    browser.call('applyImport', {
      files: [config(profile('hub', 9, 'base'), profile('new', 5, 'hub')), CREDENTIALS],
      leaveOut: [],
    }),
  undoImport: undo,
  deleteChain: (browser, { added }) => browser.call('deleteChain', { id: added[0] ?? '' }),
  saveChain: (browser, { added }) =>
    browser.call(
      'saveChain',
      chain(added[0] ?? '', 'renamed', { sourceId: (kept(browser).sources as { id: string }[])[0]?.id ?? '' }),
    ),
}

for (const [name, change] of Object.entries(PARTS)) {
  test(`killed between any two calls to the storages in ${name}, there is the old or the new, whole`, async () => {
    /** Everything that a person sees. */
    const seen = async (browser: Browser) => {
      await browser.wake()
      const shown = [await rows(browser), await browser.call('exportChains', { form: 'rolerelay' })]
      await keep(browser, ({ derived: _, ...values }) => values)
      assert.deepEqual(await rows(browser), shown[0], 'the same from the records')
      return JSON.stringify([shown, kept(browser).sources])
    }
    const { browser: old, done } = await imported()
    await rows(old)
    const start = structuredClone([old.local, old.session])
    const before = await seen(old)
    let after: string | undefined
    const outcomes = new Set<string>()
    for (let at = 1; after === undefined; at += 1) {
      const browser = new Browser()
      const [local = {}, session = {}] = structuredClone(start)
      Object.assign(browser, { local, session })
      await browser.wake()
      let calls = 0
      const killed = new Promise<false>((resolve) => {
        browser.beforeStorage = () => {
          calls += 1
          if (calls !== at) return
          browser.kill()
          resolve(false)
        }
      })
      const finished = await Promise.race([change(browser, done).then(() => true), killed])
      browser.beforeStorage = () => {}
      const now = await seen(browser)
      outcomes.add(now)
      if (finished) after = now
    }
    assert.notEqual(after, before)
    assert.deepEqual(outcomes, new Set([before, after]))
  })
}

test('an export takes along what a chain builds on, and reads back as what it was', async () => {
  const { browser } = await imported()
  const id = await idOf(browser, 'prod')
  const { text, fileName } = await browser.call('exportChains', { ids: [id], form: 'rolerelay' })
  assert.ok(fileName.endsWith('.json'))
  assert.ok(!text.includes(KEYS.secretAccessKey))
  const other = await awake()
  await other.call('applyImport', { files: [{ name: fileName, text }], leaveOut: [] })
  assert.deepEqual(await rows(other), await rows(browser))
})

test('an export of all chains comes by name, as people count, whatever their ids are', async () => {
  const browser = await awake()
  const sourceId = await addSource(browser)
  for (const [id, name] of [
    ['a', 'team 10'],
    ['b', 'Team 2'],
    ['c', 'alpha'],
  ] as const)
    await browser.call('restoreChain', chain(id, name, { sourceId }))
  const { text } = await browser.call('exportChains', { form: 'rolerelay' })
  const names = [...text.matchAll(/"name": ?"(alpha|team \d+)"/gi)].map(([, name]) => name)
  assert.deepEqual(names, ['alpha', 'Team 2', 'team 10'])
})
