// What a query finds, and the order of lists.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChainSummary } from 'rolerelay-core'
import { arrange, passing } from '../../../extension/background/chains/arrange.ts'
import { byName, itemsOf, mayNamePage, search } from '../../../extension/search/search.ts'

const summary = (name: string, more: Partial<ChainSummary> = {}): ChainSummary => ({
  id: name,
  name,
  sourceId: 'base',
  account: '111122223333',
  role: 'Reader',
  hops: 2,
  tags: [],
  words: [],
  ...more,
})

const ARN = (number: number, role: string) => `arn:aws:iam::${number}:role/${role}`

function shelf(rows: ChainSummary[], favourites: string[] = [], opened: string[] = []) {
  const times = opened.map((id, index) => ({ id, at: 1_000 - index }))
  return arrange([...rows].sort(byName), { favourites, opened: times }, {}).items
}

const names = (of: ReturnType<typeof shelf>, query = '') => search(of, query, 0, 100).rows.map(({ name }) => name)

test('favourites come first, then recents, the last first, then all others by name', () => {
  const rows = ['e', 'd', 'c', 'b', 'a'].map((name) => summary(name))
  assert.deepEqual(names(shelf(rows, ['d', 'b'], ['e', 'c', 'b'])), ['b', 'd', 'e', 'c', 'a'])
})

test('names sort as people count, case aside', () => {
  assert.deepEqual(names(shelf(['team 10', 'Team 2', 'alpha'].map((name) => summary(name)))), [
    'alpha',
    'Team 2',
    'team 10',
  ])
})

test('every word must occur, in any order, over name, account, role and tags', () => {
  const rows = [
    summary('Billing', { account: '999900001111', role: 'Auditor', tags: ['finance', 'prod'] }),
    summary('Billing staging', { tags: ['finance'] }),
  ]
  assert.deepEqual(names(shelf(rows), 'prod bill'), ['Billing'])
  assert.deepEqual(names(shelf(rows), 'AUDIT 0000'), ['Billing'])
  assert.deepEqual(names(shelf(rows), '  finance  billing '), ['Billing', 'Billing staging'])
  assert.deepEqual(names(shelf(rows), 'billing nowhere'), [])
})

test('words do not reach over from one field to the next', () => {
  assert.deepEqual(names(shelf([summary('ab', { account: '123' })]), 'b1'), [])
})

test('accents and case do not matter, on either side', () => {
  const rows = [summary('Équipe Zürich')]
  assert.deepEqual(names(shelf(rows), 'equipe ZURICH'), ['Équipe Zürich'])
  assert.deepEqual(names(shelf(rows), 'ÉQUIPE zürich'), ['Équipe Zürich'])
  assert.deepEqual(names(shelf([summary('Equipe')]), 'équipe'), ['Equipe'])
})

test('names that start with the first word lead their group, and groups keep their order', () => {
  const rows = ['data prod', 'prod', 'my prod', 'the prod'].map((name) => summary(name))
  assert.deepEqual(names(shelf(rows, ['the prod']), 'pro'), ['the prod', 'prod', 'data prod', 'my prod'])
})

test('the chain that is called just so stands above favourites and recents', () => {
  const rows = ['prod', 'prod eu', 'prod us', 'my prod'].map((name) => summary(name))
  const listed = shelf(rows, ['prod eu'], ['my prod'])
  assert.deepEqual(names(listed, 'prod'), ['prod', 'prod eu', 'my prod', 'prod us'])
  assert.deepEqual(names(listed, '  PROD '), ['prod', 'prod eu', 'my prod', 'prod us'])
  assert.deepEqual(names(listed, 'my  Prod'), ['my prod'])
})

test('an account is found with hyphens, without them, and in parts', () => {
  const rows = [summary('here', { account: '111122223333' }), summary('there', { account: '444455556666' })]
  for (const query of ['111122223333', '1111-2222-3333', '2222-33', '1111-', '1111 3333', 'here 2222-3333'])
    assert.deepEqual(names(shelf(rows), query), ['here'], query)
  assert.deepEqual(names(shelf([summary('release 2024-01')]), '2024-01'), ['release 2024-01'])
})

test('a word with # is of a tag, or stands in the name as it is', () => {
  const rows = [summary('prod'), summary('pay', { tags: ['Production'] }), summary('ticket #prod')]
  assert.deepEqual(names(shelf(rows), '#prod'), ['pay', 'ticket #prod'])
  assert.deepEqual(names(shelf(rows), '#duction'), [])
})

test('every role and region on the way is searched, below what a list shows', () => {
  const words = [ARN(777788889999, 'team/Hub'), ARN(111122223333, 'Reader'), 'eu-west-1']
  const rows = [summary('far', { words }), summary('the hub'), summary('other', { words: [ARN(1, 'x')] })]
  assert.deepEqual(names(shelf(rows, ['far']), 'hub'), ['the hub', 'far'])
  for (const query of ['7777-8888', words[0] ?? '', '889999:role/team/h', 'west-1', 'far team/'])
    assert.deepEqual(names(shelf(rows), query), ['far'], query)
  // What each ARN begins with would find all.
  for (const query of ['role', 'arn:aws:iam::', 'aws']) assert.deepEqual(names(shelf(rows), query), [], query)
})

test('a chain is found by the name of its source, and its row does not carry what it is searched by', () => {
  const rows = [summary('a', { sourceId: 's1' }), summary('b', { sourceId: 's2' })]
  const sources = new Map([
    ['s1', 'alice'],
    ['s2', 'build server'],
  ])
  const { rows: found } = search(shelf(rows), 'SERVER', 0, 10, { sources })
  assert.deepEqual(
    found.map(({ name }) => name),
    ['b'],
  )
  assert.ok(
    found.every((row) => !('words' in row)),
    JSON.stringify(found),
  )
})

test('one slip is forgiven, below all that was typed so, and is told apart', () => {
  const rows = [summary('billing'), summary('biling'), summary('data', { tags: ['biling'] })]
  const page = search(shelf(rows), 'biling', 0, 10)
  assert.deepEqual([page.rows.map(({ name }) => name), page.exact, page.total], [['biling', 'data', 'billing'], 2, 3])
  const name = 'deployment'
  const [but, all] = [
    (at: number, put: string, gone: number) => name.slice(0, at) + put + name.slice(at + gone),
    [...name],
  ]
  const kinds = {
    // Without its first letter or its last it is a part of the name.
    missing: all.map((_, at) => but(at, '', 1)).slice(1, -1),
    'too many': [...all, ''].flatMap((letter, at) => [but(at, 'x', 0), but(at, letter, 0)]),
    wrong: all.map((_, at) => but(at, 'x', 1)),
    swapped: all.map((_, at) => but(at, [...name.slice(at, at + 2)].reverse().join(''), 2)),
  }
  for (const [kind, queries] of Object.entries(kinds)) {
    for (const query of queries.filter((query) => query !== name)) {
      const { total, exact } = search(shelf([summary(name)]), query, 0, 1)
      assert.deepEqual([total, exact], [1, 0], `${kind}: ${query}`)
    }
  }
  assert.equal(search(shelf([summary('ProductionAdmin')]), 'admni', 0, 1).total, 1, 'within a word')
  assert.equal(search(shelf([summary('prod')]), 'pord', 0, 1).total, 1, 'a swap in a word of four letters')
})

test('two slips, a slip in a short word, and another digit are not forgiven', () => {
  for (const [name, query] of [
    ['billing', 'bxllxng'],
    ['billing data', 'biling dta'],
    ['billing platform', 'biling platfrm'],
    ['prod', 'prid'],
    ['test', 'best'],
    ['team 10', 'team 20'],
    ['account-0042', 'account-0043'],
    ['account-0042', 'account-00421'],
    ['account-0042', 'account-0024'],
    ['abc', 'acb'],
  ] as const)
    assert.equal(search(shelf([summary(name)]), query, 0, 1).total, 0, `${name}, ${query}`)
  // A slip does not reach over from one field to the next.
  assert.equal(search(shelf([summary('abcd', { account: '111122223333' })]), 'abcdx1111', 0, 1).total, 0)
})

test('of a whole account one digit is forgiven', () => {
  const listed = shelf([summary('a', { account: '111122223334' })])
  for (const query of [
    '111122223344',
    '11112222334',
    '1111222233334',
    '111122232334',
    '1111-2222-3344',
    '1111-2223-2334',
  ])
    assert.deepEqual(
      [search(listed, query, 0, 1)].map(({ total, exact }) => [total, exact]),
      [[1, 0]],
      query,
    )
  assert.equal(search(listed, '1111222244', 0, 1).total, 0, 'a part of one')
})

test('a slip is forgiven in all that is searched: the source, a tag, a role or region on the way', () => {
  const words = [ARN(777788889999, 'team/SecurityGate'), ARN(111122223333, 'Reader'), 'eu-west-1']
  const far = summary('far', { words, account: '111122223333', tags: ['On-call'], sourceId: 's2' })
  const sources = new Map([['s2', 'build server']])
  const found = (query: string) => {
    const { total, exact } = search(shelf([far, summary('other', { account: '444455556666' })]), query, 0, 10, {
      sources,
    })
    return [total, exact]
  }
  for (const query of ['srever', '#no-call', 'securtygate', 'eu-wset-1', 'far sevrer', 'reader securitygaet'])
    assert.deepEqual(found(query), [1, 0], query)
  // Two slips, or what each ARN has: a slip of that would find all.
  for (const query of ['srevre', 'sevrer securtygate', '#call', 'roles', 'arn:aws:iam:', '1111-2223'])
    assert.deepEqual(found(query), [0, 0], query)
})

test('of a whole ARN the chains that end as that role stand before those that pass it', () => {
  const hub = ARN(777788889999, 'team/Hub')
  const end = { account: '777788889999', role: 'Hub', words: [hub, 'eu-west-1'] }
  const rows = [summary('a passes', { words: [hub, ARN(111122223333, 'Reader')] }), summary('b ends', end)]
  assert.deepEqual(names(shelf(rows, ['a passes']), hub), ['b ends', 'a passes'])
})

test('a list is sorted by name, by when it was opened and by account, and slips stay below', () => {
  const rows = [summary('b', { account: '1' }), summary('a', { account: '3' }), summary('c', { account: '2' })]
  const listed = shelf(rows, ['c'], ['b', 'a'])
  const by = (sort: 'name' | 'opened' | 'account') => search(listed, '', 0, 10, { sort }).rows.map(({ name }) => name)
  assert.deepEqual(
    [by('name'), by('opened'), by('account')],
    [
      ['a', 'b', 'c'],
      ['b', 'a', 'c'],
      ['b', 'c', 'a'],
    ],
  )
  const slips = shelf([summary('billing 1'), summary('biling 2')])
  assert.deepEqual(
    search(slips, 'biling', 0, 10, { sort: 'name' }).rows.map(({ name }) => name),
    ['biling 2', 'billing 1'],
  )
})

test('a list comes in groups by its first tag or by the path in its name, those of none last, while nothing is searched for', () => {
  const rows = [
    summary('team/prod/admin', { tags: ['Ops'] }),
    summary('team/prod/reader', { tags: ['dev', 'ops'] }),
    summary('Team/Prod/billing', { tags: ['ops'] }),
    summary('team/dev 10', {}),
    summary('alone'),
    summary('/odd'),
  ]
  const listed = shelf(rows, ['team/prod/reader'], ['alone'])
  const by = (group: 'tag' | 'path', query = '') => {
    const { rows, groups, total } = search(listed, query, 0, 10, { group })
    assert.equal(rows.length, total)
    return groups?.map(({ start, label }, at) => {
      const names = rows.slice(start, groups[at + 1]?.start).map(({ name }) => name)
      return `${label}: ${names.join(', ')}`
    })
  }
  assert.deepEqual(by('path'), [
    'team · 1: team/dev 10',
    'team/prod · 3: team/prod/admin, Team/Prod/billing, team/prod/reader',
    'Without a path · 2: /odd, alone',
  ])
  assert.deepEqual(by('tag'), [
    'dev · 1: team/prod/reader',
    'Ops · 2: team/prod/admin, Team/Prod/billing',
    'Without a tag · 3: /odd, alone, team/dev 10',
  ])
  assert.equal(by('path', 'prod'), undefined)
  const window = search(listed, '', 4, 1, { group: 'path' })
  assert.deepEqual(
    [window.rows.map(({ name }) => name), window.groups?.map(({ start }) => start)],
    [['/odd'], [0, 1, 4]],
  )
})

test('a list is narrowed to a tag, a source, an account and a state, all at once', () => {
  const rows = [
    summary('a', { tags: ['Prod'], sourceId: 's1', account: '1' }),
    summary('b', { tags: ['prod'], sourceId: 's2', account: '1' }),
    summary('c', { tags: ['production'], sourceId: 's2', account: '2' }),
  ]
  const broken = { kind: 'denied', message: 'No.', since: 1 } as const
  const listed = arrange(rows, { favourites: [], opened: [] }, { a: { at: 1 }, b: { at: 1, broken } })
  const { items, checks } = listed
  const only = (filter: Parameters<typeof passing>[0]) =>
    search(items, '', 0, 10, { filter: passing(filter, checks) }).rows.map(({ name }) => name)
  assert.deepEqual(only({ tag: 'PROD' }), ['a', 'b'])
  assert.deepEqual(only({ sourceId: 's2' }), ['b', 'c'])
  assert.deepEqual(only({ account: '1', sourceId: 's2' }), ['b'])
  assert.deepEqual(
    [only({ state: 'works' }), only({ state: 'broken' }), only({ state: 'unchecked' })],
    [['a'], ['b'], ['c']],
  )
  assert.equal(search(items, 'b', 0, 10, { filter: passing({ account: '2' }, checks) }).total, 0)
})

test('a window says how many match and how many there are', () => {
  const rows = Array.from({ length: 30 }, (_, index) => summary(`chain ${index}`, { tags: index % 2 ? ['odd'] : [] }))
  const page = search(shelf(rows), 'odd', 10, 10)
  assert.equal(page.total, 15)
  assert.equal(page.known, 30)
  assert.deepEqual(
    page.rows.map(({ name }) => name),
    ['chain 21', 'chain 23', 'chain 25', 'chain 27', 'chain 29'],
  )
})

test('a row says whether it is a favourite and when it was last opened', () => {
  const [first, second] = search(shelf([summary('a'), summary('b')], ['a'], ['a']), '', 0, 2).rows
  assert.equal(first?.favourite, true)
  assert.equal(first?.openedAt, 1_000)
  assert.equal(second?.favourite, false)
  assert.ok(second && !('openedAt' in second))
})

test('chains are read for a search all at once as one by one, whatever their names are written with', () => {
  const plain = ['PROD', 'Payments \u0001 eu', ''].map((name) =>
    summary(name, { tags: ['EU'], words: [ARN(1, 'Hub')] }),
  )
  const accents = ['ΟΔΟΣ', 'İstanbul', 'Zürich', 'e\u0301quipe'].map((name) => summary(name, { words: [ARN(2, name)] }))
  const read = (rows: ChainSummary[]) =>
    itemsOf(rows, () => ({ favourite: false })).map(({ text, way, plain, tags }) => ({ text, way, plain, tags }))
  for (const rows of [plain.slice(0, 1), plain, accents, [...plain, ...accents], [...accents, ...plain]])
    assert.deepEqual(
      read(rows),
      rows.flatMap((row) => read([row])),
    )
})

test('what was found before changes nothing of what is found next', () => {
  const all = shelf(
    ['payments prod', 'payments eu', 'paymnets dev', 'ledger prod', 'prod'].map((name, at) =>
      summary(name, { account: `11112222333${at}`, sourceId: `s${at % 2}`, words: [ARN(at, 'Hub')] }),
    ),
    ['ledger prod'],
  )
  const named = (first: string) => new Map([['s0', first]])
  const [alice, bob] = [named('alice'), named('bob')]
  const wanted = { page: 's3/home', label: 'S3', words: ['payments'] }
  const queries = ['payments', 'payments ', 'payments s3', 'alice', 'bob', 'payments prod', 'prod', 'paymnets', 'hub']
  const asked = [...queries, ...queries.toReversed()].flatMap((query) => [
    [query, { sources: alice }] as const,
    [query, { sources: bob, wanted }] as const,
    [query, { wanted: { ...wanted, account: '111122223331' } }] as const,
    [query, { sort: 'name', filter: ({ chain }: (typeof all)[number]) => chain.sourceId === 's1' }] as const,
  ])
  for (const [query, narrowed] of asked)
    assert.deepEqual(search(all, query, 0, 9, narrowed), search([...all], query, 0, 9, narrowed))
})

test('what a query is still found by when it grows is not looked for again', () => {
  const all = shelf([summary('payments prod')])
  const [item] = all
  assert.ok(item, 'a chain')
  let reads = 0
  const { text } = item
  Object.defineProperty(item, 'text', {
    get: () => {
      reads += 1
      return text
    },
  })
  const readsOf = (query: string, among = all) => {
    const before = reads
    search(
      among,
      query,
      0,
      1,
      mayNamePage(query) ? { wanted: { page: 's3/home', label: 'S3', words: ['payments'] } } : {},
    )
    return reads - before
  }
  const [once, twice] = [readsOf('payments', [...all]), readsOf('payments s3', [...all])]
  assert.ok(once > 0 && twice > once, 'each looks at the chain')
  assert.equal(readsOf('payments'), once)
  assert.equal(readsOf('payments s3'), twice - once, 'only the new word')
  assert.equal(readsOf('payments s3'), 0)
  assert.equal(readsOf('payments'), 0)
})
