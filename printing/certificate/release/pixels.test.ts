/**
 * Pictures of both kinds with 1, 4, 7 and 10 doses and hostile names: every page has the ink it had when somebody looked at
 * it and approved (`pixels.approved.txt`), and another maker's painter puts the same ink in the same places.
 *
 * The approved file holds a digit for every 5.1 mm square, 0 to 9 from white to dark. After a change of the layout that was
 * looked at: `UPDATE_PIXELS=1 npx vitest run printing/certificate/release/pixels.test.ts`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CertificateFonts } from '../fonts/certificate-fonts.ts';
import { syntheticCertificate } from '../synthetic-certificate.ts';
import { expectOk, inkBlocks, popplerRaster, rendered, testFonts } from '../test-tools.ts';
import { rasterisePage } from './page-picture.ts';
import { checkRelease } from './release-check.ts';

const APPROVED = new URL('./pixels.approved.txt', import.meta.url);
const DPI = 100;
const SQUARE_PIXELS = 20;
const COLUMNS = 41;
/** Half a step for rounding, and a little for another version of a font. */
const MOST_STEPS = 1;
/** Darkest squares are those of the codes, at about half black. */
const STEPS_PER_SHARE = 18;

const CASES = [
  ['domestic', 1, '𠮷田　髙﨑𣘺'],
  ['domestic', 4, '葛\u{E0100}葛\u{E0103}　\u{FA19}\u{FA10}'],
  ['domestic', 7, '寿限無五劫の擦切れ　'.repeat(10)],
  ['domestic', 10, 'MÜLLER-LÜDENSCHEIDT ANNA-SOFÍA D’ARC'],
  ['overseas', 1, `${'鬱'.repeat(50)}　${'𠮷'.repeat(49)}`],
  ['overseas', 4, '一'],
  ['overseas', 7, '葛\u{E0103}城　𠮷子'],
  ['overseas', 10, 'A-'.repeat(50)],
] as const;

let fonts: CertificateFonts;
let approved: ReadonlyMap<string, readonly string[]>;
const seen = new Map<string, readonly string[]>();

beforeAll(async () => {
  fonts = await testFonts();
  const parts = (await readFile(APPROVED, 'utf8').catch(() => '')).split(/^# (.+)$/mu).slice(1);
  approved = new Map(
    parts.flatMap((part, at) => (at % 2 === 0 ? [[part, (parts[at + 1] ?? '').trim().split('\n')]] : [])),
  );
});

afterAll(async () => {
  if (process.env['UPDATE_PIXELS'] === undefined) return;
  await writeFile(APPROVED, [...seen].map(([name, rows]) => `# ${name}\n${rows.join('\n')}\n`).join('\n'));
});

test.each(CASES)('%s with %i doses', async (kind, doses, name) => {
  const page = syntheticCertificate({ kind, doses, name });
  const result = await rendered(page, fonts);
  expectOk(await checkRelease({ rendered: result, page }));
  const ours = expectOk(await rasterisePage(result.pdf, 0, DPI));
  const theirs = inkBlocks(await popplerRaster(result.pdf, DPI), 8);
  const differences = inkBlocks(ours, 8).map((share, index) => Math.abs(share - (theirs[index] ?? 1)));
  expect(differences.filter((difference) => difference > 0.3)).toEqual([]);
  expect(differences.reduce((sum, difference) => sum + difference, 0) / differences.length).toBeLessThan(0.02);

  const rows = digits(inkBlocks(ours, SQUARE_PIXELS));
  const title = `${kind} ${doses}`;
  seen.set(title, rows);
  if (process.env['UPDATE_PIXELS'] !== undefined) return;
  const expected = approved.get(title) ?? [];
  expect(rows).toHaveLength(expected.length);
  for (const [index, row] of rows.entries()) {
    const steps = Array.from(row, (digit, at) => Math.abs(Number(digit) - Number(expected[index]?.[at] ?? Number.NaN)));
    expect(Math.max(...steps), `row ${index}: ${row}, approved ${expected[index]}`).toBeLessThanOrEqual(MOST_STEPS);
  }
});

test('the comparison can fail: another name and another lot are other ink', async () => {
  const picture = async (options: { name?: string; doses: number }) => {
    const { pdf } = await rendered(syntheticCertificate({ kind: 'domestic', ...options }), fonts);
    return digits(inkBlocks(expectOk(await rasterisePage(pdf, 0, DPI)), SQUARE_PIXELS)).join('');
  };
  const [one, otherName, moreDoses] = await Promise.all([
    picture({ doses: 1, name: '一' }),
    picture({ doses: 1, name: '鬱鬱鬱鬱' }),
    picture({ doses: 2, name: '一' }),
  ]);
  const apart = (other: string) =>
    Math.max(...Array.from(one, (digit, at) => Math.abs(Number(digit) - Number(other[at]))));
  expect(apart(otherName)).toBeGreaterThan(MOST_STEPS);
  expect(apart(moreDoses)).toBeGreaterThan(MOST_STEPS);
});

function digits(shares: readonly number[]): readonly string[] {
  const text = shares.map((share) => Math.min(9, Math.round(share * STEPS_PER_SHARE))).join('');
  return text.match(new RegExp(`.{${COLUMNS}}`, 'gu')) ?? [];
}
