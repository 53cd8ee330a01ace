// npm start: the whole thing, to look at. Builds the extension, starts the local AWS, opens Chromium with the extension,
// writes a source and a chain of three hops as a person would, walks it, and says who the console thinks we are.

import type { Chain } from 'rolerelay-core'
import { aliceKey, otherPartitions, sampleWorld, steps, threeHops } from '../tests/aws/sample.ts'
import { startAws } from '../tests/aws/server.ts'
import { launch, screenshot } from '../tests/browser/browsers.ts'
import { pick, writeChain, writeSource } from '../tests/browser/person.ts'
import { chainOf, operatorOf } from '../tests/browser/stage.ts'
import { addChain, addSource, call } from '../tests/browser/wire.ts'
import { buildExtension } from './build.ts'

const CHAIN = 'Production, break glass'
const visible = Boolean(process.env.DISPLAY)

console.log('Building the extension')
await buildExtension()
const aws = await startAws(sampleWorld())
console.log(`The local AWS listens on 127.0.0.1:${aws.port}, under AWS’s own names`)
const driven = await launch('chromium', aws, { visible })
const ended = new Promise((resolve) => driven.browser.on('disconnected', resolve))
const pictures: string[] = []

const { id, secret } = aliceKey(aws.world)
const source = await writeSource(driven, 'Alice', { accessKeyId: id, secretAccessKey: secret })
await source.close()
const { page: options, id: production } = await writeChain(driven, CHAIN, 'Alice', threeHops)
pictures.push(await screenshot(options, 'options'))
console.log(`Wrote the source “Alice” and the chain “${CHAIN}”: ${threeHops.length} hops over three accounts`)

// More of them, so that the list is one to search in. Each opens.
const alice = (await call(options, 'chain', { id: production })).sourceId
const more: [string, number, Partial<Chain>][] = [
  ['Hub, read only', 1, { colour: 'green', tags: ['daily'] }],
  ['Security audit', 2, { colour: 'blue', tags: ['audit'] }],
  ['Billing', 3, { colour: 'yellow', destination: '/costmanagement/home' }],
  ['Data platform, deploy', 5, { colour: 'orange', region: 'eu-west-1' }],
]
for (const [name, hops, rest] of more) await addChain(options, chainOf(name, alice, steps.slice(0, hops), rest))
for (const { partition, account, hops } of otherPartitions) {
  const operator = await addSource(options, operatorOf(aws, account), `Operator in ${partition}`)
  await addChain(options, chainOf(`Operations in ${partition}`, operator, hops, { colour: 'purple' }))
}
await addChain(options, { ...(await call(options, 'chain', { id: production })), colour: 'red', tags: ['prod'] })
await call(options, 'favourite', { id: production, on: true })

const list = await driven.open('popup.html')
await list.setViewport({ width: 400, height: 560 })
await list.waitForSelector('[role=option]')
for (const look of ['light', 'dark'] as const) {
  await driven.prefer(look, list)
  pictures.push(await screenshot(list, `popup-${look}`))
}
await list.close()

// The test on the options page shows every hop with the session that came of it.
await options.bringToFront()
await options.locator('::-p-aria([name="Test this chain"][role="button"])').click()
await options.waitForSelector('.success')
pictures.push(await screenshot(options, 'run'))

await pick(driven, CHAIN)
const shown = await driven.consoleTab()
pictures.push(await screenshot(shown.page, 'console'))
for (const { host, action, caller, status } of aws.requests().slice(-threeHops.length - 3))
  console.log(`  ${status} ${action ?? 'page'} at ${host}${caller ? `, as ${caller}` : ''}`)
console.log(`The console is open as ${shown.arn}`)
console.log(`Pictures:\n${pictures.map((path) => `  ${path}`).join('\n')}`)

if (visible) {
  console.log('The browser stays open: close it, or press Ctrl-C, to end.')
  process.once('SIGINT', () => void driven.quit())
  await ended
}
await driven.close()
await aws.close()
