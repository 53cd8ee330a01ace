// Chains that build on chains, and shapes that make a chain for each account.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accounts, auditIn, type SampleHop, steps, threeHops } from '../aws/sample.ts'
import { kinds } from './browsers.ts'
import { failureOn, pick } from './person.ts'
import { chainOf, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

for (const kind of kinds) {
  describe(`chains on chains in ${kind}`, () => {
    const here = stage(kind)
    const on = (parentId: string, name: string, hops: SampleHop[]) => ({ ...chainOf(name, '', hops), parentId })

    it('walks the hops of the parents first, and follows when a parent changes', async () => {
      const { driven, wings, alice, aws } = here
      const [first, second, third, fourth] = steps as [SampleHop, SampleHop, SampleHop, SampleHop]
      const hub = await addChain(wings, chainOf('Relay hub', alice, [first]))
      const middle = await addChain(wings, on(hub, 'Relay middle', [second]))
      await addChain(wings, on(middle, 'Relay end', [fourth]))
      // The third step is missing: the end role does not trust the second.
      const failed = await failureOn(await pick(driven, 'relay end'))
      assert.equal(failed.title, 'Stopped at hop 3 of 3')

      const was = await call(wings, 'chain', { id: middle })
      await addChain(wings, { ...was, hops: [...was.hops, third] })
      aws.clearJournal()
      await pick(driven, 'relay end')
      const shown = await driven.consoleTab()
      assert.equal(shown.role, 'Step04')
      assert.equal(sentByExtension(aws).length, 5)
      const { rows } = await call(wings, 'list', { query: 'relay end', offset: 0, limit: 1 })
      assert.equal(rows[0]?.hops, 4)
    })

    it('says what builds on a chain, and names the path of a circle and of a missing parent', async () => {
      const { wings, alice } = here
      const top = await addChain(wings, chainOf('Top', alice, steps.slice(0, 1)))
      const child = await addChain(wings, on(top, 'Child', steps.slice(1, 2)))
      await addChain(wings, on(child, 'Grandchild', steps.slice(2, 3)))
      const hit = await call(wings, 'dependents', { id: top })
      assert.deepEqual(hit.map(({ name }) => name).sort(), ['Child', 'Grandchild'])

      const circle = await call(wings, 'saveChain', { ...on(child, 'Top', steps.slice(0, 1)), id: top })
      assert.equal(circle.saved, false)
      assert.match(circle.findings.map(({ message }) => message).join(), /Top → Child → Top/)

      const deleted = await call(wings, 'deleteChain', { id: top })
      const orphan = await call(wings, 'checkChain', await call(wings, 'chain', { id: child }))
      assert.equal(orphan.find(({ severity }) => severity === 'error')?.place, 'parentId')
      await call(wings, 'restoreChain', deleted)
      const mended = await call(wings, 'checkChain', await call(wings, 'chain', { id: child }))
      assert.ok(mended.every(({ severity }) => severity !== 'error'))
    })

    it('makes a chain for each account of a shape, without copies', async () => {
      const { driven, wings, alice } = here
      const shape = {
        ...chainOf('Audit all', alice, [threeHops[0] as SampleHop, auditIn('{account}')]),
        accounts: [
          { id: accounts.security, name: 'Guardhouse' },
          { id: accounts.prod, name: 'Shopfront', tags: ['live'] },
        ],
      }
      const id = await addChain(wings, shape)
      const { rows } = await call(wings, 'list', { query: 'audit all', offset: 0, limit: 10 })
      assert.deepEqual(
        rows.map(({ id, name, account, hops }) => [id, name, account, hops]),
        [
          [`${id}_${accounts.security}`, 'Guardhouse · Audit all', accounts.security, 2],
          [`${id}_${accounts.prod}`, 'Shopfront · Audit all', accounts.prod, 2],
        ],
      )
      await pick(driven, 'shopfront')
      const shown = await driven.consoleTab()
      assert.equal(shown.account, accounts.prod)
      assert.equal(shown.role, 'Audit')

      const { url } = await call(wings, 'makeLink', { chainId: `${id}_${accounts.security}` })
      const target = await call(wings, 'readLink', { text: url.replace(/^.*?#|^ext\+rolerelay:/, '') })
      assert.equal(target.chain.name, 'Guardhouse · Audit all')

      await addChain(wings, { ...shape, id, accounts: shape.accounts.slice(0, 1) })
      const { total } = await call(wings, 'list', { query: 'audit all', offset: 0, limit: 10 })
      assert.equal(total, 1)
    })
  })
}
