// Both manifests from one source, a reason beside each entry. scripts/build.ts writes them; the hosts come from the core.

import { hostPattern } from './host-pattern.ts'
import { PASSKEY_DOMAIN } from './passkey-domain.ts'

/** The core's hosts: https origins, without a wildcard where something is asked. */
export interface Origins {
  /** What walks in the commercial partition ask. */
  walks: string[]
  /** What walks in the other partitions ask. */
  others: string[]
  /** What only rotating keys asks. */
  rotation: string[]
  /** What only signing in to IAM Identity Center asks. */
  signIn: string[]
  /** Where the consoles are, each with a wildcard. Nothing is asked there. */
  consoles: string[]
  /** Where AWS's page leads to at the end of a console sign-in. Nothing is asked there for that. */
  redirect: string
  /** Where endpoints of the person's own may be: this computer, on any port, and what the build names. */
  endpoints: string[]
}

/** `version` is Cargo.toml's. */
export function manifest(
  browser: 'chrome' | 'firefox',
  version: string,
  { walks, others, rotation, signIn, consoles, redirect, endpoints }: Origins,
): object {
  return {
    manifest_version: 3,
    name: 'Rolerelay',
    description: 'Walks a chain of IAM roles across AWS accounts and opens the console as the last one.',
    version,
    icons,
    action: { default_title: 'Rolerelay', default_popup: 'popup.html', default_icon: icons },
    // A page of its own: forms this size do not fit the small frame inside the browser's list of extensions.
    options_ui: { page: 'options.html', open_in_tab: true },
    commands: {
      // On a Mac, Option and a letter write a letter: ‘Ł’ on a Polish keyboard. MacCtrl is its Control key.
      _execute_action: { suggested_key: { default: 'Alt+Shift+R', mac: 'MacCtrl+Shift+R' } },
      // Without keys of its own: the person chooses them in the browser.
      renew: { description: 'Renew the console in this tab' },
      lock: { suggested_key: { default: 'Alt+Shift+L', mac: 'MacCtrl+Shift+L' }, description: 'Lock Rolerelay' },
      // Chrome takes four suggested keys and does not load an extension with more: with the two above, the first two have some. On a
      // Mac, Option with a digit types a character. No names: browsers keep these texts.
      'favourite-1': { suggested_key: digit(1), description: 'Open the first favourite' },
      'favourite-2': { suggested_key: digit(2), description: 'Open the second favourite' },
      'favourite-3': { description: 'Open the third favourite' },
      'favourite-4': { description: 'Open the fourth favourite' },
    },

    // Chains by the address bar: it needs no permission.
    omnibox: { keyword: 'rr' },

    permissions: [
      // Chains and settings on disk; keys in `storage.session`, which is memory.
      'storage',
      // Thousands of chains pass Chrome's 10 MB for storage.local.
      'unlimitedStorage',
      // To lock at the deadline and to clear the clipboard, though the browser stopped the background meanwhile.
      'alarms',
      // To clear the clipboard while nobody clicks. The popup itself copies on a click and would need nothing.
      'clipboardWrite',
      // To see which page of the console a tab shows, once the person clicks our icon or its menu there: to open it as another role.
      // It runs no script, and browsers warn of nothing.
      'activeTab',
      // The entries in the menus of the icon, of links to the console and of marked text.
      'contextMenus',
      ...(browser === 'chrome' ? chromePermissions : firefoxPermissions),
    ],
    // Asked for by a click in the settings: to clear the clipboard only where nothing newer is on it.
    // And in Firefox, by the click that signs in at an identity provider: to see the form that its page posts to AWS, in the tab that
    // was opened for that. Chromium grants it as an optional one too, and then tells of no request at all.
    // And to keep a folder of bookmarks in step with the favourites, by a box in the settings.
    // And to name the groups of tabs, by a box in the settings.
    // And in Firefox, by the choice in the settings that consoles have containers of their own: to open a tab in one. No cookie is read.
    optional_permissions: [
      'clipboardRead',
      'tabGroups',
      'bookmarks',
      ...(browser === 'firefox' ? ['webRequest', 'cookies'] : []),
    ],
    // STS and the sign-in service, each host by name. Chrome drops `https://sts.*.amazonaws.com/*` without a word, and a
    // wildcard over all of amazonaws.com would let us read people's buckets.
    host_permissions: [...walks, ...(browser === 'firefox' ? passkeyOrigin : [])].map((origin) => `${origin}/*`),
    // The same of the other partitions, asked for by the click that first walks there: most people never do. And IAM, one host
    // in each partition, asked for by the click that first rotates a source's keys there; and the two hosts of Identity Center in each
    // region, by the click that first signs in there. And the consoles, by a click beside the list of those that are open: browsers
    // then tell which page a tab there is on, so that a renewal goes back to it. They are not in `connect-src`.
    // And this computer, by the click that first signs in by the console's page: that leads to an address here on which nothing listens,
    // and the code stands in it. And by the click that first walks a chain at an endpoint of the person's own, such as LocalStack: it is
    // in `connect-src` for these alone.
    optional_host_permissions: [
      ...new Set([...others, ...rotation, ...signIn, ...consoles, redirect, ...endpoints].map(hostPattern)),
    ],

    content_security_policy: {
      extension_pages: contentSecurityPolicy([
        ...walks,
        ...others,
        ...rotation,
        ...signIn,
        ...endpoints.map(onAnyPort),
      ]),
    },

    // One background for all windows: it alone writes the store, one write after the other, which two copies ('split')
    // would break. A popup in a private window opens the console in that window. The price: Chrome does not load
    // go.html, a page of ours, in a private tab.
    incognito: 'spanning',

    // Not here on purpose: web_accessible_resources (web pages cannot load, frame or find us), content_scripts, `tabs`
    // (opening a tab needs none).
    ...(browser === 'chrome' ? chrome : firefox),
  }
}

/** This computer's services are where the person runs them. */
const onAnyPort = (origin: string) => (origin.startsWith('http:') ? `${origin}:*` : origin)

const digit = (digit: number) => ({ default: `Alt+Shift+${digit}`, mac: `MacCtrl+Shift+${digit}` })

/** Firefox takes a domain for passkeys only where the extension has host permission for it. Nothing is ever fetched from there. */
const passkeyOrigin = PASSKEY_DOMAIN ? [`https://${PASSKEY_DOMAIN}`] : []

const icons = { 16: 'icons/16.png', 32: 'icons/32.png', 48: 'icons/48.png', 128: 'icons/128.png' }

function contentSecurityPolicy(origins: string[]): string {
  return [
    "default-src 'none'",
    // The core is WebAssembly; nothing else may be compiled, and no script comes from elsewhere.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    // 'self' loads the .wasm file. This also bounds where a redirect may lead.
    `connect-src 'self' ${origins.join(' ')}`,
    "frame-ancestors 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ')
}

const chromePermissions = [
  // To lock with the screen. Firefox tells no extension of that.
  'idle',
  // A service worker has no document, and so no clipboard to clear. Firefox's background has one.
  'offscreen',
]

const firefoxPermissions = [
  // Containers: a console in one that its chain or its account has for itself, once the person chooses that. Firefox lets nobody ask for
  // it later, and turns its containers on by it.
  'contextualIdentities',
]

const chrome = {
  background: { service_worker: 'background.js', type: 'module' },
  // Calls to the browser (110) and messages over a port (114) keep a worker alive through a slow walk; 120 has had both for
  // half a year, and all JavaScript and WebAssembly that is used here.
  minimum_chrome_version: '120',
  // Fixes the id of an unpacked build to haphdamikdeonppijmklhjnojjiinefi, so that bookmarked links keep working. The
  // store replaces the key by its own and thereby the id. Only this public half was ever kept.
  key: [
    'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvOhcN9UffzBqjx9cKUDAcdxUyP1pmEcyssyhzOO3RugD5+ucniUKk9ZLW+ElsHg5P8tx',
    'X61YwGJF+hAAd/2KNMY3EfU3V7xk3gMEt5fMo0NJjfaF0PQ1BcR+Iy6iJKLox9Osv+MFNEHTddC49RBkn+nUcWrqhFaRtMF7oOZfNKv9au3nHjjR',
    '8+QfTWHken+AiNfyf6OBWzlQR/jpTvhrf9c4gtchx18kXGTS7cxYLsDrDGQA1H8D+6Zjwe/aXGxBwb3ckkUKnpcDMWAeuUhAwYpytZLuXe/55hGd',
    'U5IKbbbrXsJYPX9sBqHL9qlhZ6EFxArI0U2GHw2mJfJ3KhuY4QIDAQAB',
  ].join(''),
  // Without this key every other extension may send us messages. Firefox does not know it, and has no such default.
  externally_connectable: { ids: [] },
}

const firefox = {
  background: { scripts: ['background.js'], type: 'module' },
  // Firefox gives an extension a new random address with each installation; a scheme of its own outlives that.
  protocol_handlers: [{ protocol: 'ext+rolerelay', name: 'Rolerelay', uriTemplate: '/go.html#u=%s' }],
  browser_specific_settings: {
    gecko: {
      id: 'rolerelay@rolerelay',
      // The first that knows data_collection_permissions on every platform.
      strict_min_version: '142.0',
      // Requests signed with the person's AWS keys go to AWS, and sessions to AWS's sign-in service; nothing to us.
      data_collection_permissions: { required: ['authenticationInfo'] },
    },
  },
}
