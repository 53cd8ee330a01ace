import { NEW_CONSOLE, NEW_FEDERATED, NEW_PORTAL } from './identity-center/places.ts'

/** The ways to a source for whoever has no access key. */
export function WithoutKeys() {
  return (
    <>
      <a href={`#/sources/${NEW_PORTAL}`}>Sign in with IAM Identity Center</a>
      <span class="muted">, </span>
      <a href={`#/sources/${NEW_FEDERATED}`}>with an identity provider</a>
      <span class="muted"> (SAML, OpenID Connect) or </span>
      <a href={`#/sources/${NEW_CONSOLE}`}>on the AWS console’s page</a>
      <span class="muted">: it needs no keys.</span>
    </>
  )
}
