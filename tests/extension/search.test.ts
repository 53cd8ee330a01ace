// What a query finds, and the order of lists.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChainSummary } from 'rolerelay-core'
import { arrange, byName, search } from '../../extension/background/search.ts'

const summary = (name: string, more: Partial<ChainSummary> = {}): ChainSummary => ({
  id: name,
  name,
  sourceId: 'base',
  account: '111122223333',
  role: 'Reader',
  hops: 2,
  tags: [],
  ...more,
})

function shelf(rows: ChainSummary[], favourites: string[] = [], opened: string[] = []) {
  const times = opened.map((id, index) => ({ id, at: 1_000 - index }))
  return arrange([...rows].sort(byName), { favourites, opened: times }, {})
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
  assert.deepEqual(names(shelf(rows, ['the prod']), 'prod'), ['the prod', 'prod', 'data prod', 'my prod'])
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
