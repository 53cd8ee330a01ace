// The forms that a text, or a key's bytes, can have on disk.

/** Each form by its name. Bytes that are no text have no text's forms. */
export function formsOf(mark: string | Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(mark)
  const base64 = [0, 1, 2].flatMap((before): [string, Buffer][] => {
    const standard = base64Within(bytes, before)
    return [
      [`base64 behind ${before}`, Buffer.from(standard)],
      [`base64url behind ${before}`, Buffer.from(standard.replaceAll('+', '-').replaceAll('/', '_'))],
    ]
  })
  const hex = bytes.toString('hex')
  const binary: [string, Buffer][] = [
    ['bytes', bytes],
    ...base64,
    ['hex', Buffer.from(hex)],
    ['HEX', Buffer.from(hex.toUpperCase())],
  ]
  const ofText = typeof mark === 'string' ? textForms(mark) : [['JSON list', Buffer.from([...mark].join())] as const]
  return once([...binary, ...ofText])
}

function textForms(text: string): [string, Buffer][] {
  const wide = Buffer.from(text, 'utf16le')
  const percent = encodeURIComponent(text)
  return [
    ['UTF-16LE', wide],
    ['UTF-16BE', Buffer.from(wide).swap16()],
    ['percent', Buffer.from(percent)],
    ['percent, small', Buffer.from(percent.replace(/%../g, (code) => code.toLowerCase()))],
    ['form', Buffer.from(new URLSearchParams({ '': text }).toString().slice(1))],
    ['JSON', Buffer.from(JSON.stringify(text).slice(1, -1))],
    // So Firefox writes the keys of IndexedDB.
    ['shifted', Buffer.from(text).map((byte) => byte + 1) as Buffer],
  ]
}

/** The characters that stand for these bytes alone when `before` bytes of something else precede them in a group of three. */
function base64Within(bytes: Buffer, before: number): string {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
  return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
}

/** Without the forms that look like an earlier one. */
function once(forms: (readonly [string, Buffer])[]): Map<string, Buffer> {
  const known = new Set<string>()
  return new Map(forms.filter(([, bytes]) => known.size < known.add(bytes.toString('latin1')).size))
}
