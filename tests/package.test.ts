// The two packages as they ship: what they may do, and what is not in them.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { runInNewContext } from 'node:vm'
import { unzipSync } from 'fflate'
import { strengthOf } from '../extension/ui/password/strength.ts'
import type { Answer, Question } from '../extension/ui/password/strength-worker.ts'
import { notices, taken } from '../scripts/licences.ts'
import { ROOT } from '../scripts/run.ts'
import { origins } from '../scripts/wasm.ts'

const { walks, others, rotation, signIn, consoles, redirect, endpoints } = await origins()
const asked = [...walks, ...others, ...rotation, ...signIn]
const patterns = (origins: string[]) => origins.map((origin) => `${origin}/*`).sort()

/** What a permission is good for, as the background's code shows it. */
const uses: Record<string, RegExp> = {
  storage: /\.storage\.local\b/,
  // It is the room of storage.local, which thousands of chains need.
  unlimitedStorage: /\.storage\.local\b/,
  alarms: /\.alarms\.create\(/,
  // It tells the address of the tab that is in front as our icon is clicked.
  activeTab: /\blastFocusedWindow\b/,
  contextMenus: /\.contextMenus\.onClicked\.addListener\(/,
  clipboardWrite: /\.execCommand\(/,
  clipboardRead: /"paste"/,
  tabGroups: /\.tabGroups\.update\(/,
  bookmarks: /\.bookmarks\.create\(/,
  contextualIdentities: /\.contextualIdentities\b/,
  // It lets a tab be opened in a container.
  cookies: /\bcookieStoreId\b/,
  webRequest: /\.webRequest\.onBeforeRequest\.addListener\(/,
  idle: /\.idle\?\.onStateChanged\b/,
  offscreen: /\.offscreen\.createDocument\(/,
}
const explained = /^## Permissions\n[\s\S]*?(?=^## )/m.exec(readFileSync(join(ROOT, 'SECURITY.md'), 'utf8'))?.[0] ?? ''
const cargo = readFileSync(join(ROOT, 'Cargo.toml'), 'utf8')

for (const browser of ['chrome', 'firefox'] as const) {
  const folder = join(ROOT, 'dist', browser)
  const files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path)] as const),
  )
  const text = (name: string) => files.get(name)?.toString('utf8') ?? assert.fail(`there is no ${name}`)
  const named = (ending: string) => [...files.keys()].filter((name) => name.endsWith(ending))
  const manifest = JSON.parse(text('manifest.json'))
  const policy = new Map<string, string[]>(
    manifest.content_security_policy.extension_pages
      .split('; ')
      .map((directive: string) => directive.split(' '))
      .map(([name, ...values]: string[]) => [name, values]),
  )

  describe(`the package for ${browser}`, () => {
    it('asks for the hosts that the core can ask, and no others, most of them at once', () => {
      assert.ok(asked.every((origin) => /^https:\/\/[a-z0-9.-]+$/.test(origin)))
      assert.ok(walks.includes('https://sts.eu-west-1.amazonaws.com'))
      assert.deepEqual(manifest.host_permissions.toSorted(), patterns(walks))
      const here = ['http://127.0.0.1:*', 'http://localhost:*']
      assert.deepEqual(policy.get('connect-src')?.toSorted(), ["'self'", ...here, ...asked].sort())
    })

    it('may ask this computer for endpoints of the person’s own, once that is allowed, and no other that is not AWS’s', () => {
      assert.deepEqual(endpoints, ['http://localhost', 'http://127.0.0.1'])
      for (const origin of endpoints) assert.ok(explained.includes(`\`${origin}/*\``), origin)
    })

    it('asks for the hosts of other partitions, of IAM and of Identity Center when they are needed', () => {
      assert.ok(others.includes('https://sts.us-gov-west-1.amazonaws.com'))
      assert.ok(others.includes('https://signin.amazonaws.cn'))
      assert.deepEqual(rotation.toSorted(), [
        'https://iam.amazonaws.com',
        'https://iam.cn-north-1.amazonaws.com.cn',
        'https://iam.eusc-de-east-1.amazonaws.eu',
        'https://iam.us-gov.amazonaws.com',
      ])
      assert.deepEqual(
        manifest.optional_host_permissions.toSorted(),
        patterns([...new Set([...others, ...rotation, ...signIn, ...consoles, redirect, ...endpoints])]),
      )
      assert.ok(signIn.includes('https://oidc.eu-west-1.amazonaws.com'))
      assert.ok(signIn.includes('https://portal.sso.cn-north-1.amazonaws.com.cn'))
      assert.ok(
        signIn.every((origin) =>
          /^https:\/\/(?:oidc|portal\.sso)\.[a-z0-9-]+\.amazonaws\.(?:com|com\.cn|eu)$/.test(origin),
        ),
      )
    })

    it('may be let see addresses of the consoles, and may send nothing there', () => {
      assert.deepEqual(consoles.toSorted(), [
        'https://*.console.amazonaws-eusc.eu',
        'https://*.console.amazonaws-us-gov.com',
        'https://*.console.amazonaws.cn',
        'https://*.console.aws.amazon.com',
      ])
      assert.equal(
        policy.get('connect-src')?.some((source) => source.includes('console')),
        false,
      )
    })

    it('may be let see where AWS’s page leads at the end of a console sign-in', () => {
      assert.equal(redirect, 'http://127.0.0.1')
      assert.match(explained, /`http:\/\/127\.0\.0\.1\/\*`/)
    })

    it('has the version of Cargo.toml', () => {
      assert.equal(manifest.version, /^version = "([^"]+)"/m.exec(cargo)?.[1])
    })

    it('has the permissions that it uses, each explained in SECURITY.md', () => {
      const ours = ['storage', 'unlimitedStorage', 'alarms', 'clipboardWrite', 'activeTab', 'contextMenus']
      const its = browser === 'chrome' ? ['idle', 'offscreen'] : ['contextualIdentities']
      assert.deepEqual(manifest.permissions, [...ours, ...its])
      const boxes = ['clipboardRead', 'tabGroups', 'bookmarks']
      assert.deepEqual(
        manifest.optional_permissions,
        browser === 'firefox' ? [...boxes, 'webRequest', 'cookies'] : boxes,
      )
      for (const name of [...manifest.permissions, ...manifest.optional_permissions]) {
        // Chrome's background has no document to use the clipboard in.
        const user = browser === 'chrome' && name.startsWith('clipboard') ? 'offscreen.js' : 'background.js'
        assert.match(text(user), uses[name] ?? assert.fail(`nobody knows what ${name} is for`))
        assert.match(explained, new RegExp(`^\\| \`${name}\` \\|`, 'm'))
      }
    })

    it('has the page that nobody sees only where the background has no document', () => {
      for (const name of ['offscreen.html', 'offscreen.js']) assert.equal(files.has(name), browser === 'chrome')
    })

    it('leaves no door open to web pages or other extensions', () => {
      for (const key of ['web_accessible_resources', 'content_scripts']) assert.equal(manifest[key], undefined, key)
      assert.deepEqual(manifest.externally_connectable, browser === 'chrome' ? { ids: [] } : undefined)
    })

    it('lets only its own scripts run', () => {
      assert.deepEqual(policy.get('default-src'), ["'none'"])
      assert.deepEqual(policy.get('script-src'), ["'self'", "'wasm-unsafe-eval'"])
      assert.deepEqual(policy.get('style-src'), ["'self'"])
      assert.deepEqual(policy.get('frame-ancestors'), ["'none'"])
    })

    it('makes no code of text and fetches none', () => {
      const traps = /\beval\(|\bnew Function\b|\bimportScripts\(|\bdocument\.write\(|\bimport\(/g
      for (const name of named('.js')) assert.deepEqual(text(name).match(traps), null, name)
      for (const name of named('.html')) {
        const scripts = [...text(name).matchAll(/<script\b([^>]*)>([^<]*)/g)]
        assert.ok(scripts.length > 0, `${name} has no script`)
        for (const [, attributes, inside] of scripts) {
          assert.match(attributes ?? '', /src="\/?[\w-]+\.js"/, name)
          assert.equal(inside, '', name)
        }
        assert.doesNotMatch(text(name), /\bon\w+=|https?:/, name)
      }
    })

    it('gives each page that is seen its colours before its first frame', () => {
      for (const name of named('.html').filter((name) => name !== 'offscreen.html')) {
        const parts = [
          ...text(name).matchAll(/<(?:link rel="stylesheet" href|script src|script type="module" src)="[\w.]+"[^>]*>/g),
        ]
        const page = name.slice(0, -'.html'.length)
        assert.deepEqual(
          parts.map(([part]) => part),
          [
            `<link rel="stylesheet" href="${page}.css">`,
            // Without a condition, so that the script behind it waits for it.
            '<link rel="stylesheet" href="dark.css" id="dark">',
            '<script src="theme.js">',
            `<script type="module" src="${page}.js">`,
          ],
        )
      }
    })

    it('names no address but AWS’s, this computer’s, and the names of XML', () => {
      for (const name of [...named('.js'), ...named('.css')])
        for (const [address] of text(name).matchAll(/\b(?:https?|wss?):\/\/[\w.-]+/g))
          assert.ok([...asked, ...endpoints, 'http://www.w3.org'].includes(address), `${name} has ${address}`)
    })

    it('has in the module of a click nothing that explains a refusal, signs in to sources or reads other tools’ files', () => {
      const holds = (name: string, what: string) => files.get(name)?.includes(what)
      for (const what of [
        'SimulatePrincipalPolicy',
        '/device_authorization',
        'CreateAccessKey',
        'source_profile',
        'AWS did not go on to the console',
        'AWS_CREDENTIAL_EXPIRATION',
      ])
        assert.deepEqual([holds('rest_bg.wasm', what), holds('rolerelay_bg.wasm', what)], [true, false], what)
    })

    it('holds nothing of the machine that built it', () => {
      assert.deepEqual(named('.map'), [])
      for (const [name, bytes] of files)
        for (const path of [ROOT, `${homedir()}/`, '.cargo/registry', 'sourceMappingURL'])
          assert.equal(bytes.includes(path), false, `${name} has ${path}`)
    })

    it('judges passwords as their source does, by fewer words than its library has', () => {
      let ask = (_: { data: Question }) => assert.fail('the worker listens to nothing')
      let answer = ''
      runInNewContext(text('strength.js'), {
        crypto,
        addEventListener: (_: string, listener: typeof ask) => {
          ask = listener
        },
        postMessage: (given: Answer) => {
          answer = JSON.stringify(given)
        },
      })
      for (const password of ['Summer2026!!Summer', 'fernandez yankees', 'copper lantern drifts under seven maples']) {
        ask({ data: { password, known: [] } })
        assert.equal(answer, JSON.stringify(strengthOf(password, [])), password)
      }
      assert.ok(text('strength.js').length < 400_000, 'whole lists came along')
    })

    it('has the licences of all that it holds', () => {
      const licences = text('licences.txt')
      for (const name of [
        'argon2 ',
        'aws-sigv4 ',
        'preact ',
        '@zxcvbn-ts/core ',
        'Copyright (c) 2015-present Jason Miller',
      ])
        assert.ok(licences.includes(`\n${name}`), name)
      assert.match(licences, /OpenSubtitles 2024/, 'what its word lists ask to be said')
      assert.match(licences, /TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION/)
      assert.match(text('options.js'), /"licences\.txt"/)
    })

    it('is zipped whole, in order, and without times', () => {
      const zip = readFileSync(`${folder}.zip`)
      const zipped = Object.entries(unzipSync(zip))
      assert.deepEqual(
        zipped.map(([name]) => name),
        [...files.keys()].sort(),
      )
      for (const [name, bytes] of zipped) assert.ok(files.get(name)?.equals(bytes), `${name} differs`)
      // Every entry's time is midnight of 1 January 1980, the first that a zip can say.
      for (let at = zip.indexOf('PK\x03\x04'); at >= 0; at = zip.indexOf('PK\x03\x04', at + 4))
        assert.equal(zip.readUInt32LE(at + 10), 0x00210000)
    })

    if (browser === 'firefox')
      it('passes the linter of addons.mozilla.org', () => {
        const linter = join(ROOT, 'node_modules/.bin/addons-linter')
        const { errors, warnings } = JSON.parse(
          spawnSync(linter, ['--output=json', folder], { encoding: 'utf8' }).stdout,
        )
        const told = [...errors, ...warnings].map(({ code, file, message }) => `${code} in ${file}: ${message}`)
        // Preact sets innerHTML for its dangerouslySetInnerHTML, which our pages do not use (house.test.ts).
        const preact = ['go', 'options', 'popup'].map(
          (page) => `UNSAFE_VAR_ASSIGNMENT in ${page}.js: Unsafe assignment to innerHTML`,
        )
        assert.deepEqual(told.sort(), preact)
      })

    after(() => {
      const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
      for (const [name, bytes] of files) console.log(`${browser}/${name}: ${kB(bytes.length)}`)
      console.log(`${browser}.zip: ${kB(readFileSync(`${folder}.zip`).length)}`)
    })
  })
}

describe('what is bundled', () => {
  it('has a licence that lets us, or is not built', async () => {
    await assert.rejects(notices(['node_modules/axe-core/axe.js']), /axe-core: “MPL-2\.0” is no licence/)
    await assert.rejects(notices(['node_modules/imurmurhash/imurmurhash.js']), /imurmurhash: the text of MIT is not in/)
  })

  it('is taken under the licences that it asks for', () => {
    const cases: [string, string[] | undefined][] = [
      ['MIT', ['MIT']],
      ['MIT OR Apache-2.0', ['Apache-2.0']],
      ['MIT/Apache-2.0', ['Apache-2.0']],
      ['GPL-3.0-only OR MIT', ['MIT']],
      ['(MIT OR Apache-2.0) AND Unicode-3.0', ['Apache-2.0', 'Unicode-3.0']],
      ['MIT AND GPL-3.0-only', undefined],
      ['GPL-3.0-only', undefined],
      ['Apache-2.0 WITH LLVM-exception', undefined],
      ['SEE LICENSE IN x', undefined],
      ['(MIT', undefined],
      ['', undefined],
    ]
    for (const [expression, ids] of cases) assert.deepEqual(taken(expression), ids, expression)
  })
})
