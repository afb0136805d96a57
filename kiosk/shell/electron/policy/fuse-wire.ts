/**
 * How the fuses of a given runtime are set. They stand in the program itself: a marker that no other code has, the version of the
 * list, its length, and one byte for each fuse (https://www.electronjs.org/docs/latest/tutorial/fuses).
 */
import { err, ok, type Result } from 'neverthrow';
import { FUSES } from './packaging.ts';

const MARKER = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'ascii');
const VERSION = 1;
/** Their places in the list, by `FuseV1Options` of @electron/fuses 2. */
const PLACES = {
  RunAsNode: 0,
  EnableCookieEncryption: 1,
  EnableNodeOptionsEnvironmentVariable: 2,
  EnableNodeCliInspectArguments: 3,
  EnableEmbeddedAsarIntegrityValidation: 4,
  OnlyLoadAppFromAsar: 5,
  LoadBrowserProcessSpecificV8Snapshot: 6,
  GrantFileProtocolExtraPrivileges: 7,
  WasmTrapHandlers: 8,
} as const satisfies Record<keyof typeof FUSES, number>;
const OFF = 0x30;
const ON = 0x31;

export type FuseName = keyof typeof FUSES;
export type FuseFault =
  /** No marker: this is no Electron, or none that has fuses. */
  | { readonly kind: 'no-fuses' }
  /** More than one marker: which one counts cannot be told. */
  | { readonly kind: 'fuses-ambiguous' }
  | { readonly kind: 'fuses-of-another-version' }
  /** Fuses that are not as they must be, that this runtime does not have, or that nobody here has heard of. */
  | { readonly kind: 'fuses-wrong'; readonly wrong: readonly (FuseName | 'unknown')[] };

/** @param program the bytes of the runtime's program */
export function checkFuses(program: Uint8Array): Result<void, FuseFault> {
  const bytes = Buffer.from(program.buffer, program.byteOffset, program.byteLength);
  const at = bytes.indexOf(MARKER);
  if (at < 0) return err({ kind: 'no-fuses' });
  if (bytes.indexOf(MARKER, at + 1) >= 0) return err({ kind: 'fuses-ambiguous' });
  const [version, length = 0, ...rest] = bytes.subarray(at + MARKER.length, at + MARKER.length + 2 + 0xff);
  if (version !== VERSION) return err({ kind: 'fuses-of-another-version' });
  const states = rest.slice(0, length);
  const wrong: (FuseName | 'unknown')[] = fuseNames().filter(
    (name) => states[PLACES[name]] !== (FUSES[name] ? ON : OFF),
  );
  if (length > fuseNames().length) wrong.push('unknown');
  return wrong.length === 0 ? ok() : err({ kind: 'fuses-wrong', wrong });
}

function fuseNames(): FuseName[] {
  const isName = (name: string): name is FuseName => Object.hasOwn(PLACES, name);
  return Object.keys(PLACES).filter(isName);
}
