import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { searchForPerson } from './search-for-person.ts';

const NAME = '見本　一葉';
const NUMBER = '135792468015';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-search-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the search for a person proves itself', () => {
  it.each([
    ['plain', Buffer.from(`log: ${NAME}\n`)],
    ['UTF-16', Buffer.from(`x${NAME}`, 'utf16le')],
    ['JSON escapes', Buffer.from(`{"name":"\\u898b\\u672c\\u3000\\u4e00\\u8449"}`)],
    ['hex', Buffer.from(Buffer.from(NAME).toString('hex'))],
    ['base64', Buffer.from(Buffer.from(`{"a":1,"name":"${NAME}"}`).toString('base64'))],
    ['base64url, shifted by one', Buffer.from(Buffer.from(`x{"name":"${NAME}"}`).toString('base64url'))],
    ['base64url, shifted by two', Buffer.from(Buffer.from(`xx{"name":"${NAME}"}`).toString('base64url'))],
  ])('finds a name written as %s', async (_, content) => {
    await writeFile(join(folder, 'leak.bin'), content);
    expect((await searchForPerson([folder], { name: NAME })).findings).toMatchObject([{ what: 'name' }]);
  });

  it('finds a number in the middle of a binary file and in a file name', async () => {
    await writeFile(
      join(folder, `page-${NUMBER}.tmp`),
      Buffer.concat([Buffer.alloc(5000, 7), Buffer.from(NUMBER), Buffer.alloc(9)]),
    );
    const found = await searchForPerson([folder], { number: NUMBER });
    expect(found.findings.map(({ what }) => what).sort()).toEqual(['number', "number in the file's name"]);
  });

  it('finds nothing where there is nothing, and says how much it read', async () => {
    await writeFile(join(folder, 'clean.log'), 'VISIT_ENDED finished');
    expect(await searchForPerson([folder], { name: NAME, number: NUMBER })).toEqual({
      findings: [],
      files: 1,
      bytes: 20,
    });
  });
});
