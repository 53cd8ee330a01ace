// A question that must be answered first: the browser's own modal dialog, with its focus trap and Escape.

import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import './dialog.css'

interface DialogProps {
  title: string
  children: ComponentChildren
  /** The button that does it, where there is something to do; the other one and Escape only close. */
  confirm?: string | undefined
  /** The other button's word. */
  keep: string
  danger?: boolean
  onConfirm?: () => void
  onClose: () => void
}

export function Dialog({ title, children, confirm, keep, danger, onConfirm, onClose }: DialogProps) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      <div>{children}</div>
      <div class="row end">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {keep}
        </button>
        {confirm && (
          <button type="button" class={danger ? 'button danger' : 'button primary'} onClick={onConfirm}>
            {confirm}
          </button>
        )}
      </div>
    </dialog>
  )
}
