/** Pasted lines and files of many terminals: read whole, or every fault with its line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNames } from './named-terminals.ts';
import { type LineFault, MOST_LINES, PLACE_COLUMNS, placeLines, readPlaces } from './place-lines.ts';
import { readTextFile } from './read-file.ts';

const HEADER = PLACE_COLUMNS.join(',');
const line = (number: number, changes: Partial<Record<(typeof PLACE_COLUMNS)[number], string>> = {}): string => {
  const id = String(number).padStart(4, '0');
  const place = {
    terminalId: `KOFU-${id}`,
    serial: `SN-${id}`,
    chain: 'hinode',
    prefecture: '13',
    storeId: `S-${id}`,
    storeName: `架空${number}号店`,
    ...changes,
  };
  return PLACE_COLUMNS.map((column) => place[column]).join(',');
};
const faultsOf = (text: string): readonly LineFault[] => readPlaces(text)._unsafeUnwrapErr();

describe('lines of a spreadsheet', () => {
  it('are read with commas or tabs, any order of columns, quotes, a byte order mark, any line end and empty lines', () => {
    const [first] = readPlaces(`${HEADER}\n${line(1)}`)._unsafeUnwrap();
    expect(first).toEqual({
      line: 2,
      place: {
        terminalId: 'KOFU-0001',
        serial: 'SN-0001',
        chain: 'hinode',
        prefecture: '13',
        storeId: 'S-0001',
        storeName: '架空1号店',
      },
    });
    const turned = [...PLACE_COLUMNS].reverse().join('\t');
    const fields = line(1).split(',').reverse().join('\t');
    expect(readPlaces(`\uFEFF${turned}\r\n\r\n${fields}\r\n`)._unsafeUnwrap()).toEqual([{ ...first, line: 3 }]);
    const named = readPlaces(`${HEADER}\r${line(1, { storeName: '"架空, ""駅前"" 店"' })}\r`)._unsafeUnwrap();
    expect(named[0]?.place.storeName).toBe('架空, "駅前" 店');
  });

  it('are refused as a whole, with every fault by its line', () => {
    const text = [
      HEADER,
      line(1),
      line(2, { prefecture: '1', chain: 'No' }),
      `${line(3)},more`,
      line(4, { storeName: '"open' }),
      line(5, { terminalId: 'KOFU-0001' }),
      line(6, { serial: 'SN-0001' }),
      line(7, { terminalId: 'TERM-0123456789' }),
    ].join('\n');
    expect(faultsOf(text)).toEqual([
      { kind: 'value', line: 3, column: 'chain' },
      { kind: 'value', line: 3, column: 'prefecture' },
      { kind: 'columns', line: 4 },
      { kind: 'quote', line: 5 },
      { kind: 'twice', line: 6, column: 'terminalId', first: 2 },
      { kind: 'twice', line: 7, column: 'serial', first: 2 },
      { kind: 'value', line: 8, column: 'terminalId' },
    ]);
  });

  it.each([
    ['', 'empty'],
    ['\n \n', 'empty'],
    [HEADER, 'empty'],
    [line(1), 'header'],
    [`${HEADER},extra\n${line(1)},x`, 'header'],
    [`${HEADER.replace('chain', 'serial')}\n${line(1)}`, 'header'],
    [[HEADER, ...Array.from({ length: MOST_LINES + 1 }, (_, index) => line(index + 1))].join('\n'), 'too-many'],
  ])('are refused where they are no list at all (%#)', (text, kind) => {
    expect(faultsOf(text)).toEqual([{ kind }]);
  });

  it('never throw, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\t', '\n', '\r', 'A', '0', '-', 'あ') }), (pasted) => {
        readPlaces(pasted);
        readPlaces(`${HEADER}\n${pasted}`);
      }),
    );
  });

  it('of places that are registered are read again as the same places', () => {
    const names = fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom('"', ',', '店', 'a', ' ', '架') });
    fc.assert(
      fc.property(names, (storeName) => {
        fc.pre(storeName.trim() !== '');
        const [row] = readPlaces(`${HEADER}\n${line(9)}`)._unsafeUnwrap();
        const place = { ...row?.place, storeName: storeName.trim() };
        const lines = readPlaces(placeLines(row === undefined ? [] : [{ ...row.place, storeName: storeName.trim() }]));
        expect(lines._unsafeUnwrap()[0]?.place).toEqual(place);
      }),
    );
  });
});

describe('a file', () => {
  it('is read in the encoding that was chosen, and refused where it is another', async () => {
    const shiftJis = new Blob([new Uint8Array([0x93, 0x58])]);
    expect((await readTextFile(shiftJis, 'shift_jis'))._unsafeUnwrap()).toBe('店');
    expect((await readTextFile(shiftJis, 'utf-8'))._unsafeUnwrapErr().kind).toBe('not-in-this-encoding');
    expect((await readTextFile(new Blob(['店']), 'utf-8'))._unsafeUnwrap()).toBe('店');
    expect((await readTextFile(new Blob([new Uint8Array(2_000_001)]), 'utf-8'))._unsafeUnwrapErr().kind).toBe(
      'too-large',
    );
  });
});

describe('names of terminals', () => {
  it('stand in lines or between commas, each once; what is no name is told', () => {
    expect(readNames('KOFU-0001, KOFU-0002\nKOFU-0001；').isErr()).toBe(true);
    expect(readNames('KOFU-0001, KOFU-0002\nKOFU-0001')._unsafeUnwrap()).toEqual(['KOFU-0001', 'KOFU-0002']);
    expect(readNames('KOFU-0001 nobody x')._unsafeUnwrapErr()).toEqual({ kind: 'no-names', words: ['nobody', 'x'] });
    expect(readNames(' \n')._unsafeUnwrapErr()).toEqual({ kind: 'empty' });
  });
});
