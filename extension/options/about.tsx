// What Rolerelay keeps, where, and for how long.

const kept = [
  ['Base access keys', 'The browser’s memory', 'Until the browser closes. Never on disk.'],
  ['Sessions of the roles', 'The browser’s memory', 'While a chain is walked. Then forgotten.'],
  ['Codes of an MFA device', 'Nowhere', 'Sent to AWS once.'],
  ['Seed of an MFA device, where you gave it', 'The browser’s memory', 'Until the browser closes. Never on disk.'],
  ['Session that one code gave for all chains', 'The browser’s memory', 'Up to 12 hours, or until the browser closes.'],
  ['Files that you import', 'The import page’s memory', 'Until they are imported or you leave the page.'],
  ['Chains, source names, settings', 'This computer, in the browser’s profile', 'Until you delete them.'],
  [
    'Favourites, and when a chain was opened',
    'This computer, in the browser’s profile',
    'Until the extension is removed.',
  ],
  ['Key that signs bookmark links', 'This computer; the browser does not give it out', 'Until Rolerelay is removed.'],
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
              <th scope="col">Where</th>
              <th scope="col">How long</th>
            </tr>
          </thead>
          <tbody>
            {kept.map(([what, where, span]) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>{where}</td>
                <td>{span}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>Nothing is sent anywhere but to AWS’s own STS and sign-in hosts. There is no telemetry.</p>
      <p>
        <a href="#/welcome">Set up a chain</a> or <a href="#/sources">look at your sources</a>.
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
    </article>
  )
}
