// Watches every request that the browser lets it see, and opens the page that attacks.

const api = globalThis.browser ?? chrome
const seen = []
api.webRequest.onBeforeRequest.addListener(({ url }) => void seen.push(url), { urls: ['<all_urls>'] })
api.runtime.onMessage.addListener((message, _, reply) => message === 'seen' && reply(seen))
void api.tabs.create({ url: api.runtime.getURL('attack.html') })
