// Takes in what is dropped or pasted anywhere on the page.

import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** Gives whether something is held over the page. `take` gets files; a pasted text is one without a name. */
export function useIntake(take: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false)
  const latest = useRef(take)
  latest.current = take
  // As soon as the page is there: what is pasted before would be lost, and for what is dropped the browser would leave it.
  useLayoutEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer || !holdsSomething(event.dataTransfer)) return
      // Without this the browser would leave the page for the file.
      event.preventDefault()
      event.dataTransfer.dropEffect = 'copy'
      setOver(true)
    }
    const onDragLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    const onDrop = (event: DragEvent) => {
      setOver(false)
      if (!event.dataTransfer || !holdsSomething(event.dataTransfer)) return
      event.preventDefault()
      latest.current(filesOf(event.dataTransfer))
    }
    const onPaste = (event: ClipboardEvent) => {
      // The filter's own text is pasted as ever.
      if (event.target instanceof HTMLInputElement || !event.clipboardData) return
      event.preventDefault()
      latest.current(filesOf(event.clipboardData))
    }
    document.addEventListener('dragover', onDragOver)
    document.addEventListener('dragleave', onDragLeave)
    document.addEventListener('drop', onDrop)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('dragover', onDragOver)
      document.removeEventListener('dragleave', onDragLeave)
      document.removeEventListener('drop', onDrop)
      document.removeEventListener('paste', onPaste)
    }
  }, [])
  return over
}

const holdsSomething = ({ types }: DataTransfer) => types.includes('Files') || types.includes('text/plain')

function filesOf(data: DataTransfer): File[] {
  if (data.files.length > 0) return [...data.files]
  const text = data.getData('text/plain')
  return text ? [new File([text], '')] : []
}
