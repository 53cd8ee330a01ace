// What a hostile extension does from a page of its own. The tests call it.

const api = globalThis.browser ?? chrome
const refused = ({ message }) => `refused: ${message}`

globalThis.attack = {
  /** What came back to a message; null for nothing. */
  ask: (id, message) =>
    api.runtime.sendMessage(id, message).then(
      (reply) => reply ?? null,
      () => null,
    ),

  /** Everything that a port said until it was closed. */
  dial: (id, name, messages) =>
    new Promise((tell) => {
      const heard = []
      const port = api.runtime.connect(id, { name })
      port.onMessage.addListener((message) => heard.push(message))
      port.onDisconnect.addListener(() => tell(heard))
      for (const message of messages) port.postMessage(message)
    }).catch(() => []),

  /** As many messages and ports as fast as it can; how many of them were answered. */
  async flood(id, messages, ports) {
    const asked = Array.from({ length: messages }, () => attack.ask(id, { call: 'list', argument: null }))
    const dialled = Array.from({ length: ports }, () => attack.dial(id, 'run', []))
    const [replies, heard] = [await Promise.all(asked), await Promise.all(dialled)]
    return replies.filter((reply) => reply !== null).length + heard.flat().length
  },

  /** Speaks from inside a web page, as one of this extension's content scripts. */
  async fromContentScript(id, messages) {
    const [tab] = await api.tabs.query({ url: 'https://signin.aws.amazon.com/*' })
    const func = (id, messages) => {
      const { runtime } = globalThis.browser ?? chrome
      const ask = (message) => runtime.sendMessage(id, message).catch(() => null)
      return Promise.all(messages.map(ask)).then((replies) => replies.filter((reply) => reply != null).length)
    }
    const [{ result }] = await api.scripting.executeScript({ target: { tabId: tab.id }, func, args: [id, messages] })
    return result
  },

  /** What it is told when it lays hands on a tab of ours. */
  async handle(base) {
    const tab = (await api.tabs.query({})).find(({ url }) => url?.startsWith(base))
    if (!tab) return { tab: 'not found' }
    const target = { tabId: tab.id }
    const func = () => document.documentElement.outerHTML
    const run = async (code) => code()
    const ways = {
      script: () => api.scripting.executeScript({ target, func }),
      'script in all frames': () => api.scripting.executeScript({ target: { ...target, allFrames: true }, func }),
      style: () => api.scripting.insertCSS({ target, css: 'body { display: none }' }),
      message: () => api.tabs.sendMessage(tab.id, { call: 'list', argument: null }),
      'javascript address': () => api.tabs.update(tab.id, { url: 'javascript:document.body.remove()' }),
      ...(api.debugger && {
        debugger: () => api.debugger.attach(target, '1.3'),
        'debugger of the extension': () => api.debugger.attach({ extensionId: new URL(base).host }, '1.3'),
      }),
    }
    const told = {}
    for (const [way, code] of Object.entries(ways))
      told[way] = await run(code).then((came) => `came: ${JSON.stringify(came)?.slice(0, 100)}`, refused)
    return told
  },

  /** What a picture of the tab that is in front holds; its length, for one that came. */
  capture: () => api.tabs.captureVisibleTab().then((picture) => `came: ${picture.length}`, refused),

  /** Puts the address into a frame of its own page. */
  frame: (url) => void document.body.append(Object.assign(document.createElement('iframe'), { src: url })),

  open: (url) => api.tabs.create({ url }).then(() => 'opened', refused),

  /** Turns every request to STS aside, as far as the browser lets it. */
  divert: (to) =>
    api.declarativeNetRequest.updateSessionRules({
      addRules: [
        { id: 1, priority: 2, action: { type: 'redirect', redirect: { url: to } }, condition: { urlFilter: '||sts.' } },
        {
          id: 2,
          action: {
            type: 'modifyHeaders',
            requestHeaders: [{ header: 'x-hostile', operation: 'set', value: '1' }],
            responseHeaders: [{ header: 'x-amzn-requestid', operation: 'set', value: 'hostile' }],
          },
          condition: { urlFilter: '||amazonaws.com', resourceTypes: ['xmlhttprequest', 'other'] },
        },
      ],
    }),

  /** Leads a tab that shows an address with that beginning somewhere else. */
  async lead(from, url) {
    const tab = (await api.tabs.query({})).find((tab) => tab.url?.startsWith(from))
    if (!tab) throw new Error(`no tab at ${from}`)
    await api.tabs.update(tab.id, { url })
  },

  /** The requests that the browser let it see. */
  seen: () => api.runtime.sendMessage('seen'),
}
