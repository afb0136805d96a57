import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConsumables } from './consumables.ts';

const octets = (...texts: string[]) => texts.map((text) => Buffer.from(text, 'latin1'));

describe('supplies', () => {
  test('as ippeveprinter writes them: toner by what is left, waste by the room that is left', () => {
    const { supplies } = parseConsumables({
      'printer-supply': octets(
        'index=1;class=receptacleThatIsFilled;type=wasteToner;unit=percent;maxcapacity=100;level=95;colorantname=unknown;',
        'index=2;class=supplyThatIsConsumed;type=toner;unit=percent;maxcapacity=200;level=150;colorantname=black;',
      ),
    });
    expect(supplies).toEqual([
      { type: 'wasteToner', colour: null, leftPercent: 5, nearEnd: true },
      { type: 'toner', colour: 'black', leftPercent: 75, nearEnd: false },
    ]);
  });

  test.each([-1, -2, -3])('level %i is not known, and not empty', (level) => {
    const entry = `class=supplyThatIsConsumed;type=toner;maxcapacity=100;level=${level};`;
    expect(parseConsumables({ 'printer-supply': octets(entry) }).supplies).toEqual([
      { type: 'toner', colour: null, leftPercent: null, nearEnd: false },
    ]);
  });
});

describe('paper', () => {
  const tray = (level: number, feed = 29_700, across = 21_000) =>
    `type=sheetFeedAutoRemovableTray;mediafeed=${feed};mediaxfeed=${across};maxcapacity=250;level=${level};status=0;name=main;`;

  test('A4 of all trays that count is added up, other sizes and unknown levels are not', () => {
    const trays = octets(tray(20), tray(5), tray(-2), tray(250, 27_940, 21_590));
    expect(parseConsumables({ 'printer-input-tray': trays })).toMatchObject({ a4Sheets: 25, paperNearEnd: true });
  });

  test('not counted is not empty', () => {
    expect(parseConsumables({ 'printer-input-tray': octets(tray(-2)) })).toMatchObject({
      a4Sheets: null,
      paperNearEnd: false,
    });
    expect(parseConsumables({})).toEqual({ supplies: [], a4Sheets: null, paperNearEnd: false });
  });
});

test('whatever a printer writes there, it is read or left aside, never a fault', () => {
  const values = fc.array(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string(), fc.integer(), fc.constant(null)));
  fc.assert(
    fc.property(values, (entries) => {
      const { supplies, a4Sheets } = parseConsumables({ 'printer-supply': entries, 'printer-input-tray': entries });
      for (const { leftPercent } of supplies) if (leftPercent !== null) expect(leftPercent).toBeGreaterThanOrEqual(0);
      if (a4Sheets !== null) expect(a4Sheets).toBeGreaterThanOrEqual(0);
    }),
  );
});
