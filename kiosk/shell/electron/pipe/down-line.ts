/** What the host tells the shell: one JSON object a line. */
import * as v from 'valibot';
import { SNAPSHOT_LIMIT_BYTES } from '../../../snapshot.ts';

/** Room for the envelope around the largest snapshot. */
export const DOWN_LINE_LIMIT_BYTES = SNAPSHOT_LIMIT_BYTES + 1024;

const pixels = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(32_768));
/** A display by what it is, not by the order in which the machine happened to find it. */
const DisplayWishSchema = v.strictObject({
  /** The connector's or monitor's name as the window system gives it. */
  label: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(80))),
  width: v.optional(pixels),
  height: v.optional(pixels),
});
export type DisplayWish = v.InferOutput<typeof DisplayWishSchema>;

export const DisplayWishesSchema = v.strictObject({
  resident: DisplayWishSchema,
  operator: v.optional(DisplayWishSchema),
});
export type DisplayWishes = v.InferOutput<typeof DisplayWishesSchema>;

/** Which page is meant: counted up by the host at the end of every visit, so that nothing of an earlier page counts. */
export const PageNumberSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const DownLineSchema = v.variant('type', [
  /** The first line: where to show screens, and which page this is. */
  v.strictObject({ type: v.literal('open'), page: PageNumberSchema, displays: DisplayWishesSchema }),
  /** Something to paint. The page checks all of it; the shell needs the screen's name to choose the display. */
  v.strictObject({
    type: v.literal('snapshot'),
    snapshot: v.looseObject({
      v: v.literal(1),
      screen: v.looseObject({ name: v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/)) }),
    }),
  }),
  /** A visit is over: every window is thrown away. */
  v.strictObject({ type: v.literal('fresh-page'), page: PageNumberSchema }),
]);
export type DownLine = v.InferOutput<typeof DownLineSchema>;

/** The message in a line, or `null` when it is none. */
export function readDownLine(line: Buffer): DownLine | null {
  let json: unknown;
  try {
    json = JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
  const message = v.safeParse(DownLineSchema, json);
  return message.success ? message.output : null;
}
