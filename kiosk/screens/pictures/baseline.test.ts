/// <reference types="node" />
/** The files of accepted fingerprints: what is written is read again, what is damaged is refused. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBaseline, writeBaseline } from './baseline.ts';
import type { Pixels } from './camera.ts';
import { findingAbout, gone } from './compare.ts';
import { fingerprintOf } from './fingerprint.ts';
import { COMPARED_MODES, picturesIn, picturesInTurn } from './picture.ts';
import { rounded } from './stored-fingerprint.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-baseline-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** White, with a black square at `left`. */
function square(left: number): Pixels {
  const [width, height] = [95, 48];
  const data = new Uint8Array(4 * width * height).fill(255);
  for (let y = 10; y < 30; y += 1) {
    for (let x = left; x < left + 20; x += 1) data.fill(0, 4 * (y * width + x), 4 * (y * width + x) + 3);
  }
  return { width, height, data };
}

const pictures = picturesIn(COMPARED_MODES, ['attract.', 'pin.']);
const baseline = new Map(pictures.map(({ name }, index) => [name, rounded(fingerprintOf(square(10 + (index % 50))))]));

describe('the files', () => {
  it('hold what was written, one file for each screen and one line for each picture', async () => {
    await writeBaseline(folder, pictures, baseline);
    expect((await readdir(folder)).toSorted()).toEqual(['attract.txt', 'pin.txt']);
    const lines = (await readFile(join(folder, 'pin.txt'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(
      pictures.filter(({ entry }) => entry.id === 'pin').map(({ name }) => name),
    );
    const read = (await readBaseline(folder))._unsafeUnwrap();
    expect([...read.keys()].toSorted()).toEqual([...baseline.keys()].toSorted());
    for (const [name, { light, colour }] of baseline) {
      expect([...(read.get(name)?.light ?? [])]).toEqual([...light]);
      expect([...(read.get(name)?.colour ?? [])]).toEqual([...colour]);
    }
  });

  it('lose the screens that are no longer there', async () => {
    await writeBaseline(folder, pictures, baseline);
    await writeBaseline(folder, pictures, new Map([...baseline].filter(([name]) => name.startsWith('pin.'))));
    expect(await readdir(folder)).toEqual(['pin.txt']);
  });

  it.each([
    ['another word', (text: string) => `${text}nonsense\n`],
    ['an empty line', (text: string) => text.replace('\n', '\n\n')],
    ['a line twice', (text: string) => `${text.split('\n')[0]}\n${text}`],
    ['a line cut short', (text: string) => `${text.trimEnd().slice(0, -9)}\n`],
    ['a size that is none', (text: string) => `${text}pin-x.ja.portrait.normal YwAA\n`],
  ])('are refused with %s', async (_, damage) => {
    await writeBaseline(folder, pictures, baseline);
    const file = join(folder, 'pin.txt');
    await writeFile(file, damage(await readFile(file, 'utf8')));
    expect((await readBaseline(folder))._unsafeUnwrapErr()).toMatchObject({
      kind: 'damaged-baseline',
      file: 'pin.txt',
    });
  });
});

describe('a finding', () => {
  const [first] = pictures;
  if (first === undefined) throw new Error('There are pictures.');

  it('is none where the picture is as accepted', () => {
    expect(findingAbout(first, fingerprintOf(square(10)), baseline)).toBeNull();
  });
  it('names the cells that differ', () => {
    const finding = findingAbout(first, fingerprintOf(square(50)), baseline);
    expect(finding).toMatchObject({ kind: 'different', name: first.name });
    const areas = finding?.kind === 'different' ? finding.areas : [];
    const cells = areas.filter((area) => area.cells === 1).map(({ column, row }) => `${column},${row}`);
    expect(cells.toSorted()).toEqual(['1,1', '1,2', '2,1', '2,2', '5,1', '5,2', '6,1', '6,2']);
  });
  it('is a picture of another size', () => {
    const { width, data } = square(10);
    const lower = fingerprintOf({ width, height: 30, data });
    expect(findingAbout(first, lower, baseline)).toMatchObject({ kind: 'different' });
  });
  it('is a colour as light as the one before', () => {
    const grey = square(10);
    for (let at = 0; at < grey.data.length; at += 4) grey.data.set([184, 184, 184], at);
    const green = square(10);
    for (let at = 0; at < green.data.length; at += 4) green.data.set([120, 220, 170], at);
    const accepted = new Map([[first.name, rounded(fingerprintOf(grey))]]);
    expect(findingAbout(first, fingerprintOf(green), accepted)).toMatchObject({ kind: 'different' });
  });
  it('is a picture nobody has accepted, and an accepted one that is gone', () => {
    const other = picturesIn(COMPARED_MODES, ['menu.ja.portrait.normal'])[0];
    if (other === undefined) throw new Error('There is a menu.');
    expect(findingAbout(other, fingerprintOf(square(10)), baseline)).toMatchObject({ kind: 'new' });
    const [fingerprint] = baseline.values();
    if (fingerprint === undefined) throw new Error('There is a fingerprint.');
    const more = new Map([...baseline, ['screen-of-old.ja.portrait.normal', fingerprint]]);
    expect(gone(more)).toEqual([{ kind: 'gone', name: 'screen-of-old.ja.portrait.normal' }]);
  });
});

describe('the pictures of the tests', () => {
  it('meet each sample in each language, and in each mode and size', () => {
    const met = new Set(
      picturesInTurn().flatMap(({ entry, language, mode, size }) => [
        `${entry.id} ${language}`,
        `${entry.id} ${mode.name} ${size.name}`,
      ]),
    );
    const all = picturesIn(COMPARED_MODES).flatMap(({ entry, language, mode, size }) => [
      `${entry.id} ${language}`,
      `${entry.id} ${mode.name} ${size.name}`,
    ]);
    expect([...new Set(all)].filter((one) => !met.has(one))).toEqual([]);
  });
});
