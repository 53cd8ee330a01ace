import type { PartialInputHTMLAttributes } from 'preact'

interface CodeInputProps extends Omit<PartialInputHTMLAttributes<HTMLInputElement>, 'type' | 'role'> {
  /** Hides what is typed, and keeps it from what browsers write to disk to restore it. */
  secret?: boolean
  /** The id of the `datalist` with what is suggested. */
  list?: string
}

/** A field for what is written by rule, such as an ARN: in even letters, and left alone by what browsers do for prose. */
export function CodeInput({ secret, ...rest }: CodeInputProps) {
  const plain = { class: 'mono', autocomplete: 'off', spellcheck: false, ...rest } as const
  return secret ? <input type="password" {...plain} /> : <input type="text" {...plain} />
}
