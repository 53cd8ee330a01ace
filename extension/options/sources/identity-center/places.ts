// Where portals stand in the options: beside the sources, under names that no source's id begins with.

/** The form for a start address that is not here yet. */
export const NEW_PORTAL = 'sign-in'
export const placeOf = (portalId: string): string => `/sources/${NEW_PORTAL}-${portalId}`
/** The portal that the place names, if it is one's. */
export const portalAt = (id: string | undefined): string | undefined =>
  id?.startsWith(`${NEW_PORTAL}-`) ? id.slice(NEW_PORTAL.length + 1) : undefined

/** The form for a source of an identity provider, of SAML or of OpenID Connect. */
export const NEW_FEDERATED = 'identity-provider'

/** The form for a source of a console sign-in. */
export const NEW_CONSOLE = 'console'
