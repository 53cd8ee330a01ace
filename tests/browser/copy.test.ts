// Copied credentials work where they are pasted.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { call as askAws, type Keys } from '../aws/client.ts'
import { threeHops } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { pasted, press } from './pasteboard.ts'
import { button, choose, field, search, shows } from './person.ts'
import { chainOf, sentByExtension, stage } from './stage.ts'
import { addChain, holdAnswers } from './wire.ts'

/** How each shape is used, and the keys that come of it. */
const used: Record<string, (text: string) => Keys> = {
  bash: (text) => {
    const script = `${text}\nprintf '%s\\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN"`
    const printed = execFileSync('bash', ['--norc', '-euc', script], { encoding: 'utf8', env: {} })
    const [id = '', secret = '', token = ''] = printed.trimEnd().split('\n')
    return { id, secret, token }
  },
  // As `credential_process` gives it, which every AWS SDK reads.
  JSON: (text) => {
    const { Version, AccessKeyId: id, SecretAccessKey: secret, SessionToken: token } = JSON.parse(text)
    assert.equal(Version, 1)
    return { id, secret, token }
  },
  PowerShell: (text) => {
    const value = (name: string) => new RegExp(`^\\$Env:${name}\\s*=\\s*['"]([^'"]+)['"]$`, 'im').exec(text)?.[1] ?? ''
    return { id: value('AWS_ACCESS_KEY_ID'), secret: value('AWS_SECRET_ACCESS_KEY'), token: value('AWS_SESSION_TOKEN') }
  },
}

/** The same of what the menu has behind one click more. */
const usedSeldom: Record<string, (text: string) => Keys> = {
  'a .env file': (text) => {
    const set = Object.fromEntries(
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/=(.*)/s)),
    )
    return { id: set.AWS_ACCESS_KEY_ID, secret: set.AWS_SECRET_ACCESS_KEY, token: set.AWS_SESSION_TOKEN }
  },
  'an SDK': (text) => {
    const { accessKeyId: id, secretAccessKey: secret, sessionToken: token } = JSON.parse(text)
    return { id, secret, token }
  },
}

for (const kind of kinds) {
  describe(`credentials copied in ${kind}`, () => {
    const here = stage(kind)

    for (const [shape, use] of Object.entries(used)) {
      it(`for ${shape} are the end role’s, and open no tab`, async () => {
        const { aws, driven, wings, alice } = here
        await addChain(wings, chainOf(`To copy for ${shape}`, alice, threeHops))
        const popup = await choose(driven, `copy for ${shape}`, `Copy credentials for ${shape}`)
        await popup.waitForSelector(`::-p-text(Copied for ${shape})`)
        await shows(popup, /Good for (?:59 min|1 h), until /)
        assert.equal(sentByExtension(aws).length, 3)
        assert.deepEqual(
          (await driven.tabs()).filter((address) => address.startsWith('http')),
          [],
        )
        assert.doesNotMatch(await popup.evaluate(() => document.documentElement.outerHTML), /ASIA[A-Z0-9]{16}/)

        const { result } = await askAws(aws, use(await pasted(driven)), 'GetCallerIdentity')
        assert.match(result.Arn, /:assumed-role\/ProductionAdmin\/rolerelay$/)
      })
    }

    for (const [what, use] of Object.entries(usedSeldom)) {
      it(`for ${what} are behind one click more`, async () => {
        const { aws, driven, wings, alice } = here
        await addChain(wings, chainOf(`Seldom for ${what}`, alice, threeHops.slice(0, 1)))
        const popup = await choose(driven, `seldom for ${what}`, 'Copy credentials for something else…')
        await popup.locator(named('menuitem', `Copy credentials for ${what}`)).click()
        await popup.waitForSelector(`::-p-text(Copied for ${what})`)
        const { result } = await askAws(aws, use(await pasted(driven)), 'GetCallerIdentity')
        assert.match(result.Arn, /:assumed-role\/RelayHub\/rolerelay$/)
      })
    }

    it('are of a hop that is chosen, and walked no farther', async () => {
      const { aws, driven, wings, alice } = here
      await addChain(wings, chainOf('Amid the chain', alice, threeHops))
      const popup = await choose(driven, 'amid', 'Copy credentials of a hop…')
      await popup.waitForSelector('[role=menu][aria-label="Hops of Amid the chain"]')
      const hops = await popup.$$eval('[role=menuitem]', (items) => items.map((item) => item.textContent?.trim()))
      assert.deepEqual(
        hops,
        threeHops.map(({ roleArn }, at) => `${at + 1}. ${roleArn.split('/').at(-1)} in ${roleArn.split(':')[4]}`),
      )
      assert.deepEqual(await findings(popup), [])
      await popup.locator(named('menuitem', hops[1] ?? '')).click()
      await popup.locator(named('menuitem', 'Copy credentials for bash')).click()
      await shows(popup, new RegExp(`Of hop 2, ${hops[1]?.slice(3)}\\. Good for`))
      assert.equal(sentByExtension(aws).length, 2)
      const { result } = await askAws(aws, used.bash?.(await pasted(driven)) as Keys, 'GetCallerIdentity')
      assert.match(result.Arn, new RegExp(`:assumed-role/${hops[1]?.split(' ')[1]}/rolerelay$`))
    })

    it('are of the chain whose menu it is: the menu goes when a search puts another chain there', async () => {
      const { driven, wings, alice } = here
      for (const name of ['Menu one', 'Menu two']) await addChain(wings, chainOf(name, alice, threeHops.slice(0, 1)))
      const popup = await driven.open('popup.html')
      await search(popup, 'menu')
      await popup.waitForSelector('[aria-label="Actions for Menu one"]')
      const release = await holdAnswers(popup)
      await popup.keyboard.type(' two')
      await button(popup, 'More').click()
      await popup.waitForSelector('[role=menu][aria-label="More for Menu one"]')
      await release()
      await popup.waitForSelector('[aria-label="Actions for Menu two"]')
      await becomes(
        'the menus',
        () => popup.$$eval('[role=menu]', (menus) => menus.map(({ ariaLabel }) => ariaLabel)),
        [],
      )
      await becomes(
        'what has the focus',
        () => popup.evaluate(() => document.activeElement?.ariaLabel),
        'Search chains',
      )
    })

    it('are chosen from a menu that has each action on one line', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('Wide enough', alice, threeHops.slice(0, 1)))
      const popup = await driven.open('popup.html')
      await search(popup, 'wide enough')
      await button(popup, 'More').click()
      await popup.waitForSelector('[role=menuitem]')
      const heights = await popup.$$eval('[role=menuitem]', (items) => items.map((item) => item.clientHeight))
      assert.deepEqual([...new Set(heights)], heights.slice(0, 1))
    })

    it('fill a new source when they are pasted, and nothing shows the secret parts', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('To paste', alice, threeHops.slice(0, 1)))
      const popup = await choose(driven, 'to paste', 'Copy credentials for bash')
      await popup.waitForSelector('::-p-text(Copied for bash)')

      const page = await driven.open('options.html#/sources/new')
      await field(page, 'Access key ID').click()
      await press(page, 'v')
      const filled = () => {
        const inputs = [...document.querySelectorAll<HTMLInputElement>('.credential-fields input')]
        return inputs.every(({ value }) => value.length > 10) && inputs.map(({ type }) => type)
      }
      assert.deepEqual(await until('all three to be filled', () => page.evaluate(filled)), [
        'text',
        'password',
        'password',
      ])
    })
  })
}
