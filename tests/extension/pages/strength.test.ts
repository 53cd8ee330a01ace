// Which passwords are taken for a vault: what whoever has the disk would guess is not.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dictionary } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'
import { strengthOf, suggest } from '../../../extension/ui/password/strength.ts'
import { MOST, words } from '../../../extension/ui/password/words.ts'

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
      // Of public lists of leaked passwords.
      'qwerty123456',
      'asd123456789',
      'websolutions',
      'yankees fernandez',
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

describe('the words that somebody tries first', () => {
  it('are no later than at twice their place in a list that is taken, or are found as soon letter by letter', () => {
    const guesses = new Map<string, number>()
    for (const [name, list] of Object.entries(words))
      for (const [at, word] of list.entries()) {
        const needed = name === 'diceware' ? 6 ** 5 / 2 : at + 1
        guesses.set(word, Math.min(guesses.get(word) ?? needed, needed))
      }
    for (const [name, most] of Object.entries(MOST)) {
      const all: string[] = { ...dictionary, ...english }[name] ?? []
      assert.ok(all.length > most, name)
      const found = (word: string) => Math.min(guesses.get(word) ?? Number.POSITIVE_INFINITY, 10 ** word.length)
      const later = all.slice(0, most).filter((word, at) => found(word) > 2 * (at + 1))
      assert.deepEqual(later, [], name)
    }
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
