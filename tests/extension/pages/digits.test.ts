// Codes as keyboards of other scripts type them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digitsOf } from '../../../extension/ui/controls/digits.ts'

test('digits of any script are digits, and nothing else is', () => {
  for (const [typed, digits] of [
    ['123456', '123456'],
    ['123 456', '123456'],
    ['０１２３４５６７８９', '0123456789'],
    ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
    ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
    ['०१२३४५६७८९', '0123456789'],
    ['𝟎𝟏𝟐𝟡𝟗', '01299'],
    ['①²½Ⅳ', ''],
    ['', ''],
  ] as const)
    assert.equal(digitsOf(typed), digits, typed)
})
