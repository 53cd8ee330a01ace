// The text that was written: to read, to copy, to save. Not a text field: it is not for writing in.

import { useEffect, useState } from 'preact/hooks'
import type { Exported } from 'rolerelay-core'
import { copyNow } from '../../ui/controls/copy.ts'
import { CheckIcon, CopyIcon, ImportIcon } from '../../ui/controls/icons.tsx'
import { saveAs } from '../../ui/controls/save-as.ts'

/** How much is shown, in characters: drawing megabytes of text takes the page seconds. */
const SHOWN = 100_000

export function ExportedText({ exported }: { exported: Exported }) {
  const { text, fileName } = exported
  const [copied, setCopied] = useState<boolean>()
  useEffect(() => setCopied(undefined), [text])
  return (
    <section class="exported" aria-label={fileName}>
      <header class="row">
        <h2>{fileName}</h2>
        <button type="button" class="button" onClick={async () => setCopied(await copyNow(text))}>
          {copied ? <CheckIcon /> : <CopyIcon />}
          {copied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" class="button primary" onClick={() => saveAs(fileName, text)}>
          <ImportIcon />
          Save file
        </button>
      </header>
      <p class="muted" role="status">
        {copied === false && 'The browser did not let it be copied. Save the file instead.'}
        {text.length > SHOWN && 'Only the beginning is shown. Copy and Save file give all of it.'}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that a keyboard can scroll it */}
      <pre class="mono" tabIndex={0}>
        {text.slice(0, SHOWN)}
      </pre>
    </section>
  )
}
