// The pages' own messages, sent from a page of the extension: the quick way to set a scene. The scenarios that show how
// the extension is used go through what a person sees instead; see person.ts.

import type { Page } from 'puppeteer-core'
import type { Chain, Credentials } from 'rolerelay-core'
import type { Calls, Reply, RunEvent, RunRequest } from '../../extension/protocol.ts'

/** One call to the background; throws what it failed with. */
export async function call<N extends keyof Calls>(
  page: Page,
  name: N,
  argument: Calls[N]['argument'],
): Promise<Calls[N]['reply']> {
  const reply = (await page.evaluate((message) => chrome.runtime.sendMessage(message), {
    call: name,
    argument,
  })) as Reply<Calls[N]['reply']>
  if ('failure' in reply) throw new Error(`${name}: ${JSON.stringify(reply.failure)}`)
  return 'json' in reply ? JSON.parse(reply.json) : reply.ok
}

/** Saves a source and gives its id. */
export async function addSource(page: Page, credentials: Credentials, name = 'Alice'): Promise<string> {
  const { saved, id, findings } = await call(page, 'saveSource', { name, credentials })
  if (!saved) throw new Error(`the source was not saved: ${JSON.stringify(findings)}`)
  return id
}

/** Saves a chain and gives its id. */
export async function addChain(page: Page, chain: Chain): Promise<string> {
  const { saved, id, findings } = await call(page, 'saveChain', chain)
  if (!saved) throw new Error(`the chain was not saved: ${JSON.stringify(findings)}`)
  return id
}

/** Starts a run and gives every event of it, the last one being its end; a port that closes before that ends it too. */
export async function run(page: Page, request: RunRequest): Promise<RunEvent[]> {
  // As text: WebDriver BiDi tells an object that is there twice only once.
  const events = await page.evaluate(
    (request) =>
      new Promise<string>((resolve) => {
        const events: RunEvent[] = []
        const port = chrome.runtime.connect({ name: 'run' })
        port.onMessage.addListener((event: RunEvent) => {
          events.push(event)
          if (event.type === 'failed') port.postMessage('heard')
          if (event.type !== 'progress') resolve(JSON.stringify(events))
        })
        port.onDisconnect.addListener(() => resolve(JSON.stringify(events)))
        port.postMessage(request)
      }),
    request,
  )
  return JSON.parse(events)
}

/** From now on the page hears no answer to its calls, or to those of one name, until what this gives is called: as if its background
 * were slow. */
export async function holdAnswers(page: Page, only?: keyof Calls): Promise<() => Promise<void>> {
  await page.evaluate((only) => {
    const api = (globalThis as unknown as { browser?: typeof chrome }).browser ?? chrome
    const send = api.runtime.sendMessage.bind(api.runtime) as (message: unknown) => Promise<unknown>
    const held = new Promise<void>((release) => Object.assign(globalThis, { release }))
    api.runtime.sendMessage = (async (message: { call: string }) => {
      const answer = await send(message)
      if (!only || message.call === only) await held
      return answer
    }) as typeof api.runtime.sendMessage
  }, only)
  return () => page.evaluate(() => (globalThis as unknown as { release: () => void }).release())
}
