/**
 * The web domain that passkeys belong to, such as `rolerelay.example`; none so far. Chrome needs none: there they belong to the
 * extension itself. Firefox lets an extension use passkeys only of a domain that it has host permission for, which manifest.ts
 * then asks for. It must be the project's own: whoever controls it could use the passkeys.
 */
export const PASSKEY_DOMAIN: string | undefined = undefined
