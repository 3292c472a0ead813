// The smallest real pictures of the three kinds that a reference image or a preview may have.
const bytes = (base64) => Buffer.from(base64, 'base64');

export const webp = bytes('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA');
export const jpeg = bytes(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////' +
    'wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
);

const starts = (data, ...head) => head.every((byte, i) => byte === null || data[i] === byte);

/** 'jpeg', 'png', 'webp' or undefined, by the first bytes. */
export function kindOf(data) {
  if (starts(data, 0xff, 0xd8, 0xff)) return 'jpeg';
  if (starts(data, 0x89, 0x50, 0x4e, 0x47)) return 'png';
  if (data.subarray(0, 4).toString('latin1') === 'RIFF' && data.subarray(8, 12).toString('latin1') === 'WEBP') return 'webp';
  return undefined;
}
