// Consoles that are renewed by themselves before they end, of chains for which the person chose that. Never one whose tab is in front, or
// was since its page loaded: typed work cannot be seen from outside, and the browser's question would take the person away from what they
// do. Those have the notice alone, and so do chains that ask something first.

import { clearAlarm, getTab, onAlarm, setAlarm, type Tab } from '../../browser.ts'
import type { RunRequest } from '../../protocol.ts'
import { consolePage } from '../consoles/console-page.ts'
import { asOpened, type Entry, noteTried, onLiveChange, untried } from '../consoles/live.ts'
import { awsNow } from '../core/clock.ts'
import { withCore } from '../core/core.ts'
import { queue } from '../core/queue.ts'
import { getSettings, saveSettings } from '../store/settings.ts'
import { needsReason } from '../walks/questions.ts'
import { isTelling } from './lastrun.ts'

const ALARM = 'renew'
const MINUTE = 60_000
/** In milliseconds: with so much left it is renewed. A minute earlier it is told that it ends. */
const BEFORE = 4 * MINUTE
/** In milliseconds: after that it is looked again where one is due that could not be renewed yet. */
const AGAIN = 30_000
/** More than a person chooses. */
const MOST = 1_000

type Run = (request: RunRequest) => void
let run: Run = () => {}
const inTurn = queue()

/** Registers what renews them. Call it as the background starts. */
export function renewInTime(how: Run): void {
  run = how
  onAlarm((name) => {
    if (name === ALARM) renewDue()
  })
  onLiveChange(() => void inTurn(() => plan()).catch(noMatter))
}

/** Has a chain's consoles renew by themselves, or no more. */
export async function renewByItself(chainId: string, on: boolean): Promise<void> {
  const { renewing } = await getSettings()
  const others = renewing.filter((id) => id !== chainId)
  await saveSettings({ renewing: on ? [...others, chainId].slice(-MOST) : others })
  renewDue()
}

/** Renews the one that is due, if there is one, and looks again when the next is. While it is locked nobody knows, until it is unlocked. */
export function renewDue(): void {
  void inTurn(async () => {
    if (!(await isTelling())) {
      const [{ entry } = {}] = (await chosen()).filter(({ due }) => due <= 0)
      if (entry) {
        await noteTried(entry.tab)
        if (await isUntouched(entry)) run({ action: 'open', chainId: entry.chainId, where: 'its-tab', tab: entry.tab })
      }
    }
    await plan()
  }).catch(noMatter)
}

/** Those that are to be renewed and were not tried, each with how many milliseconds there are until then; the first one first. */
async function chosen(): Promise<{ entry: Entry; due: number }[]> {
  const [{ renewing }, entries, now] = await Promise.all([getSettings(), untried(), awsNow()])
  return entries
    .filter(({ chainId, endsAt }) => renewing.includes(chainId) && endsAt > now)
    .map((entry) => ({ entry, due: entry.endsAt - BEFORE - now }))
    .sort((a, b) => a.due - b.due)
}

async function plan(): Promise<void> {
  const [first] = await chosen()
  if (first) await setAlarm(ALARM, Date.now() + Math.max(AGAIN, first.due))
  else await clearAlarm(ALARM)
}

async function isUntouched(entry: Entry): Promise<boolean> {
  const [tab, chain, settings] = await Promise.all([getTab(entry.tab), asOpened(entry), getSettings()])
  if (!chain || chain.guard !== undefined || !isUnseen(tab, entry)) return false
  if (needsReason(await withCore((core) => core.route(chain)), settings)) return false
  return (await consolePage(tab, chain)).is === 'page'
}

/** Whether nobody looked at the page since it loaded. Where the browser does not tell, somebody may have. */
const isUnseen = ({ active, lastAccessed }: Tab, { loadedAt }: Entry): boolean =>
  !active && loadedAt !== undefined && lastAccessed !== undefined && lastAccessed <= loadedAt

const noMatter = () => {}
