/** Offers text as a file, the way a page can without any permission. */
export function saveAs(name: string, text: string): void {
  // Not text/plain: Chromium would call the file config.txt.
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads it after the click: a moment is enough, and a page that goes sooner takes it along.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
