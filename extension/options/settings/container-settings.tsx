// In which of Firefox's containers consoles open. What is not the current one needs a permission, which the click asks for.

import { containerOpening, hasContainers } from '../../client.ts'
import type { Settings } from '../../protocol.ts'

interface ContainerSettingsProps {
  settings: Settings
  onSave: (by: Partial<Settings>) => void
}

export function ContainerSettings({ settings, onSave }: ContainerSettingsProps) {
  if (!hasContainers) return null
  const choose = (container: Settings['container']) => {
    if (container === 'current') onSave({ container })
    else void containerOpening.ask().then((granted) => onSave({ container: granted ? container : settings.container }))
  }
  return (
    <section class="card stack" aria-labelledby="container-title">
      <h2 id="container-title">Consoles open in</h2>
      <div role="radiogroup" aria-labelledby="container-title">
        {choices.map(([container, label]) => (
          <label key={container} class="row">
            <input
              type="radio"
              name="container"
              value={container}
              checked={settings.container === container}
              onChange={() => choose(container)}
            />
            {label}
          </label>
        ))}
      </div>
      <p class="muted">
        A container has cookies of its own, so consoles in different ones never sign each other out. Firefox makes it
        with the chain’s name and colour, or the account’s number, when it is needed first, and keeps it, its name in a
        file of its own, unencrypted. From a private window a console opens in that window. No cookie is read.
      </p>
    </section>
  )
}

const choices: [Settings['container'], string][] = [
  ['current', 'The container of the tab that I am on'],
  ['chain', 'A container for each chain'],
  ['account', 'A container for each account'],
]
