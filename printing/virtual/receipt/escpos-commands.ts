/** A stream of ESC/POS into commands and text. Only as much of the language as receipts here use; the rest is refused. */
import { err, ok, type Result } from 'neverthrow';

export type EscPosItem =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'line-feed' }
  /** Name as in the command set (`ESC a`, `GS V` …) and its parameter bytes. */
  | { readonly kind: 'command'; readonly name: string; readonly parameters: Uint8Array };

export type EscPosError = { readonly kind: 'unknown-command'; readonly bytes: readonly number[] };

const PREFIXES: Readonly<Record<number, string>> = { 27: 'ESC', 28: 'FS', 29: 'GS' };

/** Parameter bytes after the command's letter. */
const PARAMETER_BYTES: Readonly<Record<string, number>> = {
  ...{ 'ESC @': 0, 'ESC  ': 1, 'ESC !': 1, 'ESC $': 2, 'ESC -': 1, 'ESC 2': 0, 'ESC 3': 1, 'ESC E': 1, 'ESC M': 1 },
  ...{ 'ESC R': 1, 'ESC \\': 2, 'ESC a': 1, 'ESC d': 1, 'ESC t': 1, 'ESC {': 1 },
  ...{ 'FS !': 1, 'FS &': 0, 'FS -': 1, 'FS .': 0, 'FS C': 1, 'FS S': 2, 'FS W': 1 },
  ...{ 'GS !': 1, 'GS B': 1, 'GS L': 2, 'GS W': 2, 'GS a': 1, 'GS r': 1 },
};
const LINE_FEED = 0x0a;
const FEED_AND_CUT = [65, 66];

/** Takes from the front of `bytes` what is complete; `rest` waits for more. */
export function parseEscPos(bytes: Uint8Array): Result<{ items: EscPosItem[]; rest: Uint8Array }, EscPosError> {
  const items: EscPosItem[] = [];
  let at = 0;
  while (at < bytes.length) {
    const rest = bytes.subarray(at);
    const first = rest[0] ?? 0;
    if (first === LINE_FEED) {
      items.push({ kind: 'line-feed' });
      at += 1;
    } else if (first in PREFIXES) {
      const length = commandLength(rest);
      if (length === undefined) return err({ kind: 'unknown-command', bytes: [...rest.subarray(0, 4)] });
      if (length > rest.length) return ok({ items, rest });
      items.push({ kind: 'command', name: commandName(rest), parameters: rest.subarray(2, length) });
      at += length;
    } else {
      const end = rest.findIndex((byte) => byte === LINE_FEED || byte in PREFIXES);
      const text = end < 0 ? rest : rest.subarray(0, end);
      items.push({ kind: 'text', bytes: text });
      at += text.length;
    }
  }
  return ok({ items, rest: new Uint8Array() });
}

function commandName(bytes: Uint8Array): string {
  return `${PREFIXES[bytes[0] ?? 0]} ${String.fromCharCode(bytes[1] ?? 0)}`;
}

/** In bytes, `Infinity` while that cannot be told yet, `undefined` for a command that is not known. */
function commandLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < 2) return Number.POSITIVE_INFINITY;
  const name = commandName(bytes);
  const parameters = PARAMETER_BYTES[name];
  if (parameters !== undefined) return 2 + parameters;
  if (name === 'GS V') {
    if (bytes.length < 3) return Number.POSITIVE_INFINITY;
    return FEED_AND_CUT.includes(bytes[2] ?? 0) ? 4 : 3;
  }
  if (name.endsWith(' (')) {
    if (bytes.length < 5) return Number.POSITIVE_INFINITY;
    return 5 + (bytes[3] ?? 0) + (bytes[4] ?? 0) * 256;
  }
  return undefined;
}
