// Writes MP4 files of any size and length, plain or fragmented, in the many legal shapes that real encoders produce.
import {greyPicture, pictureParameters, repeatedPicture, sequenceParameters} from './h264.mjs';

const u8 = (...values) => Buffer.from(values);
const u16 = (...values) => Buffer.concat(values.map((v) => u8((v >> 8) & 255, v & 255)));
const u32 = (...values) => {
  const out = Buffer.alloc(values.length * 4);
  values.forEach((v, i) => out.writeUInt32BE(v >>> 0, i * 4));
  return out;
};
const u64 = (value) => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(value));
  return out;
};
const ascii = (text) => Buffer.from(text, 'latin1');

export function box(type, ...parts) {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), ascii(type), body]);
}
const full = (type, version, flags, ...parts) => box(type, u32((version << 24) | flags), ...parts);
/** A time or length that is 64 bits wide in version 1 boxes. */
const wide = (version, value) => (version ? u64(value) : u32(value));

const UNITY = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
const quarterTurn = (shift) => [0, 0x10000, 0, -0x10000, 0, 0, shift * 0x10000, 0, 0x40000000];

function movieHeader(o, length) {
  const v = o.wideHeaders ? 1 : 0;
  return full('mvhd', v, 0, wide(v, 0), wide(v, 0), u32(o.movieScale), wide(v, length), u32(0x10000), u16(0x100), Buffer.alloc(10),
    u32(...UNITY), Buffer.alloc(24), u32(3));
}

function trackHeader(o, id, length, width, height) {
  const v = o.wideHeaders ? 1 : 0;
  return full('tkhd', v, 3, wide(v, 0), wide(v, 0), u32(id, 0), wide(v, length), Buffer.alloc(8), u16(0, 0, width ? 0 : 0x100, 0),
    u32(...(o.turned && width ? quarterTurn(o.width) : UNITY)), u32(width * 65536, height * 65536));
}

function sampleEntry(o, width, height) {
  const sps = sequenceParameters(width, height);
  const pps = pictureParameters();
  const config = box('avcC', u8(1, 66, 0xc0, 40, 0xff, 0xe1), u16(sps.length), sps, u8(1), u16(pps.length), pps);
  return box(o.codec, Buffer.alloc(6), u16(1), Buffer.alloc(16), u16(width, height), u32(0x480000, 0x480000, 0), u16(1),
    Buffer.alloc(32), u16(24, 0xffff), config);
}

const soundEntry = () => box('mp4a', Buffer.alloc(6), u16(1), Buffer.alloc(8), u16(2, 16, 0, 0), u32(48000 << 16 >>> 0),
  full('esds', 0, 0, u8(3, 0x19, 0, 1, 0, 4, 0x11, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 2, 0x11, 0x90, 6, 1, 2)));

const fileInside = () => box('dinf', full('dref', 0, 0, u32(1), full('url ', 0, 1)));

function sampleTable(o, entry, sizes, offset) {
  const count = sizes.length;
  const chunks = !count ? full('stco', 0, 0, u32(0)) : o.wideOffsets ? full('co64', 0, 0, u32(1), u64(offset)) :
    full('stco', 0, 0, u32(1, offset));
  return box('stbl', full('stsd', 0, 0, u32(1), entry),
    count ? full('stts', 0, 0, u32(1, count, o.delta)) : full('stts', 0, 0, u32(0)),
    count ? full('stsc', 0, 0, u32(1, 1, count, 1)) : full('stsc', 0, 0, u32(0)),
    full('stsz', 0, 0, u32(0, count, ...sizes)), chunks,
    ...(count ? [full('stss', 0, 0, u32(1, 1))] : []));
}

function videoTrack(o, sizes, offset) {
  const [width, height] = o.turned ? [o.height, o.width] : [o.width, o.height];
  const media = sizes.length * o.delta;
  const v = o.wideHeaders ? 1 : 0;
  const shown = o.fragmented ? 0 : Math.round((media / o.timescale) * o.movieScale);
  const edits = o.edits ? [box('edts', full('elst', 0, 0, u32(1, shown, 0, 0x10000)))] : [];
  return box('trak', trackHeader(o, 1, shown, width, height), ...edits,
    box('mdia', full('mdhd', v, 0, wide(v, 0), wide(v, 0), u32(o.timescale), wide(v, media), u16(0x55c4, 0)),
      full('hdlr', 0, 0, u32(0), ascii('vide'), Buffer.alloc(12), ascii('Eye\0')),
      box('minf', full('vmhd', 0, 1, Buffer.alloc(8)), fileInside(), sampleTable(o, sampleEntry(o, width, height), sizes, offset))));
}

function soundTrack(o) {
  return box('trak', trackHeader(o, 2, o.fragmented ? 0 : o.movieScale, 0, 0),
    box('mdia', full('mdhd', 0, 0, u32(0, 0, 48000, 0), u16(0x55c4, 0)),
      full('hdlr', 0, 0, u32(0), ascii('soun'), Buffer.alloc(12), ascii('Ear\0')),
      box('minf', full('smhd', 0, 0, u32(0)), fileInside(), sampleTable(o, soundEntry(), [], 0))));
}

function plain(o, samples) {
  const sizes = samples.map((s) => s.length);
  const length = Math.round((samples.length * o.delta / o.timescale) * o.movieScale);
  const tracks = (offset) => [...(o.noVideo ? [] : [videoTrack(o, sizes, offset)]), ...(o.sound || o.noVideo ? [soundTrack(o)] : [])];
  const moov = (offset) => box('moov', movieHeader(o, length), ...tracks(offset),
    ...(o.userData ? [box('udta', box('name', ascii('made by hand')))] : []));
  const payload = Buffer.concat(samples);
  const head = [o.fileType, ...(o.padding ? [box('free', Buffer.alloc(64)), box('uuid', Buffer.alloc(32, 7))] : [])];
  const start = o.wideData ? Buffer.concat([u32(1), ascii('mdat'), u64(payload.length + 16)]) :
    Buffer.concat([u32(o.openData ? 0 : payload.length + 8), ascii('mdat')]);
  const before = Buffer.concat(head).length;
  if (o.moovLast || o.openData) {
    const first = o.openData ? [...head, moov(before + moov(0).length + start.length), start, payload] :
      [...head, start, payload, moov(before + start.length)];
    return Buffer.concat(first);
  }
  return Buffer.concat([...head, moov(before + moov(0).length + start.length), start, payload]);
}

function fragment(o, number, first, samples) {
  const build = (offset) => box('moof', full('mfhd', 0, 0, u32(number)), box('traf',
    full('tfhd', 0, 0x20008, u32(1, o.delta)), full('tfdt', 1, 0, u64(first * o.delta)),
    full('trun', 0, 0x205, u32(samples.length, offset, first ? 0x1010000 : 0x2000000), u32(...samples.map((s) => s.length)))));
  const moof = build(build(0).length + 8);
  return Buffer.concat([moof, box('mdat', ...samples)]);
}

function fragmented(o, samples) {
  const total = samples.length * o.delta;
  const extends_ = box('mvex', ...(o.fragmented === 'mehd' ? [full('mehd', 0, 0, u32(Math.round(total / o.timescale * o.movieScale)))] : []),
    full('trex', 0, 0, u32(1, 1, 0, 0, 0)));
  const moov = box('moov', movieHeader(o, 0), videoTrack(o, [], 0), extends_);
  const pieces = [];
  for (let at = 0; at < samples.length; at += 24) pieces.push(fragment(o, pieces.length + 1, at, samples.slice(at, at + 24)));
  const index = o.fragmented !== 'sidx' ? [] : [full('sidx', 0, 0, u32(1, o.timescale, 0, 0), u16(0, pieces.length),
    ...pieces.map((piece, i) => u32(piece.length, Math.min(24, samples.length - i * 24) * o.delta, 0x90000000)))];
  return Buffer.concat([o.fileType, moov, ...index, ...pieces]);
}

/**
 * A film of `seconds` in `width` x `height`. Shapes: fragmented ('mehd', 'sidx' or 'bare'), brand, moovLast, wideData,
 * openData (length 0 = up to the end), wideOffsets, wideHeaders, turned (stored lying, shown standing), sound, edits,
 * padding, userData, noVideo, timescale, fps.
 */
export function film({width, height, seconds, ...shape}) {
  const o = {width, height, fps: 24, brand: 'isom', also: ['iso2', 'avc1', 'mp41'], codec: 'avc1', movieScale: 1000, ...shape};
  o.timescale = shape.timescale ?? o.fps * 512;
  o.delta = Math.round(o.timescale / o.fps);
  o.fileType = box(o.fileTypeName ?? 'ftyp', ascii(o.brand), u32(512), ...[o.brand, ...o.also].map(ascii));
  const [w, h] = o.turned ? [height, width] : [width, height];
  const count = Math.max(1, Math.round(seconds * o.fps));
  const samples = [greyPicture(w, h)];
  for (let i = 1; i < count; i++) samples.push(repeatedPicture(w, h, i));
  return o.fragmented ? fragmented(o, samples) : plain(o, samples);
}
