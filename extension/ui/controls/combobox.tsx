// A field that one of many things is chosen in: what is written searches, and the list below it is gone through with
// the arrows. The focus never leaves the field (the combobox pattern of the ARIA practices).

import { useEffect, useId, useRef, useState } from 'preact/hooks'
import './combobox.css'
import type { ControlProps } from './field.tsx'

export interface Choice {
  id: string
  name: string
  /** What tells it apart from others of its name. */
  detail: string
}

export interface ChoiceGroup {
  label: string
  choices: Choice[]
  /** How many more match than are shown. */
  more: number
}

interface ComboboxProps {
  control: ControlProps
  /** The name of what is chosen. */
  value: string
  placeholder: string
  groups: ChoiceGroup[]
  /** Whether the groups are still those of an earlier search. */
  busy: boolean
  /** Hears of what is searched for; of the empty text when the list opens. */
  onSearch: (query: string) => void
  onChoose: (id: string) => void
}

export function Combobox({ control, value, placeholder, groups, busy, onSearch, onChoose }: ComboboxProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  /** What is written; undefined while the list is closed. */
  const [query, setQuery] = useState<string>()
  const [active, setActive] = useState(0)
  const open = query !== undefined
  const choices = groups.flatMap((group) => group.choices)
  const at = Math.min(active, choices.length - 1)

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at, open])

  /** Enter may be quicker than the answer to what was written before it. */
  const entered = useRef(false)
  useEffect(() => {
    if (busy || !entered.current) return
    entered.current = false
    choose(choices[at])
  })

  const enter = () => {
    if (busy) entered.current = true
    else choose(choices[at])
  }

  const search = (text: string) => {
    setQuery(text)
    setActive(0)
    entered.current = false
    onSearch(text.trim())
  }
  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    setQuery(undefined)
    onChoose(choice.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key]
    if (to !== undefined && open) setActive((to + choices.length) % Math.max(1, choices.length))
    else if (to !== undefined) search('')
    else if (event.key === 'Enter' && open) enter()
    else if (event.key === 'Escape' && open) setQuery(undefined)
    else return
    event.preventDefault()
  }
  return (
    <div class="combobox">
      <input
        {...control}
        type="text"
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && choices[at] ? `${id}-${at}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={placeholder}
        value={query ?? value}
        // The name stays in the field, ready to be written over.
        onFocus={(event) => event.currentTarget.select()}
        onClick={(event) => {
          if (open) return
          event.currentTarget.select()
          setQuery(value)
          setActive(0)
          onSearch('')
        }}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => setQuery(undefined)}
      />
      <p class="hidden" role="status">
        {open && (choices.length === 1 ? '1 choice' : `${choices.length} choices`)}
      </p>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: clicks on options, caught where they meet */}
      <div
        ref={list}
        class="combobox-list"
        hidden={!open}
        onMouseDown={(event) => event.preventDefault() /* the focus stays in the field */}
        onClick={(event) => {
          const clicked = (event.target as Element).closest<HTMLElement>('[data-index]')
          if (clicked) choose(choices[Number(clicked.dataset.index)])
        }}
      >
        {open && choices.length === 0 && !busy && <p class="combobox-none">Nothing has this name.</p>}
        <div id={`${id}-list`} role="listbox" aria-label="Choices" hidden={choices.length === 0}>
          {open &&
            groups
              .filter((group) => group.choices.length > 0)
              .map((group) => (
                // biome-ignore lint/a11y/useSemanticElements: a listbox may hold options and groups, no fieldset
                <div key={group.label} role="group" aria-label={group.label}>
                  <div class="combobox-heading" aria-hidden="true">
                    {group.label}
                    {group.more > 0 && `: ${group.more.toLocaleString()} more, write a part of the name`}
                  </div>
                  {group.choices.map((choice) => (
                    <Option key={choice.id} id={id} choice={choice} index={choices.indexOf(choice)} active={at} />
                  ))}
                </div>
              ))}
        </div>
      </div>
    </div>
  )
}

interface OptionProps {
  id: string
  choice: Choice
  index: number
  active: number
}

function Option({ id, choice, index, active }: OptionProps) {
  return (
    <div
      id={`${id}-${index}`}
      class="combobox-choice"
      role="option"
      tabIndex={-1}
      aria-selected={index === active}
      data-index={index}
    >
      <span class="ellipsis">{choice.name}</span>
      <span class="muted mono ellipsis">{choice.detail}</span>
    </div>
  )
}
