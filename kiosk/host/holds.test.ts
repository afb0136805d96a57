import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHolds } from './holds.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kofu-holds-'));
  path = join(directory, 'holds.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('what closes the terminal until a person has looked', () => {
  it('is nothing on a new machine', () => {
    expect(openHolds(path).get()).toMatchObject({ rightPerson: false, paper: false });
  });

  it('outlives the host, and is written for its user alone', () => {
    openHolds(path).set({ rightPerson: true });
    openHolds(path).set({ paper: true });
    expect(openHolds(path).get()).toMatchObject({ rightPerson: true, paper: true });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    openHolds(path).set({ paper: false });
    expect(openHolds(path).get()).toMatchObject({ rightPerson: true, paper: false });
  });

  it('reads what earlier builds wrote', () => {
    writeFileSync(path, '{"rightPerson":false,"paper":true}');
    expect(openHolds(path).get()).toEqual({
      rightPerson: false,
      paper: true,
      card: false,
      maintenance: false,
      suspended: false,
    });
  });

  it.each([
    '',
    '{}',
    '{"rightPerson":false,"paper":false',
    '{"rightPerson":"no","paper":false}',
    '[]',
    '{"rightPerson":false,"paper":false,"other":true}',
  ])('closes everything when it reads %s', (text) => {
    writeFileSync(path, text);
    expect(openHolds(path).get()).toMatchObject({ rightPerson: true, paper: true });
  });

  it('holds what it cannot write down, and does not release what it cannot write down', () => {
    const holds = openHolds(join(directory, 'no-such-folder', 'holds.json'));
    expect(holds.set({ paper: true })).toBe(false);
    expect(holds.get().paper).toBe(true);
    expect(holds.set({ paper: false })).toBe(false);
    expect(holds.get().paper).toBe(true);
  });

  it('is not taken for written because it was said before, and is written once the disk takes it again', () => {
    mkdirSync(`${path}.new`);
    const holds = openHolds(path);
    expect(holds.set({ rightPerson: true })).toBe(false);
    expect(holds.set({ rightPerson: true })).toBe(false);
    holds.catchUp();
    expect(openHolds(path).get().rightPerson).toBe(false);
    rmSync(`${path}.new`, { recursive: true });
    holds.catchUp();
    expect(openHolds(path).get().rightPerson).toBe(true);
    expect(holds.set({ rightPerson: true })).toBe(true);
  });
});
