// Bytes as text: base64, and base64url without padding, as addresses and WebAuthn have it. Reading throws for other text.

export const toBase64 = (bytes: Uint8Array): string => btoa(Reflect.apply(String.fromCharCode, undefined, bytes))

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

export const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'))
