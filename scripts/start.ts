// npm start: the whole thing, to look at. Builds the extension, starts the local AWS, opens Chromium with the extension,
// writes a source and a chain of three hops as a person would, walks it, and says who the console thinks we are.

import { sampleWorld, threeHops } from '../tests/aws/sample.ts'
import { startAws } from '../tests/aws/server.ts'
import { launch, screenshot } from '../tests/browser/browsers.ts'
import { named } from '../tests/browser/named.ts'
import { pick } from '../tests/browser/person.ts'
import { buildExtension } from './build.ts'
import { CHAIN, openPopup, writeSample } from './sample.ts'

const visible = Boolean(process.env.DISPLAY)

console.log('Building the extension')
await buildExtension()
const aws = await startAws(sampleWorld())
console.log(`The local AWS listens on 127.0.0.1:${aws.port}, under AWS’s own names`)
const driven = await launch('chromium', aws, { visible })
const ended = new Promise((resolve) => driven.browser.on('disconnected', resolve))
const pictures: string[] = []

const { editor } = await writeSample(driven, aws)
pictures.push(await screenshot(editor, 'options'))
console.log(`Wrote the source “Alice” and the chain “${CHAIN}”: ${threeHops.length} hops over three accounts`)

const popup = await openPopup(driven)
for (const look of ['light', 'dark'] as const) {
  await driven.prefer(look, popup)
  pictures.push(await screenshot(popup, `popup-${look}`))
}
await popup.close()

// The test on the options page shows every hop with the session that came of it.
await editor.bringToFront()
await editor.locator(named('button', 'Test this chain')).click()
await editor.waitForSelector('.success')
pictures.push(await screenshot(editor, 'run'))

await pick(driven, CHAIN)
const shown = await driven.consoleTab()
pictures.push(await screenshot(shown.page, 'console'))
for (const { host, action, caller, status } of aws.requests().slice(-threeHops.length - 3))
  console.log(`  ${status} ${action ?? 'page'} at ${host}${caller ? `, as ${caller}` : ''}`)
console.log(`The console is open as ${shown.arn}`)
console.log(`Pictures:\n${pictures.map((path) => `  ${path}`).join('\n')}`)

if (!visible) console.log('There is no display here. With one, the browser would stay open for you to try.')
else {
  console.log('The browser stays open: close it, or press Ctrl-C, to end.')
  process.once('SIGINT', () => void driven.quit())
  await ended
}
await driven.close()
await aws.close()
