// What Rolerelay keeps, where, and for how long.

/** What, where without a password, and where with one. */
const kept = [
  [
    'Base access keys',
    'The browser’s memory until it closes or Rolerelay is updated. Never on disk.',
    'This computer, encrypted; or only the browser’s memory, where you say so.',
  ],
  ['Seed of an MFA device, where you gave it', 'As the keys.', 'As the keys.'],
  ['Chains, sources, settings', 'This computer, readable, until you delete them.', 'This computer, encrypted.'],
  ['Favourites, and when a chain was opened', 'This computer, readable.', 'This computer, encrypted.'],
  [
    'The pages that a chain was opened on lately, five of each',
    'This computer, readable.',
    'This computer, encrypted.',
  ],
  [
    'Whether you chose Light or Dark',
    'The browser’s files, readable: one word.',
    'The same, so that a locked page has it.',
  ],
  ['Key that signs bookmark links', 'This computer; the browser does not give it out.', 'This computer, encrypted.'],
  [
    'Session that one MFA code gave for all chains',
    'The browser’s memory, up to 12 hours.',
    'The same, encrypted there.',
  ],
  ['Sessions of the roles', 'The browser’s memory while a chain is walked.', 'The same.'],
  [
    'Names of groups of tabs and of containers, where you chose them',
    'The browser’s own files, readable.',
    'The same.',
  ],
  [
    'Names and links of the favourites, where you chose a folder of bookmarks',
    'The browser’s bookmarks, readable, which its sync uploads.',
    'The same.',
  ],
  ['Codes of an MFA device', 'Nowhere. Sent to AWS once.', 'The same.'],
  ['Copied credentials', 'The clipboard, until the time that you set.', 'The same.'],
  ['Files that you import', 'The page’s memory until they are imported or you leave it.', 'The same.'],
  [
    'What the last five imports did, and the names of their files',
    'This computer, readable.',
    'This computer, encrypted.',
  ],
  ['The password', 'There is none.', 'Nowhere. What it opens is in the browser’s memory while unlocked.'],
]

export function About() {
  return (
    <article class="prose">
      <h1>About Rolerelay</h1>
      <p>
        Rolerelay walks a chain of IAM roles: your keys assume the first role, its session assumes the next, across
        accounts. It then opens the AWS console as the last one. Each step is an AssumeRole request that your browser
        sends straight to AWS.
      </p>
      <h2>What is stored</h2>
      <div class="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Without a password</th>
              <th scope="col">With one</th>
            </tr>
          </thead>
          <tbody>
            {kept.map(([what, without, within]) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>{without}</td>
                <td>{within}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>Nothing is sent anywhere but to AWS’s own STS and sign-in hosts. There is no telemetry.</p>
      <p>
        <a href="#/welcome">Set up a chain</a>, <a href="#/sources">look at your sources</a>, or{' '}
        <a href="#/protection">choose how they are protected</a>.
      </p>
      <h2>Keys in the popup</h2>
      <dl class="keys">
        <dt>
          <kbd>↑</kbd> <kbd>↓</kbd> <kbd>Page Up</kbd> <kbd>Page Down</kbd>
        </dt>
        <dd>Move through the list</dd>
        <dt>
          <kbd>Enter</kbd>
        </dt>
        <dd>Open the console</dd>
        <dt>
          <kbd>Ctrl</kbd> or <kbd>⌘</kbd> <kbd>Enter</kbd>
        </dt>
        <dd>Open it in a background tab</dd>
        <dt>
          <kbd>→</kbd>
        </dt>
        <dd>Favourite, copy credentials, copy link, edit</dd>
        <dt>
          <kbd>Esc</kbd>
        </dt>
        <dd>Clear the search, or cancel what is going on</dd>
      </dl>
      <h2>Made with</h2>
      <p>
        New passwords are measured by zxcvbn-ts (MIT) and a part of its word lists, one derived from OpenSubtitles 2024
        by way of OPUS (ODC-BY). Rolerelay is under the Apache License 2.0.{' '}
        <a href="licences.txt" target="_blank" rel="noreferrer">
          All that it is made of, and their licences
        </a>
      </p>
    </article>
  )
}
