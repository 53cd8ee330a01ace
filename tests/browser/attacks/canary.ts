// A world in which every name and key is drawn anew, so that each can be told from all else that a profile holds; and a
// session of use that brings each of them to every place where a browser might write it down.

import { randomBytes, randomInt } from 'node:crypto'
import type { Page } from 'puppeteer-core'
import type { Credentials } from 'rolerelay-core'
import { assertion, issuer, publicKey } from '../../aws/idp.ts'
import { base32 } from '../../aws/keys.ts'
import type { LocalAws } from '../../aws/server.ts'
import { allows, keyOf, policy, trusts, type World, world } from '../../aws/world.ts'
import { type Driven, until } from '../browsers.ts'
import { button, choose, field, pick, press, writeChain, writeSource } from '../person.ts'
import { credentialsOf } from '../stage.ts'
import { call } from '../wire.ts'
import type { Marks } from './profile.ts'

export interface Canary {
  world: World
  password: string
  laterPassword: string
  /** What the person calls a passkey. */
  passkey: string
  /** The keys of the source. */
  keys: Credentials
  /** What keys and codes are made of. */
  secrets: Marks
  /** What chains and sources tell of somebody's accounts. */
  metadata: Marks
  /** Brings in keys and chains, and uses them. Gives the source and the chain. */
  use(driven: Driven, wings: Page): Promise<{ source: string; chain: string }>
  /** Leaves forms half written: what a browser would restore after a crash. */
  leave(driven: Driven): Promise<void>
}

export function canary(): Canary {
  const [hub, prod, other] = [account(), account(), account()]
  const [user, hubRole, prodRole] = [word(), word(), word()]
  const [chain, source, imported, tag, person, externalId] = [word(), word(), word(), word(), word(), word()]
  const seed = base32(randomBytes(20))
  const roles = { hub: `arn:aws:iam::${hub}:role/${hubRole}`, prod: `arn:aws:iam::${prod}:role/${prodRole}` }
  const serial = `arn:aws:iam::${hub}:mfa/${user}`
  const provider = `arn:aws:iam::${hub}:saml-provider/Corp`
  const brought = assertion({ roles: [`arn:aws:iam::${hub}:role/Saml,${provider}`], now: Date.now(), lasts: 3_600_000 })
  const said = Buffer.from(brought, 'base64').toString()
  const signedAt = Math.ceil((said.indexOf(SIGNATURE) + SIGNATURE.length) / 3) * 4
  const mayAssume = [allows('arn:aws:iam::*:role/*')]
  const made = world()
    .account(hub)
    .user(user, { policies: mayAssume, mfa: [seed] })
    .role(hubRole, { trust: trusts(hub, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), policies: mayAssume })
    .samlProvider('Corp', { issuer, publicKey })
    .role('Saml', {
      trust: policy({ Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithSAML' }),
    })
    .account(prod)
    .role(prodRole, { trust: trusts(roles.hub, { StringEquals: { 'sts:ExternalId': externalId } }) })
    .account(other)
    .user(user)
  const keys = credentialsOf(keyOf(made, hub, user))
  const otherKeys = credentialsOf(keyOf(made, other, user))
  const temporary = { id: `ASIA${base32(randomBytes(10))}`, secret: word(30), token: word(300) }
  const hops = [{ roleArn: roles.hub }, { roleArn: roles.prod, externalId }]

  const bring = async (driven: Driven): Promise<Page> => {
    const page = await driven.open('options.html#/sources/identity-provider')
    await field(page, 'Assertion or token').fill(brought)
    await page.waitForSelector('.role-list')
    return page
  }

  return {
    world: made,
    password: `${word()} & ${word()} ü`,
    laterPassword: `${word()} % ${word()}`,
    passkey: word(),
    keys,
    secrets: {
      'secret key': keys.secretAccessKey,
      'imported secret key': otherKeys.secretAccessKey,
      'temporary secret key': temporary.secret,
      'session token': temporary.token,
      'TOTP seed': seed,
      // Its signature, which is in no other: as it stands in the base64 that is pasted, and in what that says.
      assertion: brought.slice(signedAt, signedAt + 90),
      'signature of the assertion': said.slice(said.indexOf(SIGNATURE) + SIGNATURE.length).slice(0, 80),
    },
    metadata: {
      'access key id': keys.accessKeyId,
      'imported access key id': otherKeys.accessKeyId,
      'temporary access key id': temporary.id,
      'account of the hub': hub,
      'account of production': prod,
      'account of the shape': other,
      'role of the hub': hubRole,
      'role of production': prodRole,
      'external id': externalId,
      'IAM user': user,
      'name of the chain': chain,
      'name of the source': source,
      'name of the imported source': imported,
      tag,
      'name of the person': person,
    },

    async use(driven, wings) {
      await call(wings, 'saveSettings', { ...(await call(wings, 'settings', null)), user: person })
      const written = await writeSource(driven, source, keys)
      const id = await written.evaluate(() => location.hash.split('/').at(-1) ?? '')
      const files = [
        { name: 'credentials', text: profileOf(imported, otherKeys.accessKeyId, otherKeys.secretAccessKey) },
        { name: 'temporary', text: profileOf(`${imported}2`, temporary.id, temporary.secret, temporary.token) },
      ]
      await call(wings, 'previewImport', { files })
      await call(wings, 'applyImport', { files, leaveOut: [] })
      await call(wings, 'saveSource', { id, name: source, mfaSerial: serial, mfaSession: true, seed })
      const { id: chainId } = await writeChain(driven, chain, source, hops)
      await call(wings, 'saveChain', { ...(await call(wings, 'chain', { id: chainId })), tags: [tag] })
      await call(wings, 'favourite', { id: chainId, on: true })

      await pick(driven, chain)
      await driven.consoleTab()
      const popup = await choose(driven, chain, 'Copy credentials for bash')
      await popup.waitForSelector('::-p-text(Copied for bash)')
      const provided = await bring(driven)
      await button(provided, 'Sign in and make a chain').click()
      await until('the editor', async () => (await provided.evaluate(() => location.hash)).startsWith('#/chains/new/'))
      // A link, as a bookmark opens it, and a chain that a shape makes, whose id names its account.
      const { url } = await call(wings, 'makeLink', { chainId })
      await driven.open(`go.html#${url.replace(/^.*#|^ext\+rolerelay:/, '')}`)
      const shape = { id: '', name: `${chain} shape`, sourceId: id, tags: [], accounts: [{ id: other, name: tag }] }
      const made = await call(wings, 'saveChain', {
        ...shape,
        hops: [{ roleArn: `arn:aws:iam::{account}:role/${hubRole}` }],
      })
      await driven.open(`options.html#/chains/${made.id}_${other}`)
      const inPopup = await driven.open('popup.html')
      await field(inPopup, 'Search chains').fill(tag)
      return { source: id, chain: chainId }
    },

    async leave(driven) {
      const form = await driven.open('options.html#/sources/new')
      await field(form, 'Name').fill(source)
      await field(form, 'Access key ID').fill(temporary.id)
      await field(form, 'Secret access key').fill(temporary.secret)
      await field(form, 'Session token (optional)').fill(temporary.token)
      // What is wrong with the keys is said above it meanwhile.
      await press(form, '.source-use:last-child input[name="mfaSession"]', ' ')
      await field(form, 'MFA device').fill(serial)
      await field(form, 'Seed of the device (optional)').fill(seed)
      await bring(driven)
      const editor = await driven.open('options.html#/chains/new')
      await field(editor, 'Name').fill(chain)
      await field(editor, 'Role ARN of hop 1').fill(roles.prod)
      await press(editor, '.hop-list summary')
      await editor.locator('input[name="hops.0.externalId"]').fill(externalId)
      const search = await driven.open('popup.html')
      await field(search, 'Search chains').fill(chain)
      // Whatever else takes text.
      for (const part of ['welcome', 'settings', 'protection', 'import', 'chains/new']) {
        const page = await driven.open(`options.html#/${part}`)
        await page.waitForSelector('h1, h2')
        await page.evaluate(typeIntoAll, `${chain} ${roles.prod}`)
      }
    },
  }
}

const SIGNATURE = '<ds:SignatureValue>'

/** Types into everything on a page that shows what is typed. */
function typeIntoAll(text: string): void {
  for (const detail of document.querySelectorAll('details')) detail.open = true
  const takers = 'textarea, input:not([type]), input[type=text], input[type=search]'
  for (const taker of document.querySelectorAll<HTMLInputElement>(takers)) {
    taker.value = text
    taker.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

/** Hears of every sign-in token that AWS gives out; it forgets each as it is used. */
export function hearTokens({ state: { signinTokens } }: LocalAws): string[] {
  const heard: string[] = []
  const keep = signinTokens.set.bind(signinTokens)
  signinTokens.set = (token, of) => {
    heard.push(token)
    return keep(token, of)
  }
  return heard
}

/** What AWS gave out meanwhile. */
export function issued({ state }: LocalAws): Marks {
  const sessions = [...state.sessions.values()].flatMap(({ keyId, secret, token }, at): [string, string][] => [
    [`secret of session ${at}`, secret],
    [`token of session ${at}`, token],
    [`key id of session ${at}`, keyId],
  ])
  return Object.fromEntries(sessions)
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const word = (length = 14): string => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('')
const account = (): string => String(randomInt(100_000_000_000, 281_474_976_710_655)).slice(0, 12).padStart(12, '4')

const profileOf = (name: string, id: string, secret: string, token?: string): string =>
  [
    `[${name}]`,
    `aws_access_key_id = ${id}`,
    `aws_secret_access_key = ${secret}`,
    ...(token ? [`aws_session_token = ${token}`] : []),
    '',
  ].join('\n')
