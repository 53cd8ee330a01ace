// Chains by the address bar: our keyword, then what the popup's search takes (`rr prod s3 eu-west-1`). Nothing is run that was not
// offered for the text that is there, so neither what a page has somebody paste nor what the browser remembers opens anything.
//
// Chrome writes two things to disk: the first line, and of a line that was chosen all that it says. So the first line says
// nothing of any chain, and where a password protects their names, they are shown only if the person wants that.

import { describeEnter, isFirefox, onAddressBar, type Suggestion } from '../../browser.ts'
import type { ChainPage, ChainRow } from '../../protocol.ts'
import { endsInSpace, fold } from '../../search/search.ts'
import { listChains } from '../chains/shelf.ts'
import { asFailure } from '../core/failure.ts'
import { epoch, withinEpoch } from '../lock/epoch.ts'
import { touch, UntilLock } from '../lock/unlocked.ts'
import { getSettings } from '../store/settings.ts'
import { isVault } from '../store/storage.ts'
import { mentioned } from './mentioned.ts'
import { listToOpen } from './recents.ts'
import { comeIn, type Place } from './ways.ts'

/** Registers it. Call it as the background starts. */
export function answerAddressBar(): void {
  onAddressBar({
    suggest: (text) => (latest = suggest(text)),
    enter: (text, disposition) => void enter(text, PLACES[disposition]).catch(noMatter),
    cancel: forget,
  })
}

/** What each text opens, of those that the browser was last given: what stands there, and what would if a line were chosen. */
const offered = new UntilLock<Map<string, Meant>>()
type Meant = Pick<ChainRow, 'id' | 'at'>
let latest: Promise<Suggestion[]> = Promise.resolve([])
let turn = 0

/** As many lines as a browser shows. */
const MOST = 8
/** In characters, as in the popup. */
const LONGEST = 4_000

async function suggest(text: string): Promise<Suggestion[]> {
  const mine = epoch()
  const now = ++turn
  offered.forget()
  try {
    const [page, shows, rows] = await withinEpoch(async () => {
      await touch()
      const [page, shows] = await Promise.all([find(text), isShown()])
      return [page, shows, await rowsFor(text, page)]
    }, mine)
    if (now !== turn || mine.aborted) return []
    const meant = meantBy(text, page, shows)
    const lines = shows ? linesOf(rows, meant ? '' : text) : new Map<string, ChainRow>()
    offered.keep(new Map([...lines, ...(meant ? [[text, meant] as const] : [])]), mine)
    await describeEnter(meant ? FIRST.one : page.total > 0 ? FIRST.some : FIRST.none).catch(noMatter)
    return mine.aborted ? [] : [...lines].map(([content, row]) => ({ content, description: describe(row) }))
  } catch (thrown) {
    const isLocked = asFailure(thrown).kind === 'locked'
    if (now === turn) await describeEnter(isLocked ? FIRST.locked : FIRST.some).catch(noMatter)
    return []
  }
}

const NOTHING: ChainPage = { total: 0, exact: 0, known: 0, rows: [] }

async function find(text: string): Promise<ChainPage> {
  const query = await queryOf(text)
  return query.length > LONGEST ? NOTHING : listChains({ query }, 0, MOST, true)
}

/** What is looked for: of JSON, such as an event of CloudTrail, what it names. */
const queryOf = async (text: string): Promise<string> => (text.includes('{') && (await mentioned(text))) || text

/** Of a vault none says where its chain was opened lately: Chrome would write the line that is chosen to disk. */
async function rowsFor(text: string, { rows }: ChainPage): Promise<ChainRow[]> {
  if (rows.length === 0 || !endsInSpace(text) || (await isVault())) return rows
  return (await listToOpen({ query: text }, 0, MOST)).rows
}

async function isShown(): Promise<boolean> {
  return !(await isVault()) || (await getSettings()).suggestsInVault
}

/** The one chain that Enter opens: the only one that is found, where it is to be seen, or the only one that is called just so. */
function meantBy(text: string, { rows, exact }: ChainPage, shows: boolean): ChainRow | undefined {
  const [first] = rows
  if (!text.trim() || !first) return undefined
  if (exact === 1 && shows) return first
  const said = fold(text).split(/\s+/).filter(Boolean).join(' ')
  const called = rows.slice(0, exact).filter((row) => fold(wordsOf(row)) === said)
  return called.length === 1 ? called[0] : undefined
}

/** The rows by the text that stands in the address bar for each: no two are alike, nor is one what was typed and means none. */
function linesOf(rows: ChainRow[], typed: string): Map<string, ChainRow> {
  const lines = new Map<string, ChainRow>()
  for (const row of rows) {
    const words = wordsOf(row)
    lines.set(
      [words, `${words} ${row.account} ${row.role}`].find((text) => text !== typed && !lines.has(text)) ??
        `${words} ${row.id}`,
      row,
    )
  }
  return lines
}

const wordsOf = ({ name, at }: ChainRow): string => (at ? `${name} ${at.page}` : name)

function describe({ name, account, role, guard, readOnly, at }: ChainRow): string {
  const dim = [
    guard && `${guard}, asks first`,
    readOnly && 'read-only',
    `${role} in ${account}`,
    at && `at ${at.label}`,
  ]
    .filter(Boolean)
    .join(' · ')
  return isFirefox ? plain(`${name} · ${dim}`) : `${xml(name)} <dim>${xml(dim)}</dim>`
}

/** Without what XML cannot hold: Chrome takes no description then. */
const plain = (text: string): string => text.replace(/[^\t\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ')
const xml = (text: string): string => plain(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

async function enter(text: string, place: Place): Promise<void> {
  // Enter may be quicker than the answer to what was typed before it.
  await latest
  const meant = offered.value?.get(text)
  forget()
  await comeIn(
    meant
      ? { is: 'chosen', chainId: meant.id, ...(meant.at && { destination: meant.at.page }) }
      : { is: 'search', query: (await queryOf(text)).slice(0, LONGEST) },
    place,
  )
}

function forget(): void {
  turn += 1
  offered.forget()
}

/** The first line, which says what Enter does with what is typed. */
const FIRST = {
  one: 'Open the chain that this names',
  some: 'Show the chains that fit',
  none: 'No chain fits: show all',
  locked: 'Rolerelay is locked: unlock it to go on',
}

const PLACES = { currentTab: 'this-tab', newForegroundTab: 'new-tab', newBackgroundTab: 'background-tab' } as const
const noMatter = () => {}
