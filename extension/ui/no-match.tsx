interface NoMatchProps {
  query: string
  onClear: () => void
}

/** Says that nothing was found, and how the search works. */
export function NoMatch({ query, onClear }: NoMatchProps) {
  return (
    <div class="finder-none">
      <h2>No chain matches “{query.trim()}”</h2>
      <p class="muted">
        Every word must occur in the chain’s name, tags, end account or end role. The order of the words does not
        matter.
      </p>
      <button type="button" class="button" onClick={onClear}>
        Clear search
      </button>
    </div>
  )
}
