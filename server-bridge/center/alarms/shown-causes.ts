/** What a status shows that may become an alarm if it stands (C5). */
import type { TerminalStatus } from '../../protocol/index.ts';
import type { AlarmCode } from '../alarm-codes.ts';

type Devices = TerminalStatus['devices'];

/** A device that has not been looked at yet, or that this terminal does not have, is not broken. */
const BROKEN: {
  readonly [Name in keyof Devices]: { readonly code: AlarmCode; readonly when: readonly Devices[Name][] };
} = {
  cardReader: { code: 'CARD_READER_BROKEN', when: ['absent'] },
  pagePrinter: { code: 'PAGE_PRINTER_BROKEN', when: ['paper', 'jam', 'cover', 'toner', 'attention', 'absent'] },
  receiptPrinter: { code: 'RECEIPT_PRINTER_BROKEN', when: ['paper', 'cover', 'attention', 'absent'] },
  coinBox: { code: 'COIN_BOX_BROKEN', when: ['no-change', 'coin-jam', 'attention', 'absent'] },
  cashless: { code: 'CASHLESS_BROKEN', when: ['attention', 'absent'] },
  keySwitch: { code: 'KEY_SWITCH_OPEN', when: ['open', 'absent'] },
  screens: { code: 'SCREEN_BROKEN', when: ['absent'] },
};

const has = <Condition>(list: readonly Condition[], condition: Condition): boolean => list.includes(condition);

/**
 * Each code with what it is in particular: a jam after paper has run out is another fault of the same printer.
 * @param directiveVersion the version this terminal should obey by now; null where there is none
 */
export function shownCauses(
  status: Pick<TerminalStatus, 'devices' | 'warnings' | 'cause' | 'directiveVersion'>,
  directiveVersion: number | null,
): ReadonlyMap<AlarmCode, readonly string[]> {
  const { devices, warnings, cause } = status;
  const shown = new Map<AlarmCode, readonly string[]>();
  const look = <Name extends keyof Devices>(name: Name): void => {
    if (has(BROKEN[name].when, devices[name])) shown.set(BROKEN[name].code, [devices[name]]);
  };
  look('cardReader');
  look('pagePrinter');
  look('receiptPrinter');
  look('coinBox');
  look('cashless');
  look('keySwitch');
  look('screens');
  if (warnings.length > 0) shown.set('SUPPLIES_LOW', warnings);
  if (cause === 'right-person') shown.set('RIGHT_PERSON_HELD', []);
  // A newer one as well: nobody at this center has issued it.
  if (directiveVersion !== null && status.directiveVersion !== directiveVersion) shown.set('DIRECTIVE_DRIFT', []);
  return shown;
}
