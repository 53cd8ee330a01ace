// A small menu of actions beside the button that opened it, in the browser's top layer.

import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import './menu.css'

export interface MenuItem {
  label: string
  icon: () => JSX.Element
  onSelect: () => void
}

interface MenuProps {
  label: string
  items: MenuItem[]
  anchor: HTMLElement
  onClose: () => void
}

export function Menu({ label, items, anchor, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = menu.current
    if (!element) return
    element.showPopover()
    place(element, anchor.getBoundingClientRect())
    element.querySelector('button')?.focus()
  }, [anchor])

  const close = () => {
    anchor.focus()
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(menu.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (to !== undefined) buttons.at(to % buttons.length)?.focus()
    else if (['Escape', 'ArrowLeft', 'Tab'].includes(event.key)) close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={menu}
      class="menu"
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
      onToggle={(event) => event.newState === 'closed' && onClose()}
    >
      {items.map(({ label, icon: Icon, onSelect }, at) => (
        <button
          key={at}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            close()
            onSelect()
          }}
        >
          <Icon />
          {label}
        </button>
      ))}
    </div>
  )
}

/** Below the anchor's right edge, or above it where there is no room. */
function place(menu: HTMLElement, anchor: DOMRect) {
  const { width, height } = menu.getBoundingClientRect()
  const below = anchor.bottom + 4
  const top = below + height <= window.innerHeight ? below : Math.max(4, anchor.top - height - 4)
  menu.style.top = `${top}px`
  menu.style.left = `${Math.max(4, anchor.right - width)}px`
}
