// The attacker's own host: a page to attack from, and files of which each kind loads, to show that the ways to load work.

import { readFileSync } from 'node:fs'
import type { Reply, Request } from '../../aws/http.ts'

export const ATTACKER = 'attacker.example'

export const attackCode = readFileSync(new URL('hostile-page/attack.js', import.meta.url), 'utf8')

export const attackers = { [ATTACKER]: answer }

function answer({ path, query }: Request): Reply {
  const to = query.get('to')
  if (path === '/redirect' && to) return { status: 302, headers: { location: to }, body: '' }
  const [type, body] = files[path] ?? ['text/html', '<!doctype html><title>Attacker</title><body>']
  return { status: 200, headers: { 'content-type': type }, body }
}

/** A file of each kind that a page may load. The wasm is an empty module. */
const files: Record<string, [string, string]> = {
  '/own.js': ['text/javascript', 'globalThis.postMessage?.(1, globalThis.document ? location.origin : undefined)'],
  '/own.css': ['text/css', 'body { color: black }'],
  '/own.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'],
  '/own.wasm': ['application/wasm', '\0asm\u0001\0\0\0'],
}

/** What each way to load has to be given to load something. */
export const ownFile: Record<string, string> = {
  'compiling wasm': '/own.wasm',
  import: '/own.js',
  worker: '/own.js',
  image: '/own.svg',
  icon: '/own.svg',
  script: '/own.js',
  'module script': '/own.js',
  stylesheet: '/own.css',
}
