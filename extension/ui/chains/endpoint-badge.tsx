import './endpoint-badge.css'

/** That a chain is walked at an endpoint of the person's own, and never at AWS. `sts` is its origin. */
export const EndpointBadge = ({ sts }: { sts: string }) => (
  <span class="endpoint-badge mono" title={`Walked at ${sts}, not at AWS`}>
    <span class="hidden">Walked at </span>
    {sts.replace(/^https?:\/\//, '')}
  </span>
)
