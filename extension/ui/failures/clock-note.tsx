// Says calmly that this computer's clock is wrong, where what was asked of AWS went well in spite of it, or failed for another reason.

import { InfoIcon } from '../controls/icons.tsx'
import './clock-note.css'

/** `skew` is how far AWS's clock is ahead of this computer's, in milliseconds. */
export function ClockNote({ skew }: { skew: number }) {
  return (
    <p class="clock-note">
      <InfoIcon />
      <span>
        This computer’s clock is {amount(Math.abs(skew))} {skew > 0 ? 'behind' : 'ahead of'} AWS’s. Rolerelay signs with
        AWS’s time; set the clock right all the same.
      </span>
    </p>
  )
}

/** `7 minutes`; a wrong time zone gives hours, and a battery that died years. */
function amount(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes < 2 * 60) return `${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return hours < 2 * 24 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}
