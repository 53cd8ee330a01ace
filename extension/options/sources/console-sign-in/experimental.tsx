/** What nobody has tried against AWS itself. */
export function Experimental() {
  return (
    <p class="muted">
      <strong>Experimental.</strong> This is what <code>aws login</code> does; AWS has not said that browsers may. AWS’s
      page may look otherwise, or refuse. Whoever signs in needs the managed policy{' '}
      <code>SignInLocalDevelopmentAccess</code>, and sessions of roles after it last an hour at most. If it does not
      work, use another kind of source: nothing is lost.
    </p>
  )
}
