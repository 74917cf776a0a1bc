// What a browser has and QuickJS has not, as far as Yjs asks for it.

class Encoder {
  encode (text) {
    const bytes = []
    for (let i = 0; i < text.length; i++) {
      let code = text.charCodeAt(i)
      if (code >= 0xD800 && code <= 0xDFFF) {
        const next = text.charCodeAt(i + 1)
        if (code <= 0xDBFF && next >= 0xDC00 && next <= 0xDFFF) {
          code = 0x10000 + ((code - 0xD800) << 10) + (next - 0xDC00)
          i++
        } else {
          code = 0xFFFD // half a character
        }
      }
      if (code < 0x80) {
        bytes.push(code)
      } else if (code < 0x800) {
        bytes.push(0xC0 | code >> 6, 0x80 | code & 63)
      } else if (code < 0x10000) {
        bytes.push(0xE0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63)
      } else {
        bytes.push(0xF0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63)
      }
    }
    return new Uint8Array(bytes)
  }

  // Without this lib0 takes another way, which fails on half a character.
  encodeInto (text, room) {
    const bytes = this.encode(text)
    room.set(bytes)
    return { read: text.length, written: bytes.length }
  }
}

class Decoder {
  decode (bytes = new Uint8Array()) {
    let text = ''
    for (let i = 0; i < bytes.length;) {
      const first = bytes[i++]
      const more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3
      let code = more === 0 ? first : first & (0x3F >> more)
      for (let k = 0; k < more; k++) {
        if ((bytes[i] & 0xC0) !== 0x80) throw new TypeError('not UTF-8')
        code = code << 6 | bytes[i++] & 63
      }
      text += String.fromCodePoint(code)
    }
    return text
  }
}

globalThis.TextEncoder ??= Encoder
globalThis.TextDecoder ??= Decoder
globalThis.crypto ??= {
  getRandomValues: array => {
    for (let i = 0; i < array.length; i++) array[i] = Math.random() * 0x100000000
    return array
  }
}
globalThis.console ??= { log () {}, warn () {}, error () {} }
globalThis.setInterval ??= () => 0
globalThis.clearInterval ??= () => {}
globalThis.setTimeout ??= () => 0
globalThis.clearTimeout ??= () => {}
