// Moments and spans as people read them. All in milliseconds; `at` since 1970.

import { useEffect, useState } from 'preact/hooks'

/** `14:32`, or with the day where that is not today. */
export function clock(at: number, now = Date.now()): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString()
  return new Date(at).toLocaleString(
    undefined,
    today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  )
}

/** `in 59 min`, `in 2 h 5 min`, or `ended`. Rounded down, so that nothing promised is missing. */
export const until = (at: number, now = Date.now()): string => (at <= now ? 'ended' : `in ${amount(at - now)}`)

/** `59 min left` and the like, or `ended`. Rounded down too. */
export const timeLeft = (at: number, now = Date.now()): string => (at <= now ? 'ended' : `${amount(at - now)} left`)

/** Whether so little is left that a person should hear of it: five minutes. */
export const isSoon = (at: number, now = Date.now()): boolean => at - now < 5 * 60_000

/** `59 min`, `2 h 5 min`. Rounded down. */
export function amount(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}`
}

/** A number of seconds as `45 min` or `1 h 30 min`. */
export function span(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return [hours && `${hours} h`, minutes % 60 && `${minutes % 60} min`].filter(Boolean).join(' ') || `${seconds} s`
}

/** How long something took: `0.8 s`. */
export const elapsed = (from: number, to: number): string => `${(Math.max(0, to - from) / 1000).toFixed(1)} s`

/** A number of milliseconds as `230 ms` or `1.4 s`. */
export const milliseconds = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`

/** The time, renewed every `interval`; it stands still while `running` is false. */
export function useNow(interval: number, running = true): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(Date.now()), interval)
    return () => clearInterval(timer)
  }, [interval, running])
  return now
}
