// What a finding's fix does to the chain in the editor: at once with a way back, or after a test of what it gives.

import { useRef, useState } from 'preact/hooks'
import type { Fix } from 'rolerelay-core'
import { useToast } from '../../ui/controls/toast.tsx'
import type { RunControl } from '../../ui/run/use-run.ts'
import { type Draft, type Edit, replaceChain } from './draft.ts'
import { walkable } from './use-editor.ts'

export interface Fixes {
  apply: (fix: Fix) => void
  /** The fix whose chain is being tested or was tested last. */
  tested: Fix | undefined
  /** Takes over what was tested. */
  keep: () => void
  /** The test that is shown is another one from now on. */
  forget: () => void
  /** Every other change goes through here: after one, the way back would take that one along. */
  edit: Edit
}

export function useFixes(draft: Draft | undefined, edit: Edit, run: RunControl): Fixes {
  const toast = useToast()
  const [tested, setTested] = useState<Fix>()
  const undoable = useRef(false)
  const put = ({ chain }: Fix, text: string) => {
    if (!draft) return
    edit((now) => replaceChain(now, chain))
    undoable.current = true
    const undo = () => {
      undoable.current = false
      edit(draft)
    }
    toast({ text, action: { label: 'Undo', run: undo } })
  }
  return {
    tested,
    apply: (fix) => {
      if (!fix.testFirst) return put(fix, `Done: ${fix.label}.`)
      setTested(fix)
      run.start({ action: 'test', chain: walkable(fix.chain) }).catch(() => {}) // in its panel
    },
    keep: () => {
      if (!tested) return
      put(tested, 'The chain is now the shorter one. Save it to keep it.')
      setTested(undefined)
      run.dismiss()
    },
    forget: () => setTested(undefined),
    edit: (next) => {
      if (undoable.current) toast(null)
      undoable.current = false
      edit(next)
    },
  }
}
