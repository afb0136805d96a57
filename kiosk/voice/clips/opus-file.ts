/**
 * Reads what a browser needs to know of an Ogg Opus file (RFC 3533, RFC 7845): the head, and how long it lasts. Whatever is not
 * a whole file of one mono stream is refused.
 */
import { err, ok, type Result } from 'neverthrow';

export interface OpusFile {
  readonly channels: number;
  readonly preSkipSamples: number;
  /** Of what was encoded; Opus itself always plays at 48 kHz. */
  readonly inputSampleRateHz: number;
  readonly durationMs: number;
}

export type OpusFailure =
  | { kind: 'cut-short'; at: number }
  | { kind: 'not-ogg'; at: number }
  | { kind: 'not-opus' }
  /** A second stream, a missing first or last page, or pages out of order. */
  | { kind: 'not-one-whole-stream' };

const SAMPLES_PER_MS = 48;

/** A fixed-size record: each field with its offset and how it is read. */
type Field = readonly [offset: number, read: (view: DataView, at: number) => number];
const u8 = (offset: number): Field => [offset, (view, at) => view.getUint8(at)];
const u16 = (offset: number): Field => [offset, (view, at) => view.getUint16(at, true)];
const u32 = (offset: number): Field => [offset, (view, at) => view.getUint32(at, true)];
/** Exact up to 2^53 samples: five thousand years of speech. */
const u64 = (offset: number): Field => [offset, (view, at) => Number(view.getBigUint64(at, true))];

function record<Name extends string>(magic: string, size: number, fields: Readonly<Record<Name, Field>>) {
  const names = Object.keys(fields).filter((name): name is Name => name in fields);
  return { magic, size, fields, names };
}

const PAGE = record('OggS', 27, {
  version: u8(4),
  flags: u8(5),
  granule: u64(6),
  serial: u32(14),
  sequence: u32(18),
  segments: u8(26),
});
const OPUS_HEAD = record('OpusHead', 19, {
  version: u8(8),
  channels: u8(9),
  preSkip: u16(10),
  inputSampleRate: u32(12),
  mapping: u8(18),
});
const FIRST_PAGE = 2;
const LAST_PAGE = 4;

type Layout<Name extends string> = ReturnType<typeof record<Name>>;

/** The fields at `at`; `null` for a wrong magic; the bytes are known to be there. */
function read<Name extends string>(bytes: Uint8Array, at: number, layout: Layout<Name>): Map<Name, number> | null {
  for (let index = 0; index < layout.magic.length; index += 1) {
    if (bytes[at + index] !== layout.magic.charCodeAt(index)) return null;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Map(
    layout.names.map((name) => {
      const [offset, readField] = layout.fields[name];
      return [name, readField(view, at + offset)];
    }),
  );
}

export function readOpusFile(bytes: Uint8Array): Result<OpusFile, OpusFailure> {
  let at = 0;
  let pages = 0;
  let serial = 0;
  let granule = 0;
  let lastFlags = 0;
  let head: Map<keyof typeof OPUS_HEAD.fields, number> | null = null;
  while (at < bytes.length) {
    if (at + PAGE.size > bytes.length) return err({ kind: 'cut-short', at });
    const page = read(bytes, at, PAGE);
    if (page === null || page.get('version') !== 0) return err({ kind: 'not-ogg', at });
    const segments = page.get('segments') ?? 0;
    const bodyAt = at + PAGE.size + segments;
    const end = bytes.subarray(at + PAGE.size, bodyAt).reduce((sum, length) => sum + length, bodyAt);
    if (end > bytes.length) return err({ kind: 'cut-short', at });
    lastFlags = page.get('flags') ?? 0;
    if (pages === 0) {
      if (end - bodyAt < OPUS_HEAD.size) return err({ kind: 'not-opus' });
      head = read(bytes, bodyAt, OPUS_HEAD);
      serial = page.get('serial') ?? 0;
    }
    const isFirst = (lastFlags & FIRST_PAGE) !== 0;
    if (page.get('serial') !== serial || page.get('sequence') !== pages || isFirst !== (pages === 0)) {
      return err({ kind: 'not-one-whole-stream' });
    }
    granule = page.get('granule') ?? 0;
    pages += 1;
    at = end;
  }
  if (pages === 0) return err({ kind: 'cut-short', at: 0 });
  if (head === null || head.get('version') !== 1 || head.get('mapping') !== 0) return err({ kind: 'not-opus' });
  if ((lastFlags & LAST_PAGE) === 0) return err({ kind: 'not-one-whole-stream' });
  const preSkipSamples = head.get('preSkip') ?? 0;
  return ok({
    channels: head.get('channels') ?? 0,
    preSkipSamples,
    inputSampleRateHz: head.get('inputSampleRate') ?? 0,
    durationMs: Math.max(0, Math.round((granule - preSkipSamples) / SAMPLES_PER_MS)),
  });
}
