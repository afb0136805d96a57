/**
 * The page on a running center: signing in with password and code, an own password, fleet, list and one terminal, an order by
 * keyboard alone, what a role may not, signing out.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goTo, openStudio, type Studio } from '../../console-kit/testing/studio.ts';
import { type ConsoleWorld, type Person, startConsoleWorld } from '../console-server/testing/signed-in.ts';
import { insertSyntheticFleet, syntheticTerminalId } from '../fleet/testing/synthetic-fleet.ts';
import { buildConsole } from './build.ts';

const TERMINALS = 2_000;
const TERMINAL = syntheticTerminalId(30);
const OWN_PASSWORD = 'seventeen-lilac-otters';

let out: string;
let world: ConsoleWorld;
let studio: Studio;
let operator: Person;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'kofu-console-'));
  (await buildConsole(out))._unsafeUnwrap();
  world = await startConsoleWorld({ assetsDirectory: out });
  await insertSyntheticFleet(world.world.store.database, { terminals: TERMINALS, now: new Date() });
  operator = await world.person(['operator'], 'taro.suzuki');
  studio = await openStudio();
}, 180_000);
afterAll(async () => {
  await studio.close();
  await world.close();
  await rm(out, { recursive: true, force: true });
});

async function signIn(staffId: string, password: string, code: string): Promise<void> {
  const { page } = studio;
  await page.getByLabel('Account name').fill(staffId);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('One-time code').fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

it('refuses a wrong password in words, and asks for an own password after the first', async () => {
  const { page } = studio;
  await page.goto(`${world.origin}/`);
  await signIn(operator.staffId, 'not-this-password', '000000');
  await page.getByText('Account name, password or one-time code is not right.').waitFor();
  await signIn(operator.staffId, operator.password, await operator.freshCode());
  await page.getByRole('heading', { name: 'Set your own password' }).waitFor();
  await page.getByLabel('Present password').fill(operator.password);
  await page.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
  await page.getByLabel('New password again').fill(`${OWN_PASSWORD}?`);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText('The two new passwords are not the same.').waitFor();
  await page.getByLabel('New password again').fill(OWN_PASSWORD);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
});

it('counts the fleet, and a tile of the map leads to that prefecture’s terminals', async () => {
  const { page } = studio;
  await page.getByRole('link', { name: /All terminals 2,000/ }).waitFor();
  await page.getByRole('link', { name: /^Tōkyō: Lost, suspended or closed \d+, terminals \d+$/ }).click();
  await page.getByRole('heading', { name: 'Terminals', level: 1 }).waitFor();
  await expect.poll(() => page.getByLabel('Prefecture').inputValue()).toBe('13');
  await page.getByText(/^4[23] terminals$/).waitFor();
});

it('filters at the center while somebody types', async () => {
  const { page } = studio;
  await goTo(page, world.origin, '#/terminals');
  await page.getByText('2,000 terminals').waitFor();
  await page.getByLabel('Search').fill('SYN-0003');
  await page.getByText('10 terminals', { exact: true }).waitFor();
  await page.getByLabel('Standing').selectOption('Ready');
  await expect.poll(() => page.getByRole('status').first().textContent()).not.toBe('10 terminals');
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.getByText('2,000 terminals').waitFor();
});

it('suspends a terminal by keyboard alone, naming it before', async () => {
  const { page } = studio;
  await goTo(page, world.origin, '#/terminals');
  await page.getByText('SYN-00001').waitFor();
  await page.getByRole('grid').focus();
  for (let row = 1; row < 30; row += 1) await page.keyboard.press('ArrowDown');
  await page.locator('#row-29.active', { hasText: TERMINAL }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: TERMINAL, level: 1 }).waitFor();
  const suspend = page.getByRole('button', { name: 'Suspend', exact: true });
  await suspend.waitFor();
  for (let stop = 0; stop < 60; stop += 1) {
    if (await suspend.evaluate((button) => button === button.ownerDocument.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Suspend?' });
  await dialog.getByText(TERMINAL).first().waitFor();
  const confirm = dialog.getByRole('button', { name: `Suspend: ${TERMINAL}` });
  for (let stop = 0; stop < 10; stop += 1) {
    if (await confirm.evaluate((button) => button === button.ownerDocument.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText(`Ordered of ${TERMINAL}: Suspend.`).waitFor();
  await expect.poll(() => dialog.count()).toBe(0);
});

it('changes a rule of alarms, and the terminal’s page understands all the center says', async () => {
  const { page } = studio;
  await expect.poll(() => page.locator('main .loading').count()).toBe(0);
  expect(await page.locator('main .problem').allTextContents()).toEqual([]);
  await goTo(page, world.origin, '#/alarms');
  await page.getByRole('button', { name: 'Change: Supplies are low' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('The rule is on').uncheck();
  await dialog.getByRole('button', { name: 'Save the rule' }).click();
  const history = page.getByRole('region', { name: 'Who changed rules' });
  await history.getByRole('row', { name: /taro\.suzuki Supplies are low off · Minor/ }).waitFor();
  await page.getByRole('row', { name: /^Supplies are low off Minor/ }).waitFor();
  expect(await page.locator('main .problem').allTextContents()).toEqual([]);
});

it('says which right is missing where somebody follows an address their roles do not include', async () => {
  const { page } = studio;
  expect(await page.getByRole('link', { name: 'Accounts' }).count()).toBe(0);
  await goTo(page, world.origin, '#/accounts');
  await page.getByText('Your roles do not include the right to do this: manage accounts.').waitFor();
  await goTo(page, world.origin, '#/nowhere');
  await page.getByRole('heading', { name: 'There is no such page.' }).waitFor();
});

it('signs out, and nothing of the desk stays', async () => {
  const { page } = studio;
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  expect(studio.complaints).toEqual([]);
});
