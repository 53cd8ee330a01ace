// One quiet line at the bottom for what was just done, with a way back where there is one. It stays until it is
// dismissed or the next one comes: an Undo that vanishes is none.

import { type ComponentChildren, createContext } from 'preact'
import { useContext, useState } from 'preact/hooks'
import { CrossIcon } from './icons.tsx'
import './toast.css'

export interface ToastContent {
  text: string
  action?: { label: string; run: () => void }
}

const Show = createContext<(content: ToastContent | null) => void>(() => {})

/** Shows a line; null takes it away. */
export const useToast = () => useContext(Show)

export function ToastArea({ children }: { children: ComponentChildren }) {
  const [content, show] = useState<ToastContent | null>(null)
  return (
    <Show.Provider value={show}>
      {children}
      <div class="toast-area" role="status">
        {content && (
          <div class="toast">
            <span>{content.text}</span>
            {content.action && (
              <button
                type="button"
                class="link-button"
                onClick={() => {
                  show(null)
                  content.action?.run()
                }}
              >
                {content.action.label}
              </button>
            )}
            <button type="button" class="button quiet square" aria-label="Dismiss" onClick={() => show(null)}>
              <CrossIcon />
            </button>
          </div>
        )}
      </div>
    </Show.Provider>
  )
}
