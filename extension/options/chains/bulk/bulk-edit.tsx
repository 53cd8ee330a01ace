// Writes the same into many chains. What is left as it is stays in each as it was.

import { useState } from 'preact/hooks'
import type { Colour, ReadOnly } from 'rolerelay-core'
import type { ChainsEdit, ChainsWeighed } from '../../../protocol.ts'
import { Dialog } from '../../../ui/controls/dialog.tsx'
import { Field } from '../../../ui/controls/field.tsx'
import { useCall } from '../../../ui/controls/use-call.ts'
import { colours } from '../colour-choice.tsx'
import { wordsIn } from '../draft.ts'
import { OpensWith } from '../opens-with.tsx'

interface BulkEditProps {
  /** Such as `12 chains`. */
  amount: string
  weighed: ChainsWeighed
  onConfirm: (edit: ChainsEdit) => void
  onClose: () => void
}

export function BulkEdit({ amount, weighed: { tags, building }, onConfirm, onClose }: BulkEditProps) {
  const [edit, setEdit] = useState<ChainsEdit>({})
  const sources = useCall('sources').reply ?? []
  const partitions = useCall('partitions').reply ?? []
  const write = (by: ChainsEdit) => setEdit((now) => ({ ...now, ...by }))
  const leave = (field: keyof ChainsEdit) => setEdit(({ [field]: _, ...rest }) => rest)
  const regions = [...new Set(partitions.flatMap(({ regions }) => regions))]
  return (
    <Dialog
      title={`Edit ${amount}`}
      confirm={`Change ${amount}`}
      keep="Cancel"
      onConfirm={() => (Object.keys(edit).length === 0 ? onClose() : onConfirm(edit))}
      onClose={onClose}
    >
      <div class="bulk-fields">
        <Tags field="addTags" label="Add tags" hint="Words with commas between them." write={write} leave={leave} />
        {tags.length > 0 && (
          <Tags field="removeTags" label="Remove tags" hint={`They have: ${some(tags)}.`} write={write} leave={leave} />
        )}
        <Field label="Colour" name="colour">
          {(control) => (
            <select
              {...control}
              onChange={({ currentTarget: { value } }) => {
                if (value === 'as it is') leave('colour')
                else write({ colour: value === 'none' ? null : (value as Colour) })
              }}
            >
              <option>as it is</option>
              <option>none</option>
              {colours.map((colour) => (
                <option key={colour}>{colour}</option>
              ))}
            </select>
          )}
        </Field>
        <Words
          field="guard"
          label="Ask before it opens"
          placeholder="PRODUCTION"
          edit={edit}
          write={write}
          leave={leave}
        />
        <Field label="Opens with" name="readOnly">
          {(control) => (
            <select
              {...control}
              onChange={({ currentTarget: { value } }) => {
                if (value === 'as it is') leave('readOnly')
                else write({ readOnly: value === 'all' ? null : (value as ReadOnly) })
              }}
            >
              <option>as it is</option>
              <option value="all">All that the role may do</option>
              <OpensWith />
            </select>
          )}
        </Field>
        <Field
          label="Source"
          name="sourceId"
          hint={
            building > 0 &&
            (building === 1
              ? '1 of them builds on another chain, and keeps its start.'
              : `${building.toLocaleString()} of them build on other chains, and keep their start.`)
          }
        >
          {(control) => (
            <select
              {...control}
              onChange={({ currentTarget: { value } }) => (value ? write({ sourceId: value }) : leave('sourceId'))}
            >
              <option value="">as it is</option>
              {sources.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Words
          field="region"
          label="Region"
          placeholder="eu-west-1"
          list={regions}
          edit={edit}
          write={write}
          leave={leave}
        />
        <Words field="sessionName" label="Session name" placeholder="{user}" edit={edit} write={write} leave={leave} />
      </div>
    </Dialog>
  )
}

interface Writing {
  label: string
  write: (by: ChainsEdit) => void
  leave: (field: keyof ChainsEdit) => void
}

interface TagsProps extends Writing {
  field: 'addTags' | 'removeTags'
  hint: string
}

function Tags({ field, label, hint, write, leave }: TagsProps) {
  return (
    <Field label={label} name={field} hint={hint}>
      {(control) => (
        <input
          {...control}
          type="text"
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget: { value } }) =>
            wordsIn(value).length > 0 ? write({ [field]: wordsIn(value) }) : leave(field)
          }
        />
      )}
    </Field>
  )
}

interface WordsProps extends Writing {
  field: 'guard' | 'region' | 'sessionName'
  placeholder: string
  /** What it may be. */
  list?: string[]
  edit: ChainsEdit
}

/** A text that is left as it is, taken away, or written anew. */
function Words({ field, label, placeholder, list, edit, write, leave }: WordsProps) {
  const [way, setWay] = useState('as it is')
  const choose = (way: string) => {
    setWay(way)
    if (way === 'none') write({ [field]: null })
    else leave(field)
  }
  return (
    <Field label={label} name={field}>
      {(control) => (
        <div class="bulk-words">
          <select {...control} value={way} onChange={({ currentTarget: { value } }) => choose(value)}>
            <option>as it is</option>
            <option>none</option>
            <option>set to</option>
          </select>
          {way === 'set to' && (
            <input
              type="text"
              aria-label={`${label}: set to`}
              autocomplete="off"
              spellcheck={false}
              placeholder={placeholder}
              list={list && `${control.id}-list`}
              value={edit[field] ?? ''}
              onInput={({ currentTarget: { value } }) => (value ? write({ [field]: value }) : leave(field))}
            />
          )}
          {list && (
            <datalist id={`${control.id}-list`}>
              {list.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          )}
        </div>
      )}
    </Field>
  )
}

/** How many tags are named. */
const NAMED = 12

const some = (tags: string[]): string =>
  tags.length > NAMED ? `${tags.slice(0, NAMED).join(', ')} and ${tags.length - NAMED} more` : tags.join(', ')
