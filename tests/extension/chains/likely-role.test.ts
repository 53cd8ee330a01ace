// A role that was refused and is perhaps only typed wrong: which of the roles that chains walk is likely meant.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { likelyRole } from '../../../extension/search/slip.ts'

const arn = (name: string, account = '111122223333') => `arn:aws:iam::${account}:role/${name}`
const HUB = arn('team/RelayHub')
/** What is likely meant, where one chain walks the typed role, and others these. */
const meant = (typed: string, ...others: string[]) => likelyRole(typed, [typed, 'eu-west-1', ...others])

test('one mistake of typing, or another case, names the role of another chain', () => {
  for (const typed of [
    'team/RelayHbu',
    'team/RelayHu',
    'team/RelayHubb',
    'team/RelayHib',
    'team/relayhub',
    'taem/RelayHub',
  ])
    assert.equal(meant(arn(typed), HUB, HUB, arn('Other')), HUB, typed)
})

test('another name is no slip', () => {
  for (const typed of ['team/RelayHouse', 'Other', 'team/Relay', 'team/RelayHub2', 'team/RelayHub-prod'])
    assert.equal(meant(arn(typed), HUB), undefined, typed)
})

test('another digit is another role or account', () => {
  assert.equal(meant(arn('Step01'), arn('Step02')), undefined)
  assert.equal(meant(arn('team/RelayHub', '111122223334'), HUB), undefined)
})

test('where several may be meant, or two chains have it so, nothing is said', () => {
  assert.equal(meant(arn('team/RelayHu'), HUB, arn('team/RelayHut')), undefined)
  assert.equal(likelyRole(arn('team/RelayHbu'), [arn('team/RelayHbu'), arn('team/RelayHbu'), HUB]), undefined)
  assert.equal(meant(HUB), undefined)
})
