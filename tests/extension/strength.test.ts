// Which passwords are taken for a vault: what whoever has the disk would guess is not.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dictionary } from '@zxcvbn-ts/language-common'
import { strengthOf, suggest } from '../../extension/ui/password/strength.ts'

const names = ['Harbour Crane', 'Harbour', 'Crane', 'payments']

describe('the strength of a password', () => {
  it('is too little for what is guessed first', () => {
    const weak = [
      'password',
      'Password123456',
      'Summer2026!!Summer',
      'qwertyuiop[]asdf',
      'aaaaaaaaaaaaaaaaaaaaaaaa',
      'abcdefghijklmnopqrst',
      'Tr0ub4dor&3',
      'rolerelay-rolerelay',
      'Harbour-Crane',
      'harbour.payments1',
      'пароль12345678',
    ]
    for (const password of weak) assert.ok(strengthOf(password, names).score <= 2, password)
  })

  it('is enough for random characters and for words that have nothing to do with each other', () => {
    const fine = [
      'kX9#mQ2vLp0z',
      'copper lantern drifts under seven maples',
      'mustard-jolliness-unguided-wind',
      'дождь крыша слон пианино',
    ]
    for (const password of fine) {
      const { score, advice } = strengthOf(password, names)
      assert.ok(score > 2, password)
      assert.deepEqual(advice, [], password)
    }
  })

  it('says what would help', () => {
    assert.match(strengthOf('Harbour-Crane', names).advice.join(' '), /names that are in your chains/)
    assert.match(strengthOf('aaaaaaaaaaaaaaa', names).advice.join(' '), /Repeated characters/)
  })
})

describe('a suggested password', () => {
  it('is five words of the list of 7,776, and strong', () => {
    const list = new Set(dictionary['diceware-common'])
    assert.equal(list.size, 7776)
    for (let time = 0; time < 20; time++) {
      const words = suggest().split(' ')
      assert.equal(words.length, 5)
      assert.ok(words.every((word) => list.has(word)))
      assert.equal(strengthOf(words.join(' '), names).score, 4)
    }
  })

  it('is another each time', () => {
    assert.equal(new Set(Array.from({ length: 100 }, suggest)).size, 100)
  })
})
