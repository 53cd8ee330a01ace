// Put before the shipped background's code: notes when a walk first asks AWS and when the sign-in address is ready, and
// makes bare fetches beside it.

const tabs: typeof chrome.tabs = ((globalThis as { browser?: typeof chrome }).browser ?? chrome).tabs
const create = tabs.create.bind(tabs)
const send = globalThis.fetch.bind(globalThis)
let sent: number[] = []
let opened: Opened | undefined

/** Moments of a walk, on a clock that page and background share. */
export interface Opened {
  /** AWS was asked, each time since the tab before. */
  sent: number[]
  /** The address was handed to the browser. */
  at: number
  tab: number | undefined
}

/** A request as it is sent, and sent again. */
export interface Bare {
  url: string
  headers: Record<string, string>
  body: string
}

const now = () => performance.timeOrigin + performance.now()

globalThis.fetch = (input, init) => {
  // The core's own file is no question to AWS.
  if (input instanceof Request && input.url.startsWith('https:')) sent.push(now())
  return send(input, init)
}

// The tab stays empty, so that loading the console takes no time from the next walk.
tabs.create = async (options: chrome.tabs.CreateProperties) => {
  const at = now()
  if (!options.url?.includes('SigninToken=')) throw new Error('this is no address that signs in')
  const tab = await create({ ...options, url: 'about:blank' })
  opened = { sent, at, tab: tab.id }
  sent = []
  return tab
}

chrome.runtime.onMessage.addListener((message: { bench?: 'opened' | Bare[] }, _, reply) => {
  if (message.bench === 'opened') reply(opened)
  else if (message.bench) fetchAll(message.bench).then(reply)
  else return false
  return true
})

/** Milliseconds from the first request to the end of the last answer. */
async function fetchAll(requests: Bare[]): Promise<number> {
  const from = performance.now()
  for (const { url, headers, body } of requests) {
    const response = await send(url, {
      method: 'POST',
      headers,
      body,
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    })
    if (!(await response.text()).includes('Token')) throw new Error(`${url} answered ${response.status}`)
  }
  return performance.now() - from
}
