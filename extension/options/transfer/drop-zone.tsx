// Where files come in: dropped, opened or pasted. No text field: browsers write what is in one to disk for a restored
// session, and credentials files hold keys. What is pasted is not shown either.

import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { ImportIcon } from '../../ui/controls/icons.tsx'
import { accepted } from './formats.ts'

const mac = navigator.userAgent.includes('Mac')

interface DropZoneProps {
  busy: boolean
  onFiles: (files: File[]) => Promise<void>
  /** What stands before the formats. */
  children: ComponentChildren
}

export function DropZone({ busy, onFiles, children }: DropZoneProps) {
  return (
    <>
      <p class="muted">
        Nothing leaves the browser: files are read here, and their text is forgotten once it is imported or you leave
        this page.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it takes what is pasted */}
      <section class="drop-zone" tabIndex={0} aria-label="Files to import">
        <ImportIcon />
        <p class="drop-title">{busy ? 'Reading…' : 'Drop files anywhere on this page'}</p>
        <OpenFiles onFiles={onFiles} class="button primary">
          Open files…
        </OpenFiles>
        <p class="muted">
          or press <kbd>{mac ? '⌘' : 'Ctrl'}</kbd> <kbd>V</kbd> to paste their text. It is not shown.
        </p>
      </section>
      <p class="muted">
        The folder <code>.aws</code> is hidden in your home folder.{' '}
        {mac ? (
          <>
            In the file dialog press <kbd>⌘</kbd> <kbd>⇧</kbd> <kbd>.</kbd> to see it.
          </>
        ) : (
          <>
            Type <code>~/.aws</code> into the file dialog, <code>%USERPROFILE%\.aws</code> on Windows.
          </>
        )}
      </p>
      {children}
      <h2>What it reads</h2>
      <dl class="formats">
        {accepted.map(([name, where]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="muted">{where}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

interface OpenFilesProps {
  class: string
  onFiles: (files: File[]) => Promise<void>
  disabled?: boolean
  children: ComponentChildren
}

/** A button that opens the browser's file dialog. */
export function OpenFiles({ class: look, onFiles, disabled, children }: OpenFilesProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" class={look} disabled={disabled} onClick={() => input.current?.click()}>
        {children}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // So that the same file can be chosen again once it was changed.
          currentTarget.value = ''
          void onFiles(files)
        }}
      />
    </>
  )
}
