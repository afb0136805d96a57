/**
 * What the printer uses up, as far as it tells: toner and its like (`printer-supply`, PWG 5100.13 §5.6.43, or the older
 * `marker-*` attributes) and the sheets of A4 in its trays (`printer-input-tray`). For the operator's screen and the center:
 * whether a page can be printed is decided by the printer's reasons, never by a level.
 */
import * as v from 'valibot';
import type { PlainAttributes } from './ipp/index.ts';

export type Consumable = {
  /** `toner`, `wasteToner`, `opc` …: the printer's own keyword. */
  readonly type: string;
  /** `black`, `cyan` …, or null where colour has no meaning. */
  readonly colour: string | null;
  /** How much is left to use, or to fill, 0 to 100; null where the printer does not know. */
  readonly leftPercent: number | null;
  readonly nearEnd: boolean;
};

export type Consumables = {
  readonly supplies: readonly Consumable[];
  /** Sheets of A4 in all trays that count them; null where none does. */
  readonly a4Sheets: number | null;
  readonly paperNearEnd: boolean;
};

export const CONSUMABLE_ATTRIBUTES = ['printer-supply', 'printer-input-tray'] as const;

const NEAR_END_PERCENT = 10;
/** About an hour of a busy day. */
const NEAR_END_SHEETS = 30;
const A4_FEED = { mediafeed: 29_700, mediaxfeed: 21_000 };
const MAXIMUM_ENTRIES = 64;
const MAXIMUM_ENTRY_CHARACTERS = 1_024;

const level = v.pipe(v.string(), v.regex(/^-?[0-9]{1,9}$/), v.transform(Number));
const word = v.pipe(v.string(), v.regex(/^[A-Za-z0-9 ._-]{1,40}$/));
/** Printers add members of their own to both; those are left aside. */
const SupplySchema = v.object({
  type: word,
  class: v.picklist(['supplyThatIsConsumed', 'receptacleThatIsFilled']),
  maxcapacity: level,
  level,
  colorantname: v.optional(word, 'none'),
});
const TraySchema = v.object({ mediafeed: level, mediaxfeed: level, maxcapacity: level, level });

/** Entries that do not read as the standard writes them count as not known; a level must never stop a terminal. */
export function parseConsumables(attributes: PlainAttributes): Consumables {
  const supplies = members(attributes['printer-supply']).flatMap((entry) => {
    const parsed = v.safeParse(SupplySchema, entry);
    return parsed.success ? [consumable(parsed.output)] : [];
  });
  const levels = members(attributes['printer-input-tray']).flatMap((entry) => {
    const parsed = v.safeParse(TraySchema, entry);
    return parsed.success && isA4(parsed.output) && parsed.output.level >= 0 ? [parsed.output.level] : [];
  });
  const a4Sheets = levels.length === 0 ? null : levels.reduce((sum, sheets) => sum + sheets, 0);
  return { supplies, a4Sheets, paperNearEnd: a4Sheets !== null && a4Sheets <= NEAR_END_SHEETS };
}

function consumable(entry: v.InferOutput<typeof SupplySchema>): Consumable {
  const known = entry.level >= 0 && entry.maxcapacity > 0;
  const percent = known ? Math.min(100, Math.round((entry.level * 100) / entry.maxcapacity)) : null;
  // A receptacle tells how full it is (RFC 3805, prtMarkerSuppliesClass); what is left is the rest.
  const leftPercent = percent === null || entry.class === 'supplyThatIsConsumed' ? percent : 100 - percent;
  const colourless = entry.colorantname === 'none' || entry.colorantname === 'unknown';
  return {
    type: entry.type,
    colour: colourless ? null : entry.colorantname,
    leftPercent,
    nearEnd: leftPercent !== null && leftPercent <= NEAR_END_PERCENT,
  };
}

function isA4({ mediafeed, mediaxfeed }: { mediafeed: number; mediaxfeed: number }): boolean {
  return mediafeed === A4_FEED.mediafeed && mediaxfeed === A4_FEED.mediaxfeed;
}

/** `name=value;name=value;` as an object each. */
function members(values: readonly unknown[] | undefined): readonly Readonly<Record<string, string>>[] {
  return (values ?? []).slice(0, MAXIMUM_ENTRIES).flatMap((value) => {
    if (!(value instanceof Uint8Array) || value.length > MAXIMUM_ENTRY_CHARACTERS) return [];
    const pairs = Buffer.from(value)
      .toString('latin1')
      .split(';')
      .map((pair) => pair.split('='));
    return [
      Object.fromEntries(
        pairs.flatMap(([name, text]) => (name && text !== undefined ? [[name.trim(), text.trim()]] : [])),
      ),
    ];
  });
}
