// Copies a text that is no secret, and says that it did.

import { useState } from 'preact/hooks'
import { copyNow } from '../../ui/controls/copy.ts'
import { CheckIcon, CopyIcon } from '../../ui/controls/icons.tsx'

interface CopyButtonProps {
  text: string
  /** What a screen reader says; shown as well where it is `worded`. */
  label: string
  worded?: boolean
}

export function CopyButton({ text, label, worded }: CopyButtonProps) {
  const [copied, setCopied] = useState<boolean>()
  return (
    <>
      <button
        type="button"
        class={worded ? 'button' : 'button quiet square'}
        aria-label={label}
        title={label}
        onClick={async () => setCopied(await copyNow(text))}
      >
        {copied ? <CheckIcon /> : <CopyIcon />}
        {worded && (copied ? 'Copied' : 'Copy')}
      </button>
      <span class={copied === false ? 'muted' : 'hidden'} role="status">
        {copied === false ? 'The browser did not let it be copied.' : copied && 'Copied.'}
      </span>
    </>
  )
}
