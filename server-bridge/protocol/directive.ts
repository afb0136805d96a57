/**
 * The directive: the one document by which the center enables and steers a terminal (design §8, C1, K8).
 * It travels as a compact JWS (ES256, `typ: kofu-directive+jwt`) signed by the center's directive key, which the
 * terminal has pinned. A terminal without a valid, unexpired directive gives no service (invariant D).
 */
import * as v from 'valibot';
import {
  CertificateKindSchema,
  InstantSchema,
  LocalizedTextSchema,
  MunicipalityCodeSchema,
  OperatorIdSchema,
  TerminalIdSchema,
} from './identifiers.ts';

export const DIRECTIVE_TYPE = 'kofu-directive+jwt';

/** `HH:MM` of the Japanese day; `24:00` is its end. */
const TimeOfDaySchema = v.pipe(v.string(), v.regex(/^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/));

export const MunicipalitySchema = v.strictObject({
  code: MunicipalityCodeSchema,
  prefecture: LocalizedTextSchema,
  name: LocalizedTextSchema,
  /** Reading in hiragana, for the kana rows of the choice screen. */
  kana: v.pipe(v.string(), v.regex(/^[ぁ-ゖー]+$/)),
  takingPart: v.boolean(),
  /** Shown when it cannot be chosen. */
  reason: v.optional(LocalizedTextSchema),
});
export type Municipality = v.InferOutput<typeof MunicipalitySchema>;

export const DirectiveSchema = v.strictObject({
  v: v.literal(1),
  /** Rises by one with each change; a terminal never goes back. */
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  issuedAt: InstantSchema,
  /** Short life: the center re-signs well before. */
  expiresAt: InstantSchema,
  service: v.variant('state', [
    v.strictObject({ state: v.literal('on') }),
    v.strictObject({ state: v.literal('off'), reason: LocalizedTextSchema }),
  ]),
  /** Service hours in Japan Standard Time. */
  hours: v.strictObject({ from: TimeOfDaySchema, to: TimeOfDaySchema }),
  municipalities: v.pipe(v.array(MunicipalitySchema), v.maxLength(2000)),
  kinds: v.array(CertificateKindSchema),
  /** Price of one copy in whole yen, from an instant on; the newest one in force counts (P18). */
  prices: v.pipe(
    v.array(
      v.strictObject({
        effectiveFrom: InstantSchema,
        copyYen: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(100_000)),
      }),
    ),
    v.minLength(1),
  ),
  /** Whether a passport's chip may be read where VRS has no passport items for an overseas certificate (K3). */
  passportReading: v.optional(v.boolean(), false),
  /** How loud the spoken guidance is, by the hour of the day in Japan; the usual volume where nothing is said. */
  voiceVolumes: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          from: TimeOfDaySchema,
          to: TimeOfDaySchema,
          percent: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(100)),
        }),
      ),
      v.maxLength(24),
    ),
    [],
  ),
  maxCopies: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(20)),
  terms: v.strictObject({
    text: LocalizedTextSchema,
    /** SHA-256 of the Japanese text in UTF-8, lower-case hex; goes into the application as what was agreed to (K1). */
    digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
  notice: v.optional(LocalizedTextSchema),
  /** The VRS key set, a compact JWS of its own, signed by VRS's root key: the center can carry it but not change it. */
  vrsKeySet: v.pipe(v.string(), v.maxLength(65_536)),
  /** Builds that may serve; an empty list allows every build (development). */
  allowedBuilds: v.array(v.pipe(v.string(), v.maxLength(100))),
  /** Store operators: the personal code as an argon2id or scrypt hash string. */
  operators: v.array(v.strictObject({ id: OperatorIdSchema, codeHash: v.pipe(v.string(), v.maxLength(300)) })),
  /** Terminals this directive is for; an empty list means all. */
  terminals: v.array(TerminalIdSchema),
});
export type Directive = v.InferOutput<typeof DirectiveSchema>;
