const mac = navigator.userAgent.includes('Mac')

/** What the keys do, below the list. */
export function KeyHints() {
  return (
    <footer class="key-hints">
      <span>
        <kbd>↵</kbd> open
      </span>
      <span>
        <kbd>{mac ? '⌘' : 'Ctrl'}</kbd> <kbd>↵</kbd> in a background tab
      </span>
      <span>
        <kbd>→</kbd> more
      </span>
    </footer>
  )
}
