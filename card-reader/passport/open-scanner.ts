import { connect } from 'node:net';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { withDeadline } from '../deadline.ts';
import { type Mrz, parseMrz } from './mrz.ts';
import type { MrzScanner, ScannerError } from './mrz-scanner.ts';
import { firstLine, ScanAnswerSchema, type ScanRequest } from './scanner-messages.ts';

/** Which scanner to use, and which passports its kiosk believes. `virtual`: one of another process on this machine. */
export const PassportScannerConfigurationSchema = v.strictObject({
  kind: v.literal('virtual'),
  host: v.pipe(v.string(), v.nonEmpty(), v.maxLength(253)),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  /** CSCA certificates, DER in base64. */
  anchors: v.pipe(v.array(v.pipe(v.string(), v.base64(), v.maxLength(16_384))), v.minLength(1), v.maxLength(2_000)),
});
export type PassportScannerConfiguration = v.InferOutput<typeof PassportScannerConfigurationSchema>;

/** The configured scanner and the anchors. Nothing is opened before a scan is asked for. */
export function openPassportScanner(configuration: PassportScannerConfiguration): {
  scanner: MrzScanner;
  anchors: readonly Uint8Array[];
} {
  return {
    scanner: { scan: (options) => scanAt(configuration, options) },
    anchors: configuration.anchors.map((text) => new Uint8Array(Buffer.from(text, 'base64'))),
  };
}

async function scanAt(
  address: { host: string; port: number },
  options: { signal: AbortSignal; timeoutMs: number },
): Promise<Result<Mrz, ScannerError>> {
  const socket = connect(address);
  const page = new Promise<string | null>((resolve) => {
    const request: ScanRequest = { v: 1, ask: 'scan' };
    socket.on('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on(
      'data',
      firstLine(ScanAnswerSchema, (answer) => resolve(answer?.page ?? null)),
    );
    socket.on('error', () => resolve(null));
    socket.on('close', () => resolve(null));
  });
  try {
    const end = await withDeadline(page, options);
    if (end.kind !== 'done') return err({ kind: end.kind });
    if (end.value === null) return err({ kind: 'no-scanner' });
    const zone = parseMrz(end.value);
    return zone.isOk() ? ok(zone.value) : err({ kind: 'unreadable', cause: zone.error });
  } finally {
    socket.destroy();
  }
}
