// What the dialects share: nothing of their wording, only small tools.
import {randomBytes, randomUUID} from 'node:crypto';
import {kindOf} from '../pictures.mjs';

export const seconds = (ms) => Math.floor(ms / 1000);
export const uuid = () => randomUUID();

export function letters(count, alphabet = '0123456789abcdefghijklmnopqrstuvwxyz') {
  return [...randomBytes(count)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** 'WxH' as numbers. */
export function pixels(size) {
  const [width, height] = size.split('x').map(Number);
  return {width, height};
}

/** The first complaint of a list of [bad?, param, message, code]. */
export function complaint(...rules) {
  const found = rules.find(([bad]) => bad);
  return found && {param: found[1], message: found[2], code: found[3] ?? 'bad_value'};
}

export const unknownField = (given, known) => Object.keys(given).find((name) => !known.includes(name));

/** True for an uploaded reference image that is none of the three documented kinds. */
export const badPicture = (file) => file !== undefined && kindOf(file.data) === undefined;
