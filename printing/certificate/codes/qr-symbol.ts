/**
 * The two symbols as matrices of modules. Segments are given, never guessed: SMART Health Cards framework 1.4.0 wants
 * `shc:/` in byte mode and the digits in numeric mode; a VDS-NC is one byte segment.
 */
import { err, ok, type Result } from 'neverthrow';
import { create } from 'qrcode';
import type { CodeName } from '../certificate-page.ts';

export type CodeSymbol = {
  code: CodeName;
  /** Modules on a side, quiet zone not counted. */
  size: number;
  version: number;
  isDark(row: number, column: number): boolean;
};

export type SymbolFault = { kind: 'code-too-large'; code: CodeName } | { kind: 'code-malformed'; code: CodeName };

type Segments = Parameters<typeof create>[0];
type Level = 'L' | 'M';

/** So that a symbol of 40 mm stays readable (SMART Health Cards framework 1.4.0, "Encoding chunks as QR codes"). */
const HEALTH_CARD_MAXIMUM_VERSION = 22;
const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
const SMALLEST_CODE = 45;
/** What fits level L of version 22, and of version 40: longer payloads are refused before the encoder sees them. */
const HEALTH_CARD_MAXIMUM_CHARACTERS = 1195;
const VDS_NC_MAXIMUM_BYTES = 2953;

/** @param healthCard compact JWS; level M where it fits version 22, else L, else refused (never split). */
export function healthCardSymbol(healthCard: string): Result<CodeSymbol, SymbolFault> {
  const code = 'health-card';
  if (!COMPACT_JWS.test(healthCard)) return err({ kind: 'code-malformed', code });
  if (healthCard.length > HEALTH_CARD_MAXIMUM_CHARACTERS) return err({ kind: 'code-too-large', code });
  const segments: Segments = [
    { data: new TextEncoder().encode('shc:/'), mode: 'byte' },
    { data: numericPart(healthCard), mode: 'numeric' },
  ];
  for (const level of ['M', 'L'] as const) {
    const symbol = encode(code, segments, level);
    if (symbol.version <= HEALTH_CARD_MAXIMUM_VERSION) return ok(symbol);
  }
  return err({ kind: 'code-too-large', code });
}

/** @param vdsNc canonical JSON text in ASCII; level L, which at the same printed area beats M. */
export function vdsNcSymbol(vdsNc: string): Result<CodeSymbol, SymbolFault> {
  const code = 'vds-nc';
  if (!PRINTABLE_ASCII.test(vdsNc)) return err({ kind: 'code-malformed', code });
  if (vdsNc.length > VDS_NC_MAXIMUM_BYTES) return err({ kind: 'code-too-large', code });
  return ok(encode(code, [{ data: new TextEncoder().encode(vdsNc), mode: 'byte' }], 'L'));
}

/** Each character as two digits of its code minus 45. */
function numericPart(healthCard: string): string {
  return Array.from(healthCard, (character) => String(character.charCodeAt(0) - SMALLEST_CODE).padStart(2, '0')).join(
    '',
  );
}

function encode(code: CodeName, segments: Segments, errorCorrectionLevel: Level): CodeSymbol {
  const { modules, version } = create(segments, { errorCorrectionLevel });
  const { data, size } = modules;
  return { code, size, version, isDark: (row, column) => data[row * size + column] === 1 };
}
