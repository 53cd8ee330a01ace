// Elements by their role and the name that a screen reader says. Firefox's own way to find them (puppeteer's `::-p-aria`) asks for the
// name of every element of the page, which took over a second on the editor's.

import { Puppeteer } from 'puppeteer-core'

export const ROLES = ['button', 'checkbox', 'combobox', 'heading', 'link', 'menuitem'] as const
type Role = (typeof ROLES)[number]

/** The selector of what has that role and exactly that name, and can be seen. */
export const named = (role: Role, name: string): string => `::-p-named(${JSON.stringify(`${role} ${name}`)})`

// It runs in the page, without a named function of its own: tsx would wrap that in a helper which the page has not.
Puppeteer.registerCustomQueryHandler('named', {
  queryAll: (root, wanted) => {
    // A browser puts a space between blocks; where, is not for here to know.
    const [role = '', name] = wanted.split(/ (.*)/s).map((part) => part.replace(/\s/g, ''))
    const elements: Record<string, string> = {
      button: 'button:not([role])',
      checkbox: 'input[type=checkbox]',
      combobox: 'select, input[list]',
      heading: ':is(h1, h2, h3, h4):not([role])',
      link: 'a[href]:not([role])',
    }
    const selector = `[role=${role}]${role in elements ? `, ${elements[role]}` : ''}`
    const modal = [...document.querySelectorAll('dialog:modal')].at(-1)
    return [...(root as Element).querySelectorAll<HTMLElement>(selector)].filter((element) => {
      const isSilent = element.closest('[aria-hidden=true], [inert]') || !(modal?.contains(element) ?? true)
      if (isSilent || !element.checkVisibility({ visibilityProperty: true })) return false
      const labels = (element as HTMLInputElement).labels ?? []
      const by = (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id))
      const sayers = [...by, ...labels].filter((sayer) => sayer !== null)
      const said = (sayers.length > 0 ? sayers : [element]).map((sayer) => {
        if (sayer.ariaLabel) return sayer.ariaLabel
        const heard = document.createTreeWalker(sayer, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
          node instanceof Element && node.matches('[aria-hidden=true], [hidden]')
            ? NodeFilter.FILTER_REJECT
            : NodeFilter.FILTER_ACCEPT,
        )
        let text = ''
        while (heard.nextNode()) if (heard.currentNode instanceof Text) text += heard.currentNode.data
        return text
      })
      return said.join('').replace(/\s/g, '') === name
    })
  },
})
