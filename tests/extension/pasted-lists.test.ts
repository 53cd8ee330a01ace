// The lists that are pasted into the editor: tags of a session, accounts of a shape.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTags } from '../../extension/options/chains/hops/read-tags.ts'
import { readAccounts } from '../../extension/options/chains/shape/read-accounts.ts'

test('tags are read as the AWS CLI takes them, as lines and as JSON', () => {
  const both = [
    { key: 'team', value: 'payments' },
    { key: 'cost centre', value: 'a=b, c' },
  ]
  assert.deepEqual(readTags('Key=team,Value=payments Key="cost centre",Value="a=b, c"'), both)
  assert.deepEqual(readTags('team=payments\r\ncost centre = a=b, c\n'), both)
  assert.deepEqual(readTags('[{"Key":"team","Value":"payments"},{"Key":"cost centre","Value":"a=b, c"}]'), both)
  assert.deepEqual(readTags('{"team":"payments","cost centre":"a=b, c"}'), both)
  assert.deepEqual(readTags('Key=note,Value='), [{ key: 'note', value: '' }])
})

test('a text that is no list of tags is left to the field', () => {
  for (const text of ['', 'team', 'two words', 'team=payments\nno pair', '{"broken"', '[1]']) {
    assert.deepEqual(readTags(text), [], text)
  }
})

test('accounts are read from lines, tables and what AWS Organizations lists', () => {
  const both = [
    { id: '123456789012', name: 'payments prod' },
    { id: '000000000002', name: 'audit', tags: ['live', 'eu'] },
  ]
  assert.deepEqual(readAccounts('account,name,tags\n123456789012,payments prod\n"000000000002","audit",live;eu'), both)
  assert.deepEqual(readAccounts('payments prod\t123456789012\naudit\t000000000002\tlive eu'), both)
  assert.deepEqual(readAccounts('123456789012 payments prod'), [{ id: '123456789012', name: 'payments prod' }])
  assert.deepEqual(
    readAccounts('{"Accounts":[{"Id":"123456789012","Name":"payments prod","Status":"ACTIVE"},{"Id":"no"}]}'),
    both.slice(0, 1),
  )
  const text = [
    'ACCOUNTS\tarn:aws:organizations::1:account/o-1/123456789012\ta@b.c\t123456789012\tINVITED\t2020-01-02T03:04:05.1+00:00\tpayments prod\tACTIVE',
    'ACCOUNTS\tarn:aws:organizations::1:account/o-1/000000000002\ta@b.c\t000000000002\tCREATED\t1577934245.123\taudit\tACTIVE\tACTIVE',
  ].join('\n')
  assert.deepEqual(
    readAccounts(text).map(({ name }) => name),
    ['payments prod', 'audit'],
  )
})

test('an account is taken once, and a text without one gives none', () => {
  assert.deepEqual(readAccounts('123456789012 first\n123456789012 second'), [{ id: '123456789012', name: 'first' }])
  assert.deepEqual(readAccounts('123456789012'), [{ id: '123456789012', name: '123456789012' }])
  for (const text of ['', 'name,account', '12345', '{"Accounts":7}', '[null]']) assert.deepEqual(readAccounts(text), [])
})

const SHAPES: Record<string, (size: number) => string> = {
  blanks: (size) => `a${' '.repeat(size)}b`,
  'blanks before an equals sign': (size) => `a=${' '.repeat(size)}b`,
  'beginnings of tags': (size) => 'Key=a '.repeat(size / 6),
  'tags that do not end': (size) => `Key=,Value=${' '.repeat(size)}x`,
  'tags with blanks': (size) => `Key=a,Value=b${' '.repeat(size)}Key`,
  tags: (size) => 'Key=a,Value=b '.repeat(size / 14),
  'equals signs': (size) => '='.repeat(size),
  'quotation marks': (size) => '"'.repeat(size),
  'lines of quotation marks': (size) => '"a\n'.repeat(size / 3),
  'lists in each other': (size) => '['.repeat(size),
  separators: (size) => '\t,;'.repeat(size / 3),
  lines: (size) => 'a=b\n'.repeat(size / 4),
  accounts: (size) => Array.from({ length: size / 16 }, (_, n) => `${String(n).padStart(12, '0')},a`).join('\n'),
  'accounts in one line': (size) => '000000000000 '.repeat(size / 13),
  digits: (size) => '1'.repeat(size),
}

for (const [what, make] of Object.entries(SHAPES)) {
  for (const read of [readTags, readAccounts]) {
    test(`${read.name} takes four times as long for four times as many ${what}, and not sixteen times`, () => {
      const [quarter, whole] = [make(2 ** 16), make(2 ** 18)]
      // What disturbs a measure makes it longer, so the best of several counts.
      let [before, after] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
      for (let round = 0; round < 8 && !(after <= 8 * (before + 0.5)); round += 1) {
        before = Math.min(before, milliseconds(read, quarter))
        after = Math.min(after, milliseconds(read, whole))
      }
      assert.ok(after <= 8 * (before + 0.5), `${before} ms, then ${after} ms`)
    })
  }
}

/** Of the processor, for one reading. */
function milliseconds(read: (text: string) => unknown, text: string): number {
  const start = process.cpuUsage()
  read(text)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}
