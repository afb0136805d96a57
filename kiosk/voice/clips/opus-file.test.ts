/** Only a whole Ogg Opus file of one stream is read; anything else is refused, never guessed and never thrown at. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readOpusFile } from './opus-file.ts';

/** An Ogg page by hand (RFC 3533 §6); the checksum is not looked at: the manifest holds a better one. */
function page(flags: number, granule: number, serial: number, sequence: number, body: Uint8Array): Uint8Array {
  const lengths = [...Array(Math.floor(body.length / 255)).fill(255), body.length % 255];
  const bytes = new Uint8Array(27 + lengths.length + body.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('OggS'));
  view.setUint8(5, flags);
  view.setBigUint64(6, BigInt(granule), true);
  view.setUint32(14, serial, true);
  view.setUint32(18, sequence, true);
  view.setUint8(26, lengths.length);
  bytes.set(lengths, 27);
  bytes.set(body, 27 + lengths.length);
  return bytes;
}

function head({ channels = 1, preSkip = 312, version = 1, mapping = 0 } = {}): Uint8Array {
  const bytes = new Uint8Array(19);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('OpusHead'));
  view.setUint8(8, version);
  view.setUint8(9, channels);
  view.setUint16(10, preSkip, true);
  view.setUint32(12, 48_000, true);
  view.setUint8(18, mapping);
  return bytes;
}

const join = (...pages: readonly Uint8Array[]) => new Uint8Array(pages.flatMap((one) => [...one]));
const SOUND = new Uint8Array(300).fill(7);
const first = page(2, 0, 1, 0, head());
const middle = page(0, 24_000, 1, 1, SOUND);
const last = page(4, 48_312, 1, 2, SOUND);
const whole = join(first, middle, last);

it('reads the head and how long it lasts', () => {
  expect(readOpusFile(whole)._unsafeUnwrap()).toEqual({
    channels: 1,
    preSkipSamples: 312,
    inputSampleRateHz: 48_000,
    durationMs: 1_000,
  });
});

it('refuses every cut', () => {
  for (let length = 0; length < whole.length; length += 1) {
    expect(readOpusFile(whole.subarray(0, length)).isErr(), `${length} bytes`).toBe(true);
  }
});

it.each([
  ['something after the end', join(whole, new Uint8Array([0])), 'cut-short'],
  ['no last page', join(first, middle), 'not-one-whole-stream'],
  ['no first page', join(page(0, 0, 1, 0, head()), last), 'not-one-whole-stream'],
  ['a page left out', join(first, last), 'not-one-whole-stream'],
  ['a second stream', join(first, page(0, 1, 2, 1, SOUND), last), 'not-one-whole-stream'],
  ['another file', new TextEncoder().encode('RIFF this is no Opus file at all'), 'not-ogg'],
  ['Ogg of something else', page(6, 0, 1, 0, new Uint8Array(30)), 'not-opus'],
  ['a head too short', page(6, 0, 1, 0, head().subarray(0, 18)), 'not-opus'],
  ['a later version', page(6, 0, 1, 0, head({ version: 2 })), 'not-opus'],
  ['several streams in one', page(6, 0, 1, 0, head({ mapping: 1 })), 'not-opus'],
])('refuses %s', (_name, bytes, kind) => {
  expect(readOpusFile(bytes)._unsafeUnwrapErr().kind).toBe(kind);
});

it('answers whatever the bytes are', () => {
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
      const changed = whole.slice();
      changed[at] = value;
      readOpusFile(changed);
    }),
  );
  fc.assert(fc.property(fc.uint8Array(), (bytes) => readOpusFile(bytes).isErr()));
});
