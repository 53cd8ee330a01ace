// The chain's bookmark link: to copy, or to drag to the bookmarks bar.

import { useEffect, useState } from 'preact/hooks'
import type { Chain, Failure, Finding } from 'rolerelay-core'
import { call } from '../../client.ts'
import { copyNow } from '../../ui/controls/copy.ts'
import { Field } from '../../ui/controls/field.tsx'
import { CopyIcon, LinkIcon } from '../../ui/controls/icons.tsx'
import { useToast } from '../../ui/controls/toast.tsx'
import './link-panel.css'
import { PageInput } from './page-input.tsx'

const TYPING = 150

export function LinkPanel({ chain, dirty }: { chain: Chain; dirty: boolean }) {
  const [page, setPage] = useState('')
  const [link, setLink] = useState<{ page: string; url: string }>()
  const [refused, setRefused] = useState<Finding[]>([])
  const toast = useToast()
  useEffect(() => {
    if (dirty) return
    let current = true
    const made = ({ url }: { url: string }) => {
      if (!current) return
      setLink({ page, url })
      setRefused([])
    }
    const failed = ({ message }: Failure) => {
      if (current) setRefused([{ place: 'link.page', severity: 'error', message }])
    }
    const destination = page.trim()
    const ask = () => call('makeLink', { chainId: chain.id, ...(destination && { destination }) }).then(made, failed)
    const timer = setTimeout(ask, page ? TYPING : 0)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [chain.id, dirty, page])
  if (!link) return null
  // Never the link to a page that has been typed over.
  const url = link.page === page && refused.length === 0 ? link.url : undefined
  const copy = async () =>
    toast({
      text: (await copyNow(link.url)) ? 'Copied the link.' : 'The browser did not let the link be copied. Try again.',
    })
  return (
    <section class="link-panel" aria-labelledby="link-panel">
      <h3 id="link-panel">Bookmark</h3>
      <p class="muted">
        The link names this chain and holds no keys. It opens by itself only in this browser, which made it.
      </p>
      <Field
        label="On a console page"
        optional
        name="link.page"
        findings={refused}
        hint="Opens there in place of the chain’s own console page."
      >
        {(control) => <PageInput control={control} value={page} onChange={setPage} />}
      </Field>
      <div class="row">
        <a
          class="button link-drag"
          {...(url && { href: url })}
          target="_blank"
          rel="noopener"
          draggable={url !== undefined}
        >
          <LinkIcon />
          {chain.name}
        </a>
        <span class="muted">Drag me to the bookmarks bar, or click to try</span>
        <button type="button" class="button" disabled={!url} onClick={copy}>
          <CopyIcon />
          Copy link
        </button>
      </div>
    </section>
  )
}
