// A chain as text for people: to a colleague, and as a link in a page of notes.

import type { ChainRow } from '../protocol.ts'

/** What a colleague needs to find or to write the same chain: nothing that opens by itself, and no external ID. */
export const forColleague = ({ name, role, account, at }: ChainRow): string =>
  [`${oneLine(name)}: role ${role} in AWS account ${account}`, ...(at ? [`at ${at.page}`] : [])].join(', ')

/** A link of Markdown, in which no name is more than the text of that link: signs that mean something there are escaped. */
export const asMarkdown = (name: string, url: string): string =>
  `[${oneLine(name).replace(/[\\`*_{}[\]<>()#+\-.!|~&]/g, '\\$&')}](${url})`

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
