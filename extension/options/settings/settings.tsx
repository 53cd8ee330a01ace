// What holds for all chains.

import { useState } from 'preact/hooks'
import { groupNaming } from '../../client.ts'
import { Choice } from '../../ui/controls/choice.tsx'
import { PermissionChoice } from '../../ui/controls/permission-choice.tsx'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'
import { LeaveGuard } from '../leave-guard.tsx'
import { BookmarkSettings } from './bookmark-settings.tsx'
import { ContainerSettings } from './container-settings.tsx'
import { ReadOnlySettings } from './read-only-settings.tsx'
import { ReasonSettings } from './reason-settings.tsx'
import { RecentPages } from './recent-pages.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { ThemeSettings } from './theme-settings.tsx'
import { useSettings } from './use-settings.ts'
import { UserField, wrongWithUser } from './user-field.tsx'

export function SettingsPage() {
  const { settings, failure, saved, save } = useSettings()
  return (
    <article class="prose">
      <h1>Settings</h1>
      {failure && <FailurePanel failure={failure} />}
      <ThemeSettings />
      {settings && (
        <>
          <UserName kept={settings.user} onSave={(user) => save({ user })} />
          <ReasonSettings settings={settings} onSave={save} />
          <ReadOnlySettings settings={settings} onSave={save} />
          <Choice
            class="card"
            id="links-ask"
            label="Every link asks before it opens"
            on={settings.linksAsk}
            onChange={(linksAsk) => save({ linksAsk })}
          >
            <p>
              Links that you made here open the console at once. Browsers keep a link in their history and in your
              bookmarks, and an extension that may read those can open it too. With this on, it shows account, role and
              page, and waits for your click.
            </p>
          </Choice>
          <Choice
            class="card"
            id="suggests-in-vault"
            label="Show chains in the address bar though there is a password"
            on={settings.suggestsInVault}
            onChange={(suggestsInVault) => save({ suggestsInVault })}
          >
            <p>
              Type <code>rr</code>, a space and what you would search for: <code>rr prod s3 eu-west-1</code>. Chrome
              keeps the lines that you choose there in its own files, unencrypted: name, account and role. So with a
              password no chain is shown there unless you turn this on; Enter then opens the one that you named in full,
              or a page with those that fit.
            </p>
          </Choice>
          <Choice
            class="card"
            id="goes-to-tab"
            label="Go to the tab of a chain that is open"
            on={settings.goesToTab}
            onChange={(goesToTab) => save({ goesToTab })}
          >
            <p>
              While its console is open, a click on the chain goes to that tab and asks AWS nothing. Ctrl+Enter or
              Cmd+Enter, the middle button and the row’s menu open another. With this off, a click opens another too.
            </p>
          </Choice>
          <Choice
            class="card"
            id="asks-for-sessions"
            label="Ask AWS which consoles this browser is signed in to"
            on={settings.asksForSessions}
            onChange={(asksForSessions) => save({ asksForSessions })}
          >
            <p>
              AWS keeps a list of them, also of those that were not opened here, and documents it nowhere. It is asked
              for while you look: as you unfold the list of open consoles, as a console opens, when AWS lets in no sixth
              one, and before one is signed out for another. Each time Rolerelay sends AWS’s sign-in page the cookies
              that it gave your normal windows, and AWS’s answer may change them. No other request of Rolerelay’s
              carries any.
            </p>
          </Choice>
          <Choice
            class="card"
            id="prepares"
            label="Prepare the sign-in of a favourite that has the focus"
            on={settings.prepares}
            onChange={(prepares) => save({ prepares })}
          >
            <p>
              While a favourite has the focus in the popup, AWS is asked for what signs in to its console, so that the
              click asks for nothing. Only where the sessions of all its roles, and what its source gave, are kept from
              a run before: no role is assumed for it. CloudTrail may note that it was asked. Chains that ask something
              first or open read-only are left out.
            </p>
          </Choice>
          <RecentPages settings={settings} onSave={save} />
          <ContainerSettings settings={settings} onSave={save} />
          <PermissionChoice
            class="card"
            id="group-tabs"
            label="Put the tabs of a chain into a group of its name"
            permission={groupNaming}
          >
            <p>
              The browser’s own bar of tabs then says which role a tab is in, with the chain’s word, name and colour,
              and no page can forge that. A tab that you pinned stays as it is. Your browser asks you to allow it.
            </p>
            <p>
              Browsers keep the names of groups in their own files, unencrypted, and may take them to your other
              devices.
            </p>
          </PermissionChoice>
          <BookmarkSettings />
          <Choice
            class="card"
            id="sign-out-first"
            label="Sign out of the console before signing in"
            on={settings.signOutFirst}
            onChange={(signOutFirst) => save({ signOutFirst })}
          >
            <p>
              Where AWS lets a browser be in one account at a time, you are then not asked first. Of several sessions,
              by the console’s multi-session support, none is signed out, as far as Rolerelay can tell that there are
              several.
            </p>
          </Choice>
          <Choice
            class="card"
            id="closes-signed-out"
            label="Close the tabs of a console that is signed out for another"
            on={settings.closesSignedOut}
            onChange={(closesSignedOut) => save({ closesSignedOut })}
          >
            <p>
              Where AWS lets a browser be in one account at a time, such a tab shows the other role when it loads again.
              With this on it is closed, as far as Rolerelay sees that it shows that console still: allow it to see
              addresses of the console below the list of those that are open. Your browser asks before a page with
              unsaved work closes.
            </p>
          </Choice>
        </>
      )}
      <Shortcuts />
      <p class="muted">
        When Rolerelay locks, and when copied credentials leave the clipboard, is set under{' '}
        <a href="#/protection">Protection</a>.
      </p>
      <p role="status" class="muted">
        {saved && 'Saved.'}
      </p>
    </article>
  )
}

/** Who walks the chains. */
function UserName({ kept, onSave }: { kept: string; onSave: (user: string) => void }) {
  const [user, setUser] = useState(kept)
  const findings = wrongWithUser(user)
  return (
    <form
      class="card stack"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        if (findings.length === 0) onSave(user)
      }}
    >
      <LeaveGuard dirty={user !== kept} />
      <UserField user={user} onInput={setUser} />
      <div class="row">
        <button type="submit" class="button primary" disabled={user === kept || findings.length > 0}>
          Save
        </button>
      </div>
    </form>
  )
}
