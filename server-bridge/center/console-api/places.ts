/** Words for where a terminal stands. */
import * as v from 'valibot';
import { TerminalIdSchema } from '../../protocol/index.ts';

export const ChainSchema = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{1,29}$/));
/** JIS X 0401. */
export const PrefectureSchema = v.pipe(v.string(), v.regex(/^(0[1-9]|[1-3][0-9]|4[0-7])$/));
export const StoreIdSchema = v.pipe(v.string(), v.regex(/^[A-Z0-9][A-Z0-9-]{1,19}$/));

/** A terminal with its place, as staff register it. */
export const TerminalPlaceSchema = v.strictObject({
  terminalId: TerminalIdSchema,
  chain: ChainSchema,
  prefecture: PrefectureSchema,
  storeId: StoreIdSchema,
  storeName: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  serial: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9-]{3,39}$/)),
});
export type TerminalPlace = v.InferOutput<typeof TerminalPlaceSchema>;

/** Whom a change of the directive or a roll-out concerns. */
export const ScopeSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('all') }),
  v.strictObject({ kind: v.literal('chain'), chain: ChainSchema }),
  v.strictObject({ kind: v.literal('prefecture'), prefecture: PrefectureSchema }),
  v.strictObject({ kind: v.literal('store'), storeId: StoreIdSchema }),
  v.strictObject({ kind: v.literal('terminal'), terminalId: TerminalIdSchema }),
]);
export type Scope = v.InferOutput<typeof ScopeSchema>;
