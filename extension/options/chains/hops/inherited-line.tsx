import type { Inherited } from './inherited.ts'

/** Says what a hop inherits and from which hop; nothing where it inherits nothing. */
export function InheritedLine({ inherited: { sourceIdentity, tags } }: { inherited: Inherited }) {
  if (!sourceIdentity && tags.length === 0) return null
  return (
    <p class="inherited-line muted">
      Inherits{' '}
      {sourceIdentity && (
        <>
          source identity <code>{sourceIdentity.value}</code> from hop {sourceIdentity.hop}
        </>
      )}
      {sourceIdentity && tags.length > 0 && ', '}
      {tags.map(({ value: { key, value }, hop }, at) => (
        <span key={key}>
          {at > 0 && ', '}
          tag{' '}
          <code>
            {key}={value}
          </code>{' '}
          from hop {hop}
        </span>
      ))}
    </p>
  )
}
