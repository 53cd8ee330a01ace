// The chain's bookmark link: to copy, or to drag to the bookmarks bar.

import { useEffect, useState } from 'preact/hooks'
import type { Chain } from 'rolerelay-core'
import { call } from '../../client.ts'
import { copyNow } from '../../ui/copy.ts'
import { CopyIcon, LinkIcon } from '../../ui/icons.tsx'
import { useToast } from '../../ui/toast.tsx'
import './link-panel.css'

export function LinkPanel({ chain, dirty }: { chain: Chain; dirty: boolean }) {
  const [url, setUrl] = useState<string>()
  const toast = useToast()
  useEffect(() => {
    if (!dirty)
      call('makeLink', { chainId: chain.id }).then(
        (link) => setUrl(link.url),
        () => setUrl(undefined),
      )
  }, [chain.id, dirty])
  if (!url) return null
  const copy = async () =>
    toast({
      text: (await copyNow(url)) ? 'Copied the link.' : 'The browser did not let the link be copied. Try again.',
    })
  return (
    <section class="link-panel" aria-labelledby="link-panel">
      <h3 id="link-panel">Bookmark</h3>
      <p class="muted">
        The link names this chain and holds no keys. It opens by itself only in this browser, which made it.
      </p>
      <div class="row">
        <a class="button link-drag" href={url} target="_blank" rel="noopener" draggable>
          <LinkIcon />
          {chain.name}
        </a>
        <span class="muted">Drag me to the bookmarks bar, or click to try</span>
        <button type="button" class="button" onClick={copy}>
          <CopyIcon />
          Copy link
        </button>
      </div>
    </section>
  )
}
