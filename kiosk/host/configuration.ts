/**
 * What a terminal is told when it is installed: who it is, where its devices and the center are, whom it trusts. One JSON
 * file, read once at start; unknown or missing entries end the start with one clear line.
 */
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { ReaderConfigurationSchema } from '../../card-reader/index.ts';
import { PassportScannerConfigurationSchema } from '../../card-reader/passport/index.ts';
import { GroundConfigurationSchema, PagePrinterConfigurationSchema } from '../../printing/index.ts';
import { BuildSchema, TerminalIdSchema } from '../../server-bridge/index.ts';
import { LineConfigurationSchema } from '../../server-bridge/line/index.ts';
import { AudioJackConfigurationSchema } from '../audio-jack/index.ts';
import { KeySwitchConfigurationSchema } from '../key-switch/index.ts';
import { FeeConfigurationSchema } from '../payment/index.ts';
import { ScreensConfigurationSchema } from '../shell/index.ts';

const port = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(65_535));
const address = v.strictObject({ host: v.string(), port });

export const HostConfigurationSchema = v.strictObject({
  terminalId: TerminalIdSchema,
  build: BuildSchema,
  store: v.strictObject({
    name: v.pipe(v.string(), v.maxLength(40)),
    inquiryNumber: v.pipe(v.string(), v.maxLength(20)),
  }),
  line: LineConfigurationSchema,
  devices: v.strictObject({
    reader: ReaderConfigurationSchema,
    pagePrinter: PagePrinterConfigurationSchema,
    receiptPrinter: address,
    /** Coin box, and a cashless terminal where one is fitted. */
    payment: FeeConfigurationSchema,
    /** Opens the store operator's screens; the staff gesture does so everywhere. */
    keySwitch: v.optional(KeySwitchConfigurationSchema),
    /** Where it is missing, nobody knows of headphones: nothing personal is ever spoken. */
    audioJack: v.optional(AudioJackConfigurationSchema),
    /** Where it is missing, no passport is ever asked for. */
    passportScanner: v.optional(PassportScannerConfigurationSchema),
  }),
  /**
   * Dots of the copy-evident ground as they were chosen for this page printer with `npm run certificate -- ground`; the usual ones unless
   * told.
   */
  certificateGround: v.optional(GroundConfigurationSchema),
  /** Crash journal, event log, lock. Never a person's data. */
  stateDirectory: v.string(),
  /** Where a clerk's export of the event log goes; a folder of the state directory unless told. */
  exportDirectory: v.optional(v.string()),
  /** A restart each day at this minute in Japan, if it lies outside service hours and nobody is served. */
  plannedRestart: v.optional(v.strictObject({ at: v.pipe(v.string(), v.regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/)) })),
  screens: ScreensConfigurationSchema,
});
export type HostConfiguration = v.InferOutput<typeof HostConfigurationSchema>;
/** What is left to know once line and screens are open. */
export type TerminalConfiguration = Omit<HostConfiguration, 'line' | 'screens'>;

export type ConfigurationError =
  | { kind: 'configuration-unreadable'; cause: unknown }
  | { kind: 'configuration-invalid'; where: string };

/** Reads and checks a host configuration; the error names the entry, not its value. */
export async function readHostConfiguration(path: string): Promise<Result<HostConfiguration, ConfigurationError>> {
  let raw: unknown;
  try {
    raw = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    return err({ kind: 'configuration-unreadable', cause });
  }
  const parsed = v.safeParse(HostConfigurationSchema, raw);
  if (parsed.success) return ok(parsed.output);
  const issue = parsed.issues[0];
  return err({ kind: 'configuration-invalid', where: v.getDotPath(issue) ?? 'the file itself' });
}
