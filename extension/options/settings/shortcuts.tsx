// The keys that there are now, and where the browser changes them.

import { useEffect, useState } from 'preact/hooks'
import { shortcuts, showShortcutSettings } from '../../client.ts'
import type { ChainRow } from '../../protocol.ts'
import { useFavourites } from '../../ui/chains/use-favourites.ts'

export function Shortcuts() {
  const [keys, setKeys] = useState<Awaited<ReturnType<typeof shortcuts>>>([])
  const { favourites } = useFavourites()
  useEffect(() => {
    const read = () => void shortcuts().then(setKeys)
    read()
    // The browser's page for them is another tab, and nothing tells of a change there.
    const onVisible = () => document.visibilityState === 'visible' && read()
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  }, [])
  return (
    <section class="card stack" aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title">Keys</h2>
      <table class="shortcuts">
        <tbody>
          {keys.map(({ name = '', description, shortcut }) => (
            <tr key={name}>
              <th scope="row">
                {name === '_execute_action' ? 'Open the popup' : description}
                {favouriteOf(name, favourites)}
              </th>
              <td>{shortcut ? <kbd>{shortcut}</kbd> : <span class="muted">no keys</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted">
        {showShortcutSettings
          ? 'Your browser keeps them and changes them.'
          : 'Your browser keeps them. To change them, open about:addons, then the gear, then Manage Extension Shortcuts.'}
      </p>
      {showShortcutSettings && (
        <div class="row">
          <button type="button" class="button" onClick={() => void showShortcutSettings?.().catch(() => {})}>
            Change the keys
          </button>
        </div>
      )}
    </section>
  )
}

/** The chain that these keys open now. */
function favouriteOf(command: string, rows: ChainRow[] = []) {
  const number = Number(/^favourite-(\d)$/.exec(command)?.[1])
  const row = rows[number - 1]
  return row ? <span class="muted">: {row.name}</span> : null
}
