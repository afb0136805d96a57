import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { ok } from 'neverthrow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { openAreaStore } from '../area-keys/open-area-store.ts';
import { VrsConfigurationSchema } from '../configuration.ts';
import { runStaffProgram } from '../staff/staff-program.ts';
import { readJson } from '../start-files.ts';
import { fileMasterKey } from '../store/master-key.ts';
import { type OpenDatabase, openDatabase } from '../store/open-store.ts';
import { createVrsStore } from '../store/vrs-store.ts';
import { runAreasProgram } from './areas-program.ts';
import {
  argumentsOf,
  type InstalledVrs,
  installVrs,
  inventedArea,
  said,
  withCheckDigit,
} from './testing/installed-vrs.ts';

/** Of a prefecture that there is, and of one whose codes begin with a zero; the last digit is the check digit. */
const [A, B] = [withCheckDigit('13998'), withCheckDigit('01998')];
let vrs: InstalledVrs;
/** One database for what only looks at the program: opening a new one takes longer than all the rest. */
let database: OpenDatabase;
let masterKey = fileMasterKey(randomBytes(32));
beforeAll(async () => {
  vrs = await installVrs();
  database = (await openDatabase({ kind: 'pglite', directory: null }))._unsafeUnwrap();
}, 120_000);
afterEach(async () => {
  masterKey = fileMasterKey(randomBytes(32));
  await sql`truncate municipalities cascade`.execute(database.database);
});
afterAll(async () => {
  await database.close();
  await vrs.remove();
});

const openHere: typeof openAreaStore = async (file) => {
  const configuration = (await readJson(file, VrsConfigurationSchema))._unsafeUnwrap();
  const store = createVrsStore({ ...database, masterKey });
  return ok({ store, database: database.database, masterKey, configuration, close: () => Promise.resolve() });
};
const here: typeof runAreasProgram = (given, writers) => runAreasProgram(given, writers, openHere);
const register = (...given: string[]) => said(here, 'register', '--config', vrs.config, ...given);
const list = () => said(here, 'list', '--config', vrs.config);
async function registerList(content: unknown): Promise<string> {
  await writeFile(vrs.at('areas.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return (await register('--list', vrs.at('areas.json'))).replaceAll(`${vrs.at('areas.json')}: `, '');
}

async function logOf(area: string, open: OpenDatabase): Promise<string[]> {
  const rows = await open.database.selectFrom('operation_log').selectAll().where('area', '=', area).execute();
  return rows.map((row) => `${row.place} ${row.staff_id} ${row.operation} ${row.target} ${row.result}`);
}

describe('a municipality', () => {
  it('is opened once, with the first entry of its log', async () => {
    expect(await list()).toBe('0 []');
    const facts = argumentsOf(inventedArea(A));
    expect(await register(...facts)).toBe(`0 ${A} is open`);
    expect(await register(...facts)).toBe(`0 ${A} was open already with the same facts`);
    const other = argumentsOf({ ...inventedArea(A, '別名市'), takingPart: false });
    expect(await register(...other)).toBe(
      `65 ${A} is open already with another name_ja, taking_part; nothing was registered`,
    );
    expect(JSON.parse((await list()).slice(2))).toEqual([inventedArea(A)]);
    expect(await logOf(A, database)).toEqual(['1 system area-opened - done']);
  });

  it('has its first terminal and administrator from the machine as well, and no program while a node has the store', async () => {
    const cli = join(import.meta.dirname, 'cli.ts');
    const given = ['register', '--config', vrs.config, ...argumentsOf(inventedArea(A))];
    expect((await promisify(execFile)(process.execPath, [cli, ...given])).stdout).toBe(`${A} is open\n`);
    const place = ['--config', vrs.config, '--area', A];
    expect(await said(runStaffProgram, 'register-terminal', ...place, '--terminal', 'desk-1')).toBe('0 done');
    const person = ['--id', 'first.administrator', '--name', '見本 管理者'];
    expect(await said(runStaffProgram, 'make-administrator', ...place, ...person)).toMatch(/^0 first password/);
    const held = (await openDatabase(vrs.store))._unsafeUnwrap();
    try {
      expect((await logOf(A, held)).slice(0, 3)).toEqual([
        '1 system area-opened - done',
        '2 system terminal-registered desk-1 done',
        '3 system account-made first.administrator done',
      ]);
      expect(await said(runAreasProgram, 'list', '--config', vrs.config)).toMatch(/^69 .*in use/);
    } finally {
      await held.close();
    }
  }, 180_000);

  it('is not opened by a command line that leaves something out or says something else', async () => {
    const facts = argumentsOf(inventedArea(A));
    for (let place = 0; place < facts.length; place += 2) {
      expect(await register(...facts.toSpliced(place, 2))).toMatch(/^64 usage/);
    }
    for (const given of [
      [...facts, '--reason', 'none'],
      [...facts, '--list', 'x'],
      [...facts, 'more'],
    ]) {
      expect(await register(...given)).toMatch(/^64 usage/);
    }
    const wrong = (change: object) => register(...argumentsOf({ ...inventedArea(A), ...change }));
    const digit = (Number(A[5]) + 1) % 10;
    expect(await wrong({ code: `${A.slice(0, 5)}${digit}` })).toMatch(/^64 code: .* check digit$/);
    expect(await wrong({ code: A.slice(0, 5) })).toMatch(/^64 code: /);
    expect(await wrong({ kana: 'ミホンシ' })).toBe('64 kana: not of hiragana');
    expect(await wrong({ name: { ja: '見本\n市', en: ' ' } })).toMatch(/^64 name\.ja: .*\nname\.en: /);
    expect(await list()).toBe('0 []');
  });

  it('is not opened under another master key than the areas that are there', async () => {
    expect(await register(...argumentsOf(inventedArea(A)))).toBe(`0 ${A} is open`);
    masterKey = fileMasterKey(randomBytes(32));
    expect(await register(...argumentsOf(inventedArea(B)))).toMatch(/^78 .*wrong-master-key$/);
    expect(JSON.parse((await list()).slice(2))).toEqual([inventedArea(A)]);
  });
});

describe('a list of municipalities', () => {
  it('is taken whole, and again what "list" prints of it', async () => {
    const both = [inventedArea(A), inventedArea(B, '例示村')];
    expect(await registerList(both)).toBe(`0 ${B} is open\n${A} is open`);
    const printed = (await list()).slice(2);
    expect(JSON.parse(printed)).toEqual(both.toReversed());
    expect(await registerList(printed)).toMatch(/^0 (\d{6} was open already with the same facts\n?){2}$/);
    expect(await logOf(B, database)).toEqual(['1 system area-opened - done']);
  });

  it('is refused whole where one is open with other facts', async () => {
    expect(await register(...argumentsOf(inventedArea(A)))).toBe(`0 ${A} is open`);
    expect(await registerList([inventedArea(B), inventedArea(A, '別名市')])).toBe(
      `65 ${A} is open already with another name_ja; nothing was registered`,
    );
    expect(JSON.parse((await list()).slice(2))).toEqual([inventedArea(A)]);
  });

  it.each<[string, unknown, RegExp]>([
    ['is no JSON', '[', /^65 invalid-content$/],
    ['is no list', { areas: [] }, /^65 the list: not a list$/],
    ['is empty', [], /^65 the list: nothing in it$/],
    [
      'has a member too many',
      [inventedArea(A), { ...inventedArea(B), reason: 'x' }],
      /^65 entry 2, reason: nothing of/,
    ],
    ['lacks one', [{ ...inventedArea(A), kana: undefined }], /^65 entry 1, kana: missing$/],
    ['has a number for a code', [{ ...inventedArea(A), code: 139_980 }], /^65 entry 1, code: a code is missing$/],
    ['has a text for yes or no', [{ ...inventedArea(A), takingPart: 'yes' }], /^65 entry 1, takingPart: neither/],
    [
      'has the same code twice',
      [inventedArea(A), inventedArea(B), inventedArea(A)],
      /^65 entry 3, code: the same as in entry 1$/,
    ],
    [
      'has a name of three languages',
      [{ ...inventedArea(A), name: { ja: '見', en: 'M', zh: '见' } }],
      /^65 entry 1, name\.zh: nothing/,
    ],
    ['is nothing in its second entry', [inventedArea(A), null], /^65 entry 2: missing$/],
  ])('that %s is refused with its place, before the store is touched', async (_what, content, line) => {
    const opened: string[] = [];
    await writeFile(vrs.at('areas.json'), typeof content === 'string' ? content : JSON.stringify(content));
    const lines: string[] = [];
    const code = await runAreasProgram(
      ['register', '--config', vrs.config, '--list', vrs.at('areas.json')],
      { out: (text) => lines.push(text), errors: (text) => lines.push(text) },
      (file) => {
        opened.push(file);
        return Promise.reject(new Error('not to be opened'));
      },
    );
    expect(`${code} ${lines.join('').trim()}`.replaceAll(`${vrs.at('areas.json')}: `, '')).toMatch(line);
    expect(opened).toEqual([]);
  });
});
