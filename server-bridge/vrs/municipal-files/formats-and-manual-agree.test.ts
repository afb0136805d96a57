import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { csvLine, encodeText, isMunicipalityCode, municipalityCheckDigit, PEOPLE_FILE, readRow } from './index.ts';
import { manualPages } from './manual.ts';

const MANUAL = join(import.meta.dirname, '..', '..', '..', 'docs', 'municipal-files');

describe('the manual', () => {
  it('is what the tables of columns say; else run municipal-files/cli.ts', async () => {
    const pages = manualPages();
    expect((await readdir(MANUAL)).sort()).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages) expect(await readFile(join(MANUAL, name), 'utf8')).toBe(text);
  });
});

describe('codes of municipalities', () => {
  // Published codes (総務省): Sapporo, Sendai, Chiyoda, Yokohama, Osaka, Kure, Naha.
  it.each(['011002', '041009', '131016', '141003', '271004', '342025', '472018'])('%s', (code) => {
    expect(municipalityCheckDigit(code.slice(0, 5))).toBe(Number(code[5]));
    const wrong = [...'0123456789'].filter((digit) => digit !== code[5]).map((digit) => code.slice(0, 5) + digit);
    expect(wrong.some(isMunicipalityCode)).toBe(false);
  });
});

describe('cells that are written', () => {
  it('are read by spreadsheets as the text they are, and never as a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 2, maxLength: 5 }), (cells) => {
        const [read = []]: string[][] = parse(csvLine(cells), { relax_column_count: true });
        for (const [index, cell] of cells.entries()) {
          const text = read[index] ?? '';
          expect(text.replace(/^'/, '')).toBe(cell.replace(/^'/, ''));
          expect(text).not.toMatch(/^[=+\-@\t\r＝＋－＠]/u);
        }
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  it('lose no character to Shift_JIS: what it lacks is named', () => {
    expect(iconv.decode(encodeText('髙﨑①𠮷〜한', 'shift_jis'), 'cp932')).toBe('髙﨑①[U+20BB7][U+301C][U+D55C]');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const read = iconv.decode(encodeText(text, 'shift_jis'), 'cp932');
        const back = read.replace(/\[U\+([0-9A-F]{4,6})\]/g, (_all, hex: string) =>
          String.fromCodePoint(Number.parseInt(hex, 16)),
        );
        expect(back).toBe(
          text.replace(/\[U\+([0-9A-F]{4,6})\]/g, (_all, hex: string) =>
            String.fromCodePoint(Number.parseInt(hex, 16)),
          ),
        );
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});

describe('a line', () => {
  it('whatever its cells hold, is a row or names faults of its columns', () => {
    const keys = Object.keys(PEOPLE_FILE.columns);
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('', '0', '1', '900010', '2021-02-30'),
    );
    fc.assert(
      fc.property(fc.tuple(...keys.map(() => cell)), (cells) => {
        const read = readRow(PEOPLE_FILE, Object.fromEntries(keys.map((key, index) => [key, cells[index] ?? ''])));
        if (read.kind === 'row') return;
        expect(read.faults.length).toBeGreaterThan(0);
        for (const { key } of read.faults) expect(keys).toContain(key);
      }),
      { seed: 8, numRuns: 1_000 },
    );
  });
});
