/** 56,000 rows, hostile texts, roles without rights, a center that is away or of another build, the session's end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  type Asked,
  type Said,
  type ScriptedListener,
  startScriptedListener,
} from '../../console-kit/testing/scripted-listener.ts';
import { goTo, openStudio, type Studio } from '../../console-kit/testing/studio.ts';
import { ROLES, type Role } from '../staff/rights.ts';
import { buildConsole } from './build.ts';
import { sampleAnswer, sampleScript } from './testing/sample-script.ts';
import { sampleAlarms, sampleSession, sampleTerminal } from './testing/samples.ts';

const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>&amp;';

let out: string;
let listener: ScriptedListener;
let studio: Studio;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'kofu-console-hostile-'));
  (await buildConsole(out))._unsafeUnwrap();
  listener = await startScriptedListener(out, sampleScript(ROLES));
  studio = await openStudio();
});
afterAll(async () => {
  await studio.close();
  await listener.close();
  await rm(out, { recursive: true, force: true });
});
beforeEach(async () => {
  await studio.page.goto('about:blank');
  listener.script = sampleScript(ROLES);
  listener.forget();
});
afterEach(() => expect(studio.complaints).toEqual([]));

/** The samples to a person with these roles, except where something else is said. */
const saying =
  (roles: readonly Role[], other: (asked: Asked) => Said | null) =>
  (asked: Asked): Said | null =>
    other(asked) ?? sampleAnswer(asked, roles);

it('scrolls 56,000 rows to the end with fewer than 200 of them in the document', async () => {
  const { page } = studio;
  await goTo(page, listener.origin, '#/terminals');
  const grid = page.getByRole('grid');
  await page.getByText('SYN-00001').waitFor();
  expect(await grid.getAttribute('aria-rowcount')).toBe('56001');
  await grid.focus();
  await page.keyboard.press('End');
  const last = page.locator('#row-55999');
  await last.getByText('SYN-56000').waitFor();
  expect(await last.getAttribute('aria-rowindex')).toBe('56001');
  expect(await grid.getAttribute('aria-activedescendant')).toBe('row-55999');
  expect(await page.locator('.grid-row').count()).toBeLessThan(200);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => page.locator('.grid-row.active').count()).toBe(1);
  await page.keyboard.press('Home');
  await page.locator('#row-0').getByText('SYN-00001').waitFor();
  // Jumping over everything asks for what is in sight, not for what flies by.
  const asked = listener.asked.filter(({ path }) => path === '/operations/fleet/terminals');
  expect(asked.length).toBeLessThan(12);
});

it('shows texts with markup as texts', async () => {
  const { page } = studio;
  listener.script = saying(ROLES, ({ path }) =>
    path.startsWith('/operations/fleet/terminals/')
      ? { status: 200, value: { ...sampleTerminal(), storeName: MARKUP } }
      : null,
  );
  await goTo(page, listener.origin, '#/terminals/SYN-00003');
  await page.getByText(MARKUP).first().waitFor();
  expect(await page.locator('main img, main script').count()).toBe(0);
  expect(await page.title()).toBe('Kofu center');
});

it('shows a watcher no button that orders, changes or approves', async () => {
  const { page } = studio;
  listener.script = sampleScript(['watcher']);
  for (const hash of ['#/terminals/SYN-00003', '#/alarms', '#/directive', '#/roll-outs']) {
    await goTo(page, listener.origin, hash);
    await expect.poll(() => page.locator('.loading').count()).toBe(0);
    const buttons = await page.getByRole('main').getByRole('button').allTextContents();
    // What only looks: other pages of a list, a preview.
    expect(buttons.filter((text) => !['Show the preview', 'Older events'].includes(text))).toEqual([]);
  }
  for (const [hash, right] of [
    ['#/audit', 'read the audit trail'],
    ['#/accounts', 'manage accounts'],
    ['#/registration', 'enrol terminals'],
  ] as const) {
    await goTo(page, listener.origin, hash);
    await page.getByRole('alert').getByText(right).waitFor();
  }
  expect(listener.asked.some(({ path }) => /accounts|audit|registry/.test(path))).toBe(false);
});

it('tells a refused order by the center’s own word, and sends the session’s token', async () => {
  const { page } = studio;
  listener.script = saying(ROLES, ({ method, path }) =>
    method === 'POST' && path === '/operations/alarms/2/clear'
      ? { status: 409, value: { error: 'no-open-alarm' } }
      : null,
  );
  await goTo(page, listener.origin, '#/alarms');
  await page
    .getByRole('row', { name: /Paper was left/ })
    .getByRole('button', { name: 'Clear' })
    .click();
  await page
    .getByRole('dialog')
    .getByText(/SYN-00003/)
    .waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('status').getByText('The center has refused it: there is no such open alarm.').waitFor();
  const posts = listener.asked.filter(({ method }) => method === 'POST');
  expect(posts.map(({ token }) => token)).toEqual(['synthetic-token']);
});

it('records a comparison before a right-person alarm can be cleared (P2)', async () => {
  const { page } = studio;
  await goTo(page, listener.origin, '#/alarms');
  const row = page.getByRole('row', { name: /Page was for another person/ });
  expect(await row.getByRole('button', { name: 'Clear' }).count()).toBe(0);
  await row.getByRole('button', { name: 'Record the comparison' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What was found').selectOption('other-person');
  await dialog.getByLabel(/Compared by/).fill('Synthetic Clerk');
  await dialog.getByLabel(/Compared at/).fill('2026-04-01T10:45');
  await dialog.getByRole('button', { name: 'Record it' }).click();
  await page.getByText('The comparison is recorded.').waitFor();
  expect(listener.asked.find(({ path }) => path.endsWith('/comparison'))?.body).toEqual({
    finding: 'other-person',
    comparedBy: 'Synthetic Clerk',
    comparedAt: '2026-04-01T01:45:00.000Z',
    times: expect.any(Number),
  });
});

it('drafts a change of the directive by its form', async () => {
  const { page } = studio;
  await goTo(page, listener.origin, '#/directive');
  const form = page.getByRole('region', { name: 'Draft a change' });
  await form.getByRole('button', { name: 'Submit the draft' }).click();
  await page.getByText('Choose at least one thing to change').waitFor();
  await form.getByLabel('Hours', { exact: true }).check();
  await form.getByLabel('Hours (Japan time): From').fill('06:30');
  await form.getByLabel('Hours (Japan time): To').fill('23:00');
  await form.getByLabel('For', { exact: true }).selectOption('prefecture');
  await form.getByLabel('Which one').selectOption('13');
  await form.getByRole('button', { name: 'Submit the draft' }).click();
  await expect
    .poll(() => listener.asked.find(({ method }) => method === 'POST')?.body)
    .toEqual({
      scope: { kind: 'prefecture', prefecture: '13' },
      patch: { hours: { from: '06:30', to: '23:00' } },
      effectiveAt: null,
      note: '',
    });
});

it('says when the center is away and comes back by itself; an answer of another build is never shown', async () => {
  const { page } = studio;
  let away = false;
  listener.script = saying(ROLES, ({ path }) => {
    if (path !== '/operations/alarms') return null;
    return away ? { status: 503, value: { error: 'unavailable' } } : { status: 200, value: { alarms: [{ id: 'x' }] } };
  });
  await goTo(page, listener.origin, '#/alarms');
  await page.getByText(/answered something this page does not understand/).waitFor();
  away = true;
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.getByText('The center does not answer. The page asks again by itself.').waitFor();
  listener.script = saying(ROLES, ({ path }) =>
    path === '/operations/alarms' ? { status: 200, value: sampleAlarms } : null,
  );
  await page.getByRole('row', { name: /Paper was left/ }).waitFor();
  expect(listener.asked.some(({ path, background }) => path === '/operations/alarms' && background)).toBe(true);
});

it('warns before the session ends, stays on demand, and takes everything off when it is over', async () => {
  const { page } = studio;
  let idleMs = 60_000;
  listener.script = saying(ROLES, ({ path }) => {
    if (path !== '/console/session') return null;
    const idleEndsAt = new Date(Date.now() + idleMs).toISOString();
    return { status: 200, value: { ...sampleSession(ROLES), idleEndsAt } };
  });
  await goTo(page, listener.origin, '#/');
  await page.getByText(/Your session ends at .* because nothing was done/).waitFor();
  idleMs = 900_000;
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await expect.poll(() => page.getByText(/Your session ends at/).count()).toBe(0);
  listener.script = () => ({ status: 401, value: { error: 'signed-out' } });
  await goTo(page, listener.origin, '#/charts').catch(() => {});
  await page.getByText('Your session has ended. Please sign in again.').waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
});
