// What only the bundles have: the glue of tests/bench/sign/lib.rs, and bytes of wasm.

declare module 'bench-sign' {
  export function initSync(input: { module: Uint8Array }): void
  export function signAssumeRole(
    host: string,
    region: string,
    roleArn: string,
    accessKeyId: string,
    secretAccessKey: string,
    sessionToken: string | undefined,
    now: number,
  ): string | undefined
}

declare module 'bench-sign.wasm' {
  const bytes: Uint8Array
  export default bytes
}

declare module 'stretch.wasm' {
  const bytes: Uint8Array
  export default bytes
}
