// What a hostile page tries, in plain JavaScript as it would send it. The tests put this file into pages and call it.

globalThis.attack = {
  /** Every way to load an address into a page. Each tells what came of it: `loaded`, or how it was refused. */
  loads: {
    fetch: (url) => fetch(url).then(loaded, refused),
    'opaque fetch': (url) => fetch(url, { mode: 'no-cors' }).then(loaded, refused),
    'fetch with cookies': (url) => fetch(url, { credentials: 'include' }).then(loaded, refused),
    'compiling wasm': (url) => WebAssembly.compileStreaming(fetch(url)).then(loaded, refused),
    XMLHttpRequest: (url) =>
      new Promise((tell) => {
        const request = new XMLHttpRequest()
        request.onload = () => tell('loaded')
        request.onerror = () => tell('refused')
        request.open('GET', url)
        request.send()
      }).catch(refused),
    import: (url) => import(url).then(loaded, refused),
    worker: (url) =>
      new Promise((tell) => {
        const worker = new Worker(url)
        worker.onmessage = () => tell('loaded')
        worker.onerror = () => tell('refused')
      }).catch(refused),
    image: (url) => element('img', { src: url }),
    script: (url) => element('script', { src: url }),
    'module script': (url) => element('script', { type: 'module', src: url }),
    stylesheet: (url) => element('link', { rel: 'stylesheet', href: url }),
    preload: (url) => element('link', { rel: 'preload', as: 'fetch', crossOrigin: '', href: url }),
    icon: (url) => element('input', { type: 'image', src: url }),
    object: (url) => element('object', { data: url }),
  },

  /** Every way to put an address into a frame. A frame says `load` of an error page too: only the browser knows what is in it. */
  frames: {
    iframe: (url) => framed('iframe', { src: url }),
    'sandboxed iframe': (url) => framed('iframe', { sandbox: 'allow-scripts', src: url }),
    embed: (url) => framed('embed', { src: url }),
    'iframe that is led there': (url) => {
      const frame = framed('iframe', { src: 'about:blank' })
      frame.contentWindow.location = url
    },
    'iframe with a form in it': (url) => {
      const frame = framed('iframe', { name: 'framed-form' })
      form(url, 'post', frame.name).submit()
    },
    'srcdoc with a frame': (url) => framed('iframe', { srcdoc: `<iframe src="${url}"></iframe>` }),
  },

  /** Every way to open an address in another tab. */
  opens: {
    'window.open': (url) => handles.push(window.open(url)),
    'window.open, then led there': (url) => {
      const opened = window.open('about:blank')
      handles.push(opened)
      if (opened) opened.location = url
    },
    'window.open without an opener': (url) => window.open(url, '_blank', 'noopener'),
    'a click on a link': (url) => link(url, { target: '_blank' }).click(),
    'a form': (url) => form(url, 'post', '_blank').submit(),
  },

  /** Every way to lead the tab itself there. */
  leads: {
    location: (url) => location.assign(url),
    'location.replace': (url) => location.replace(url),
    'a click on a link': (url) => link(url, {}).click(),
    'a form by GET': (url) => form(url, 'get', '_self').submit(),
    'a form by POST': (url) => form(url, 'post', '_self').submit(),
    'a refresh': (url) => {
      const refresh = document.createElement('meta')
      Object.assign(refresh, { httpEquiv: 'refresh', content: `0; url=${url}` })
      document.head.append(refresh)
    },
  },

  /** Speaks to whatever was framed or opened, on every channel that a page has, and gives what answered. */
  async speak(messages) {
    const heard = []
    window.addEventListener('message', ({ origin, data }) => heard.push({ origin, data }))
    const channels = ['rolerelay', 'run', 'unlocked'].map((name) => new BroadcastChannel(name))
    for (const channel of channels) channel.onmessage = ({ data }) => heard.push({ channel: channel.name, data })
    window.name = JSON.stringify(messages[0])
    const targets = [...handles, ...Array.from(window.frames), window.opener, window.parent].filter(Boolean)
    for (const message of messages) {
      for (const channel of channels) channel.postMessage(message)
      for (const target of targets) {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = ({ data }) => heard.push({ port: true, data })
        if (target !== window) target.postMessage(message, '*', [port2])
      }
    }
    // Whoever would answer does so in the turn in which it hears, and a worker's answer takes longer than that.
    await new Promise((heardIt) => {
      const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))
      worker.onmessage = heardIt
    })
    return heard
  },

  /** What of the extensions' API a page can reach. */
  api: () => [
    typeof globalThis.browser,
    typeof globalThis.chrome?.runtime?.sendMessage,
    typeof globalThis.chrome?.runtime?.connect,
    typeof globalThis.chrome?.storage,
  ],

  /** Whether the page could make itself the one that our links lead to. */
  hijack: (scheme) => {
    try {
      navigator.registerProtocolHandler(scheme, `${location.origin}/caught?%s`)
      return 'registered'
    } catch (refusal) {
      return refusal.name
    }
  },
}

const handles = []

const loaded = () => 'loaded'
const refused = ({ name }) => `refused: ${name}`

const element = (tag, properties) =>
  new Promise((tell) => {
    const made = Object.assign(document.createElement(tag), properties)
    made.onload = () => tell('loaded')
    made.onerror = () => tell('refused')
    document.body.append(made)
  })

const framed = (tag, properties) => document.body.appendChild(Object.assign(document.createElement(tag), properties))

const link = (href, properties) =>
  document.body.appendChild(Object.assign(document.createElement('a'), { href, ...properties }))

const form = (action, method, target) => {
  const made = Object.assign(document.createElement('form'), { action, method, target })
  made.append(Object.assign(document.createElement('input'), { name: 'chain', value: 'forged' }))
  return document.body.appendChild(made)
}
