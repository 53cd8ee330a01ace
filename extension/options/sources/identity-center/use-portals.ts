// The access portals, looked at again and again while the person is on AWS's page.

import { useEffect } from 'preact/hooks'
import type { PortalRow } from '../../../protocol.ts'
import { type Called, useCall } from '../../../ui/controls/use-call.ts'

export function usePortals(): Called<PortalRow[]> {
  const portals = useCall('portals')
  const waits = portals.reply?.some(({ state }) => state === 'waiting') ?? false
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(() => void portals.again(), 1_000)
    return () => clearInterval(timer)
  }, [waits, portals.again])
  return portals
}
