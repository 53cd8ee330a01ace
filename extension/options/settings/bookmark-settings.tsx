// A folder of bookmarks in step with the favourites. It needs a permission, which the box asks for, and which goes with the folder.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { bookmarking, call } from '../../client.ts'
import { Choice } from '../../ui/controls/choice.tsx'
import { useCall } from '../../ui/controls/use-call.ts'
import { FailurePanel } from '../../ui/failures/failure-panel.tsx'

export function BookmarkSettings() {
  const { reply, again } = useCall('bookmarksFolder')
  const [said, setSaid] = useState('')
  const [failure, setFailure] = useState<Failure>()
  if (!reply) return null
  const keep = async (on: boolean) => {
    const { count, stays } = await call('keepBookmarks', { on })
    if (!on) await bookmarking.giveUp()
    // The box stands as it was until then, and may not be contradicted.
    await again()
    setSaid(count !== null ? keeps(count) : stays ? STAYS : 'The folder and the bookmarks in it were removed.')
  }
  const change = (on: boolean) => {
    setSaid('')
    setFailure(undefined)
    // The browser is asked by the click itself.
    const allowed = on ? bookmarking.ask() : Promise.resolve(true)
    void allowed
      .then((granted) => (granted ? keep(on) : again()))
      .catch(async (thrown) => {
        await again()
        setFailure(thrown)
      })
  }
  return (
    <Choice
      class="card"
      id="bookmarks"
      label="Keep a folder of bookmarks with the favourites"
      on={reply.count !== null}
      onChange={change}
    >
      <p>
        Each favourite has its link there, under its name, in step with what you star, rename and delete. The folder is
        called Rolerelay and stands among your other bookmarks: move it and name it as you like. What you put into it
        yourself is left alone, and no other bookmark is touched. Your browser asks you to allow it.
      </p>
      <p>
        <strong>Your browser’s sync uploads bookmarks,</strong> and browsers keep them in their own files, unencrypted:
        the names of your favourites, also where a password protects them here, and while Rolerelay is locked. A link
        names no account and no role, and opens in this browser alone. Chains with a word of yours ask as ever; other
        extensions that may read bookmarks can open the rest, unless every link asks.
      </p>
      {failure && <FailurePanel failure={failure} />}
      <p role="status">{said || (reply.count !== null && keeps(reply.count))}</p>
    </Choice>
  )
}

const STAYS = 'The bookmarks of your favourites were removed. The folder stays, with what you put into it yourself.'
const keeps = (count: number) => (count === 1 ? '1 favourite has a bookmark.' : `${count} favourites have a bookmark.`)
