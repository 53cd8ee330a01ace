/** The popup before there is any chain. */
export function FirstRun({ onStart, onImport }: { onStart: () => void; onImport: () => void }) {
  return (
    <div class="first-run">
      <svg
        viewBox="0 0 112 40"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        stroke-width="3"
        stroke-linecap="round"
        stroke-linejoin="round"
      >
        <circle cx="10" cy="20" r="5" fill="currentColor" />
        <path d="M30 8l12 12-12 12M60 8l12 12-12 12" opacity=".55" />
        <path d="M90 8l12 12-12 12" />
      </svg>
      <h1>From your sign-in to the console, role by role</h1>
      <p class="muted">
        A chain starts with a sign-in at your organisation or your access keys, assumes one role after the other across
        accounts, and opens the AWS console as the last one.
      </p>
      <button type="button" class="button primary" onClick={onStart}>
        Set up your first chain
      </button>
      <button type="button" class="button" onClick={onImport}>
        Import from ~/.aws/config
      </button>
    </div>
  )
}
