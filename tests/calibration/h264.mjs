// The smallest decodable H.264: one grey picture coded without a single coefficient, then pictures that repeat it.

class Bits {
  bits = '';
  u(count, value) {
    this.bits += value.toString(2).padStart(count, '0');
    return this;
  }
  /** Unsigned Exp-Golomb. */
  ue(value) {
    const code = (value + 1).toString(2);
    this.bits += '0'.repeat(code.length - 1) + code;
    return this;
  }
  repeat(pattern, times) {
    this.bits += pattern.repeat(times);
    return this;
  }
  /** Closes the payload with the stop bit and protects it against false start codes. */
  nal(header) {
    this.bits += '1';
    this.bits += '0'.repeat((8 - (this.bits.length % 8)) % 8);
    const bytes = [header];
    for (let i = 0, zeros = 0; i < this.bits.length; i += 8) {
      const byte = parseInt(this.bits.slice(i, i + 8), 2);
      if (zeros >= 2 && byte <= 3) {
        bytes.push(3);
        zeros = 0;
      }
      bytes.push(byte);
      zeros = byte === 0 ? zeros + 1 : 0;
    }
    return Buffer.from(bytes);
  }
}

const blocks = (pixels) => Math.ceil(pixels / 16);

export function sequenceParameters(width, height) {
  const right = blocks(width) * 16 - width;
  const bottom = blocks(height) * 16 - height;
  const bits = new Bits().u(8, 66).u(8, 0xc0).u(8, 40).ue(0).ue(4).ue(2).ue(1).u(1, 0);
  bits.ue(blocks(width) - 1).ue(blocks(height) - 1).u(2, 3);
  if (right || bottom) bits.u(1, 1).ue(0).ue(right / 2).ue(0).ue(bottom / 2);
  else bits.u(1, 0);
  return bits.u(1, 0).nal(0x67);
}

export const pictureParameters = () =>
  new Bits().ue(0).ue(0).u(2, 0).ue(0).ue(0).ue(0).u(3, 0).ue(0).ue(0).ue(0).u(3, 4).nal(0x68);

const withLength = (nal) => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(nal.length);
  return Buffer.concat([size, nal]);
};

/** Every macroblock is predicted from its neighbours and has no residual: exactly one byte of bits each. */
export function greyPicture(width, height) {
  const head = new Bits().ue(0).ue(7).ue(0).u(8, 0).ue(0).u(2, 0).ue(0).ue(1);
  return withLength(head.repeat('00100111', blocks(width) * blocks(height)).nal(0x65));
}

export function repeatedPicture(width, height, number) {
  const head = new Bits().ue(0).ue(5).ue(0).u(8, number % 256).u(3, 0).ue(0).ue(1);
  return withLength(head.ue(blocks(width) * blocks(height)).nal(0x41));
}
