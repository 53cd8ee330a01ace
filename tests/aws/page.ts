// The plain pages that sign-in and console show.

import { escaped, type Reply } from './http.ts'

export function page(status: number, title: string, body: string): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>
${body}
</main></body></html>
`,
  }
}

/** Sign-in answers every mistake with an HTML page, whoever asked; its wording beyond this is not known. */
export function badRequest(reason: string): Reply {
  return { ...page(400, '400 Bad Request', `<p id="reason">${escaped(reason)}</p>`), error: reason }
}

export function redirect(to: string, cookies: string[] = []): Reply {
  const headers: Reply['headers'] = { location: to, 'cache-control': 'no-store' }
  return { status: 302, headers: cookies.length > 0 ? { ...headers, 'set-cookie': cookies } : headers, body: '' }
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#16191f}
main{max-width:44rem;margin:3rem auto;padding:1.5rem 2rem;background:#fff;border-top:4px solid #8a6d00}
h1{font-size:1.3rem}dt{color:#545b64;font-size:.85rem}dd{margin:0 0 .8rem;overflow-wrap:anywhere}#role{font-size:1.6rem}`
