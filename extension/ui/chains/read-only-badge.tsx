import './read-only-badge.css'

/** That a chain opens read-only, or that changes are allowed to a console of it. */
export const ReadOnlyBadge = ({ lifted = false }: { lifted?: boolean }) => (
  <span
    class={lifted ? 'read-only-badge lifted' : 'read-only-badge'}
    title={
      lifted ? 'Changes are allowed until it ends' : 'AWS holds it to what reads, until changes are allowed for a while'
    }
  >
    {lifted ? 'changes allowed' : 'read-only'}
  </span>
)
