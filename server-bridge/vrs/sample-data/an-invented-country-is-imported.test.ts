import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIndividualNumber } from '../../../card-reader/individual-number/index.ts';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { inArea, staffOf, testDesk } from '../imports/import-fixtures.ts';
import { isMunicipalityCode } from '../municipal-files/index.ts';
import { inventMunicipalities } from './invented-municipalities.ts';
import { writeCountry } from './write-country.ts';

let filled: FilledStore;
let folder: string;
beforeAll(async () => {
  filled = await filledStore();
  folder = await mkdtemp(join(tmpdir(), 'kofu-country-'));
});
afterAll(async () => {
  await filled.close();
  await rm(folder, { recursive: true, force: true });
});

const digestOf = async (path: string) => {
  const names = (await readdir(path)).sort();
  const hash = createHash('sha256');
  for (const name of names) hash.update(name).update(await readFile(join(path, name)));
  return hash.digest('hex');
};

describe('sample data', () => {
  it('is the same for the same seed, and other for another', async () => {
    const write = async (name: string, seed: number) => {
      await writeCountry({ people: 120, seed, folder: join(folder, name), encoding: 'utf-8' });
      return await digestOf(join(folder, name));
    };
    const [first, second, other] = [await write('a', 7), await write('b', 7), await write('c', 8)];
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it('goes through the import whole, with people found and some records doubtful', async () => {
    const target = join(folder, 'imported');
    const country = await writeCountry({ people: 400, seed: 1, folder: target, encoding: 'shift_jis' });
    const test = await testDesk(filled.store);
    let doubtful = 0;
    for (const { municipality, kind, name, lines } of country.files) {
      const area = v.parse(MunicipalityCodeSchema, municipality);
      const bytes = (await readFile(join(target, name))).length;
      const begun = await test.desk.begin(staffOf(area), { kind, encoding: 'detect', bytes });
      const { importId } = begun._unsafeUnwrap();
      await test.desk.receive(staffOf(area), importId, createReadStream(join(target, name)), { withNumbers: true });
      await test.desk.settled();
      const done = (await test.desk.state(area, importId))._unsafeUnwrap();
      expect(done).toMatchObject({ state: 'done', encoding: 'shift_jis', added: lines, lines, refusals: [] });
      doubtful += done.doubtful;
    }
    const { rows } = await inArea(filled.store, async ({ database }) => ({
      rows: await database.selectFrom('doses').select('dose_id').where('source', '=', 'import').execute(),
    }));
    expect(doubtful).toBeGreaterThan(0);
    expect(doubtful).toBeLessThan(rows.length * 0.05);
    await test.close();
  });

  it('has no municipality that exists, and numbers with right check digits, each once', async () => {
    const many = inventMunicipalities(2_000_000);
    expect(new Set(many.map(({ code }) => code)).size).toBe(80);
    expect(many.every(({ code }) => isMunicipalityCode(code) && Number(code.slice(0, 2)) > 47)).toBe(true);
    const text = await readFile(join(folder, 'a', '900010-people.csv'), 'utf8');
    const numbers = text
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[2] ?? '');
    expect(numbers.every((number) => isIndividualNumber(number))).toBe(true);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
