// The consoles of several chains, opened one after the other: so what the chains share is walked once, and each asks by itself what it
// asks. What does not open holds up none of the others.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../../client.ts'
import type { OpeningChain, OpeningWeighed, RunRequest } from '../../../protocol.ts'
import { useToast } from '../../../ui/controls/toast.tsx'
import { asksFirst } from '../../../ui/run/run-panel.tsx'
import { type Answers, type RunControl, useRun } from '../../../ui/run/use-run.ts'

/**
 * What came of one: `left` was not begun, of `cut` that is not known since a lock came first, `skipped` the person left out, and of
 * `hindered` it is known that it finds no room.
 */
export type Came =
  | { is: 'opened' | 'open' | 'skipped' | 'left' | 'cut' }
  | { is: 'hindered'; by: NonNullable<OpeningChain['hinder']> }
  | { is: 'failed'; failure: Failure }

export interface One {
  id: string
  name: string
  came?: Came
}

export interface Several {
  /** What the person has to know before any is opened, and then says. */
  asks: OpeningWeighed | undefined
  /** Those that are opened, in order; empty where there is nothing to tell. */
  ones: One[]
  /** Which of them is under way. */
  at: number | undefined
  run: RunControl
  /** Weighs them, and begins to open them where nothing is in the way and they are not to be `shown` before. Throws a {@link Failure}. */
  ask: (ids: string[], shown?: boolean) => Promise<void>
  /** Opens those of these that find room; all with `answers`, which each of the runs is given. Resolves at the end. */
  begin: (chains: OpeningChain[], answers?: Answers) => Promise<void>
  /** Goes on with what the one under way asks. */
  answer: (answers: Answers) => void
  /** Goes on with the next. */
  skip: () => void
  /** Opens no more. */
  stop: () => void
  /** Opens these, by where they stand, once more. One alone is asked whatever it asks. */
  again: (which: number[]) => Promise<void>
  /** Opens none, or takes away what is told. */
  close: () => void
}

export const isThere = ({ came }: One): boolean => came?.is === 'opened' || came?.is === 'open'

export function useSeveral(onEnd: () => void): Several {
  const run = useRun()
  const toast = useToast()
  const [asks, setAsks] = useState<OpeningWeighed>()
  const [{ ones, at }, show] = useState<{ ones: One[]; at?: number | undefined }>({ ones: [] })
  /** What is shown, as it is now. */
  const latest = useRef(ones)
  /** What goes on: stopped, or waiting for what comes of the one under way. */
  const going = useRef<{ isStopped: boolean; isAlone: boolean; settle: (came: Came) => void } | undefined>(undefined)
  const isShown = useRef(true)
  useEffect(() => {
    const takeUp = async () => {
      const ones = await takeCut()
      if (going.current || !isShown.current || ones.every(isThere)) return
      latest.current = ones
      show({ ones })
    }
    onCut = () => void takeUp()
    onCut()
    return () => {
      isShown.current = false
      onCut = noMatter
      // Nobody is there to answer.
      if (run.latest()?.failure) going.current?.settle({ is: 'skipped' })
    }
  }, [])

  const put = (which: number, came: Came | undefined, under?: number) => {
    latest.current = latest.current.map(({ id, name, ...before }, at) =>
      at === which ? { id, name, ...(came && { came }) } : { id, name, ...before },
    )
    show(({ at }) => ({ ones: latest.current, at: under ?? at }))
  }
  const attempt = (request: RunRequest) => {
    const { settle, isAlone } = going.current ?? {}
    run.start(request).then(
      () => settle?.({ is: 'opened' }),
      (failure: Failure) => {
        const state = run.latest()
        const { signsOut } = state?.asks ?? {}
        if (failure.kind === 'cancelled') settle?.({ is: 'skipped' })
        // One after the other they would all sign each other out.
        else if (signsOut && !isAlone) settle?.({ is: 'hindered', by: 'single' })
        else if ((signsOut === null && !isAlone) || (failure.kind !== 'mfa' && !asksFirst(failure, state)))
          settle?.({ is: 'failed', failure })
        else if (!isShown.current) settle?.({ is: 'skipped' })
      },
    )
  }
  const openOne = (at: number, answers: Answers) =>
    new Promise<Came>((settle) => {
      if (going.current) going.current.settle = settle
      const chainId = latest.current[at]?.id ?? ''
      attempt({ action: 'open', chainId, where: 'background-tab', ...answers })
    })
  /** Where one was not let in beside what is open, neither are others. Gives what is left of them. */
  const stillFit = async (queue: number[]) => {
    const ids = queue.map((at) => latest.current[at]?.id ?? '')
    const weighed = await call('weighOpening', { ids }).catch(() => undefined) // then each run finds it out
    return queue.filter((at) => {
      const by = weighed?.chains.find(({ id }) => id === latest.current[at]?.id)?.hinder
      if (by !== undefined && by !== 'full') put(at, { is: 'hindered', by })
      return by === undefined || by === 'full'
    })
  }
  const goThrough = async (which: number[], answers: Answers = {}) => {
    if (going.current) return
    const mine = { isStopped: false, isAlone: which.length === 1, settle: (_: Came) => {} }
    going.current = mine
    let queue = which
    for (let at = queue[0]; at !== undefined; at = queue[0]) {
      queue = queue.slice(1)
      put(at, undefined, at)
      const came: Came = mine.isStopped ? { is: 'left' } : await openOne(at, answers)
      put(at, mine.isStopped && came.is === 'skipped' ? { is: 'left' } : came)
      // A tab that AWS keeps is likely not the last that it would keep; and what is locked opens nothing.
      if (came.is === 'failed' && (came.failure.kind === 'sign-in' || came.failure.kind === 'locked'))
        mine.isStopped = true
      if (came.is === 'hindered') queue = await stillFit(queue)
    }
    going.current = undefined
    run.dismiss()
    if (await isLocked(latest.current, isShown.current)) {
      keepCut(latest.current)
      return close()
    }
    show({ ones: latest.current })
    const told = saidOf(latest.current)
    if (latest.current.every(isThere)) close()
    if (latest.current.length === 0 || !isShown.current) toast({ text: told })
    onEnd()
  }
  const begin: Several['begin'] = async (chains, answers) => {
    setAsks(undefined)
    if (going.current) return
    latest.current = chains.map(({ id, name, isOpen, hinder }) => ({
      id,
      name,
      ...(isOpen ? { came: { is: 'open' } } : hinder && !answers && { came: { is: 'hindered', by: hinder } }),
    }))
    return goThrough(
      latest.current.flatMap(({ came }, at) => (came ? [] : [at])),
      answers,
    )
  }
  const close = () => {
    latest.current = []
    setAsks(undefined)
    show({ ones: [] })
  }
  const skip = () => {
    const isAsking = run.view?.done
    if (isAsking) going.current?.settle({ is: 'skipped' })
    else run.cancel()
  }
  return {
    asks,
    ones,
    at,
    run,
    ask: async (ids, shown = false) => {
      const weighed = await call('weighOpening', { ids })
      if (shown) return setAsks(weighed)
      const isPlain = weighed.chains.every(({ hinder }) => !hinder) && ids.length <= weighed.most
      // One alone asks what is to be asked by itself.
      if (ids.length === 1) void begin(weighed.chains, {})
      else if (isPlain) void begin(weighed.chains)
      else setAsks(weighed)
    },
    begin,
    answer: (answers) => {
      const request = run.view?.request
      if (request) attempt({ ...request, ...answers })
    },
    skip,
    stop: () => {
      if (going.current) going.current.isStopped = true
      skip()
    },
    again: (which) => goThrough(which),
    close,
  }
}

/** Whether a lock ended it: the run that it met says so, and what asked has gone with the page. */
const isLocked = async (ones: One[], isShown: boolean): Promise<boolean> =>
  ones.some(({ came }) => came?.is === 'failed' && came.failure.kind === 'locked') ||
  (!isShown && (await call('vault', null).catch(() => undefined))?.state === 'locked')

/** Those that a lock cut off, until the page is shown again: by id, since no name of what is locked stays in a page. */
let cut: { id: string; isOpened: boolean }[] = []
const noMatter = () => {}
/** Hears of them, where the page is shown. */
let onCut = noMatter

function keepCut(ones: One[]): void {
  cut = ones.map(({ id, came }) => ({ id, isOpened: came?.is === 'opened' }))
  onCut()
}

/** Takes those that are here still, once it is unlocked: that fails before. */
async function takeCut(): Promise<One[]> {
  const asked = cut.map((one) => call('chain', { id: one.id }).then(() => [one]))
  const here = (await Promise.all(asked.map((one) => one.catch(() => [])))).flat()
  if (here.length === 0) return []
  const ids = here.map(({ id }) => id)
  const { chains } = await call('weighOpening', { ids }).catch(() => ({ chains: [] }))
  if (chains.length > 0) cut = []
  const isOpened = (id: string) => here.some((one) => one.id === id && one.isOpened)
  return chains.map(({ id, name, isOpen }) => ({
    id,
    name,
    came: { is: isOpened(id) ? 'opened' : isOpen ? 'open' : 'cut' },
  }))
}

/** What came of them, in a sentence for each kind. */
export function saidOf(ones: One[]): string {
  const opened = ones.filter(({ came }) => came?.is === 'opened').length
  const there = ones.filter(({ came }) => came?.is === 'open').map(({ name }) => name)
  const missing = ones.filter((one) => !isThere(one)).map(({ name }) => name)
  const parts = [
    ones.some(({ came }) => came?.is === 'cut') && 'Rolerelay was locked before all were open.',
    `Opened ${consoles(opened)}${opened > 0 ? ' in the background' : ''}.`,
    there.length > 0 && `Open before: ${there.join(', ')}.`,
    missing.length > 0 && `Not opened: ${missing.join(', ')}.`,
  ]
  return parts.filter(Boolean).join(' ')
}

export const consoles = (count: number): string =>
  count === 0 ? 'no console' : count === 1 ? '1 console' : `${count.toLocaleString()} consoles`
