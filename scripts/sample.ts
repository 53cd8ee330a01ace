import type { Chain } from 'rolerelay-core'
import { aliceKey, otherPartitions, steps, threeHops } from '../tests/aws/sample.ts'
import type { LocalAws } from '../tests/aws/server.ts'
import type { Driven } from '../tests/browser/browsers.ts'
import { writeChain, writeSource } from '../tests/browser/person.ts'
import { chainOf, operatorOf } from '../tests/browser/stage.ts'
import { addChain, addSource, call } from '../tests/browser/wire.ts'

/** The chain that is written as a person would. */
export const CHAIN = 'Production, break glass'

/** Writes a source and a chain by hand, and adds chains to search in. Each opens. The editor is left open at the first. */
export async function writeSample(driven: Driven, aws: LocalAws) {
  const { id, secret } = aliceKey(aws.world)
  const source = await writeSource(driven, 'Alice', { accessKeyId: id, secretAccessKey: secret })
  await source.close()
  const { page: editor, id: production } = await writeChain(driven, CHAIN, 'Alice', threeHops)
  const alice = (await call(editor, 'chain', { id: production })).sourceId
  const more: [string, number, Partial<Chain>][] = [
    ['Hub, read only', 1, { colour: 'green', tags: ['daily'] }],
    ['Security audit', 2, { colour: 'blue', tags: ['audit'] }],
    ['Billing', 3, { colour: 'yellow', destination: '/costmanagement/home' }],
    ['Data platform, deploy', 5, { colour: 'orange', region: 'eu-west-1' }],
  ]
  for (const [name, hops, rest] of more) await addChain(editor, chainOf(name, alice, steps.slice(0, hops), rest))
  for (const { partition, account, hops } of otherPartitions) {
    const operator = await addSource(editor, operatorOf(aws, account), `Operator in ${partition}`)
    await addChain(editor, chainOf(`Operations in ${partition}`, operator, hops, { colour: 'purple' }))
  }
  await addChain(editor, { ...(await call(editor, 'chain', { id: production })), colour: 'red', tags: ['prod'] })
  await call(editor, 'favourite', { id: production, on: true })
  return { editor, production }
}

/** The popup, at the size that it has in Chromium's toolbar. */
export async function openPopup(driven: Driven) {
  const popup = await driven.open('popup.html')
  await popup.setViewport({ width: 400, height: 560 })
  await popup.waitForSelector('[role=option]')
  return popup
}
