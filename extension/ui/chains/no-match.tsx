import type { ChainPage } from '../../protocol.ts'

interface NoMatchProps {
  query: string
  nowhere: ChainPage['nowhere']
  /** Whether the query may say on which page chains are to open. */
  opens: boolean
  /** Whether the list is narrowed to a tag, say, besides. */
  isFiltered: boolean
  onClear: () => void
}

/** Says that nothing was found, and how the search works. */
export function NoMatch({ query, nowhere, opens, isFiltered, onClear }: NoMatchProps) {
  const words = query.trim()
  return (
    <div class="finder-none">
      <h2>{words ? `No chain matches “${words}”` : 'No chain passes the filter'}</h2>
      {nowhere && (
        <p>
          It takes a chain that ends in {nowhere.account ? `account ${nowhere.account}` : 'its partition'} to open{' '}
          {nowhere.label}, and none that fits does.
        </p>
      )}
      <p class="muted">
        Every word must occur in the chain’s name, its tags, its source, or an account, role or region on its way; one
        slip in a name is forgiven. <code>#word</code> looks for a tag.
        {opens && ' A service and a region after them say where it opens: prod s3 eu-west-1.'}
        {isFiltered && ' The list is filtered as well.'}
      </p>
      <button type="button" class="button" onClick={onClear}>
        {isFiltered ? 'Show all chains' : 'Clear search'}
      </button>
    </div>
  )
}
