/** The search after the visits: the page, its stores, and everything that terminal, center and shell have written. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { SyntheticPerson } from '../../card-reader/virtual/index.ts';
import type { BrowserKiosk } from './browser-kiosk.ts';
import { type KeptByPage, keptByPage, PLACES, plantInPage } from './kept-by-page.ts';
import { searchForPerson, type Traces } from './search-for-person.ts';

const TITLE = '証明書交付サービス';

/** What would give these people away. Four digits alone stand everywhere: a PIN is searched for as it goes to the card. */
function tracesOfPeople(people: readonly SyntheticPerson[]): Traces {
  return Object.fromEntries(
    people.flatMap(({ id, name, individualNumber, address, birthDate, pin }) => [
      [`${id}: name`, name],
      [`${id}: number`, individualNumber],
      [`${id}: address`, address],
      [`${id}: birth date`, birthDate],
      [`${id}: birth date with hyphens`, `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}`],
      [`${id}: PIN in its command`, Buffer.concat([Buffer.from('0020008004', 'hex'), Buffer.from(pin)])],
    ]),
  );
}

/** The places of the page in which one of the traces stands. */
function placesWith(kept: KeptByPage, traces: Traces): string[] {
  const texts = Object.values(traces).filter((trace) => typeof trace === 'string');
  return PLACES.filter((place) => texts.some((trace) => kept[place].includes(trace)));
}

/**
 * Searches page, stores and files; then proves on one person that the search finds what is left in any of these places.
 * Ends the service for it.
 */
export async function expectNothingKept(
  kiosk: BrowserKiosk,
  people: readonly SyntheticPerson[],
  more: Traces = {},
): Promise<void> {
  const traces = { ...tracesOfPeople(people), ...more };
  const { page } = kiosk;
  const kept = await keptByPage(page);
  expect(placesWith(kept, traces)).toEqual([]);
  expect(kept).toMatchObject({
    title: TITLE,
    'window name': '',
    history: '',
    'local storage': '',
    'session storage': '',
    databases: '',
    caches: '',
  });
  await kiosk.endService();
  const searched = await searchForPerson(kiosk.written, traces);
  expect(searched.findings).toEqual([]);
  expect(searched.files).toBeGreaterThan(20);

  const [somebody] = people;
  if (somebody === undefined) throw new Error('Somebody must have been there.');
  await plantInPage(page, somebody.name);
  expect(placesWith(await keptByPage(page), traces)).toEqual(
    PLACES.filter((place) => place !== 'address' && place !== 'cookies'),
  );
  const [shell] = kiosk.window.wrote;
  if (shell === undefined) throw new Error('The shell writes somewhere.');
  const planted = join(shell, 'planted');
  await mkdir(planted);
  await writeFile(join(planted, 'History'), Buffer.from(`\0\0${somebody.name}`, 'utf16le'));
  expect((await searchForPerson(kiosk.written, traces)).findings).toMatchObject([{ what: `${somebody.id}: name` }]);
  await rm(planted, { recursive: true });
}
