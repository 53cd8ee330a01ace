// The lists that are pasted into the editor: tags of a session, accounts of a shape.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTags } from '../../../extension/options/chains/hops/read-tags.ts'
import { readAccountList, readAccounts } from '../../../extension/options/chains/shape/read-accounts.ts'
import { accountsIn, chainForEach } from '../../../extension/options/transfer/accounts-in.ts'
import { Browser } from '../scene/browser.ts'
import { KEYS } from '../scene/sample.ts'

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

const TWO = [
  { id: '123456789012', name: 'payments, prod' },
  { id: '000000000002', name: 'audit' },
]
const ARN = 'arn:aws:organizations::123456789012:account/o-1/'

const LISTS: Record<string, string> = {
  "the console's CSV": `\ufeffAccount ID,ARN,Email,Account name,Status,Joined method,Joined timestamp\r\n123456789012,${ARN}123456789012,a@b.c,"payments, prod",ACTIVE,Invited,1/2/2020\r\n"000000000002",${ARN}2,a@b.c,audit,ACTIVE,Created,1/2/2020\r\n000000000003,${ARN}3,a@b.c,old,SUSPENDED,Created,1/2/2020\r\n`,
  JSON: JSON.stringify({
    Accounts: [
      { Id: '123456789012', Arn: ARN, Email: 'a@b.c', Name: 'payments, prod', Status: 'ACTIVE' },
      { Id: '000000000002', Name: 'audit', State: 'ACTIVE' },
      { Id: '000000000003', Name: 'old', Status: 'ACTIVE', State: 'PENDING_CLOSURE' },
    ],
  }),
  'an object a line':
    '{"Id":"123456789012","Name":"payments, prod"}\n{"Name":"audit","Id":"000000000002"}\n{"Id":"000000000003","Name":"old","Status":"SUSPENDED"}\n',
  'Identity Center as JSON':
    '{"accountList":[{"accountId":"123456789012","accountName":"payments, prod","emailAddress":"a@b.c"},{"accountId":"000000000002","accountName":"audit"},{"accountId":"000000000003","accountName":"old","status":"CLOSED"}]}',
  YAML: `Accounts:\n- Arn: ${ARN}\n  Email: a@b.c\n  Id: '123456789012'\n  Name: payments, prod\n  Status: ACTIVE\n- Id: "000000000002"\n  Name: 'audit'\n- Id: '000000000003'\n  Name: old\n  Status: SUSPENDED\n`,
  'a table': `--------\n|  ListAccounts  |\n+------+\n||  Accounts  ||\n|+------+------+|\n||  Arn  |  Email |  Id  |  JoinedTimestamp |  Name  |  Status  ||\n|+----+|\n||  ${ARN}1  |  a@b.c |  123456789012  |  2020-01-02T03:04:05 |  payments, prod  |  ACTIVE  ||\n||  ${ARN}2  |  a@b.c |  000000000002  |  2020-01-02T03:04:05 |  audit  |  ACTIVE  ||\n||  ${ARN}3  |  a@b.c |  000000000003  |  2020-01-02T03:04:05 |  old  |  SUSPENDED  ||\n|+----+|\n`,
  text: `ACCOUNTS\t${ARN}1\ta@b.c\t123456789012\tINVITED\t2020-01-02T03:04:05.1+00:00\tpayments, prod\tACTIVE\nACCOUNTS\t${ARN}2\ta@b.c\t000000000002\tCREATED\t2020-01-02T03:04:05.1+00:00\taudit\tACTIVE\nACCOUNTS\t${ARN}3\ta@b.c\t000000000003\tCREATED\t2020-01-02T03:04:05.1+00:00\told\tSUSPENDED\n`,
  'Identity Center as text':
    'ACCOUNTLIST\t123456789012\tpayments, prod\ta@b.c\nACCOUNTLIST\t000000000002\taudit\ta@b.c\n000000000003\told\tCLOSED\n',
  'ids in groups': '1234-5678-9012\tpayments, prod\n0000-0000-0002\taudit\n0000-0000-0003\told\tSUSPENDED\n',
  'headings in another order':
    'name;status;account_id\npayments, prod;ACTIVE;1234-5678-9012\naudit;ACTIVE;000000000002\nold;SUSPENDED;000000000003\n',
}

for (const [what, text] of Object.entries(LISTS)) {
  test(`accounts are read from ${what}, by their names, and those that are closed are told of`, () => {
    assert.deepEqual(readAccountList(text), { accounts: TWO, closed: ['old'], left: [] })
  })
}

for (const [what, text] of Object.entries(LISTS)) {
  test(`${what} is taken by import for nothing but a list of accounts`, async () => {
    const browser = new Browser()
    await browser.wake()
    const { formats, chains, sources } = await browser.call('previewImport', { files: [{ name: '', text }] })
    assert.deepEqual([formats, chains, sources], [[null], [], []])
    const found = accountsIn('accounts.csv', text)
    assert.deepEqual([found?.accounts, found?.closed, found?.file], [TWO, ['old'], 'accounts.csv'])
  })
}

test('a list of accounts makes a chain for each with the role that is named, in the partition of the list', async () => {
  const found = accountsIn('', LISTS.JSON?.replaceAll('arn:aws:', 'arn:aws-us-gov:') ?? '')
  assert.ok(found, 'a list')
  const shape = chainForEach(found, ' /ops/Admin ')
  assert.deepEqual(shape.hops, [{ roleArn: 'arn:aws-us-gov:iam::{account}:role/ops/Admin' }])
  assert.deepEqual(shape.accounts, TWO)
  assert.equal(accountsIn('', 'no account'), undefined)
  assert.deepEqual(accountsIn('', '000000000003,old,SUSPENDED')?.closed, ['old'])

  const browser = new Browser()
  await browser.wake()
  const source = await browser.call('saveSource', { name: 'base', credentials: KEYS })
  const { findings } = await browser.call('saveChain', { ...shape, name: 'ops', sourceId: source.id })
  assert.deepEqual(findings, [])
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 10 })
  assert.deepEqual(rows.map(({ name }) => name).sort(), ['audit · ops', 'payments, prod · ops'])
})

/** A sentence, an account, fields in each form, a cell too many, a token that says that there is more. */
const MORE = [
  'see the wiki',
  '12345',
  '000000000009,new',
  'ACCOUNTLIST\t000000000009\tnew\ta@b.c',
  'NEXTTOKEN\teyJhbGciOiJub25lIn0',
  'Team: red',
  '  Team: red',
  '- Team: red',
  '{"Team":"red"}',
  '{"Id":"000000000009","Name":"new"}',
  '000000000002,twice',
  '||  Team  |  red  ||',
  'a,b,c,d,e,f,g,h',
]

for (const [what, text] of Object.entries(LISTS)) {
  test(`nothing vanishes that somebody puts into ${what}`, () => {
    const starts = [...text.matchAll(/^/gm)].map(({ index }) => index)
    assert.ok(starts.length > 0, 'there is a line')
    for (const at of starts) {
      const read = (line: string) => readAccountList(`${text.slice(0, at)}${line}\n${text.slice(at)}`)
      for (const line of MORE) assert.notDeepEqual(read(line), read(''), `“${line}” vanishes at ${at}`)
    }
  })
}

test('what a list of accounts says beside is told, by its name or its line, and no secret is shown', () => {
  const left = (text: string) => readAccountList(text).left
  assert.deepEqual(left('account id,name,team\n123456789012,a,red\n000000000002,b,blue,x\n'), [
    '“team” of 2 entries is not read.',
    '“x” of one entry is not read.',
  ])
  assert.deepEqual(left('123456789012 a\nnone of these\n123456789012 b\n# a comment'), [
    'Line 2 names no account: “none of these”',
    'Line 3 names 123456789012 once more, which is left out: “123456789012 b”',
  ])
  assert.deepEqual(left(`123456789012 a\nkey: ${KEYS.secretAccessKey}`), ['Line 2 names no account: “key: …”'])
  assert.deepEqual(left('{"Accounts":[{"Id":"123456789012","Name":"a","OU":"r-1","Tags":null}],"NextToken":"eyJ1"}'), [
    'Entry 2 names no account: “{"NextToken":"eyJ1"}”',
    '“ou” of one entry is not read.',
  ])
  assert.deepEqual(left('Accounts:\n- Id: "123456789012"\n  Name: a\n  Name: b\nNextToken: eyJ1\n'), [
    'Line 4 names no account: “Name: b”',
    'Line 5 names no account: “NextToken: eyJ1”',
  ])
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
