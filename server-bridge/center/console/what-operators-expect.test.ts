/** Rules of alarms, many terminals at once, what was collected, a terminal's own alarms and past, drafts of everything: by hand. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type ScriptedListener, startScriptedListener } from '../../console-kit/testing/scripted-listener.ts';
import { goTo, openStudio, type Studio } from '../../console-kit/testing/studio.ts';
import { ROLES } from '../staff/rights.ts';
import { buildConsole } from './build.ts';
import { SAMPLE_DIAGNOSTICS_ID, SAMPLE_EVENT_LOG_ID } from './testing/collected-samples.ts';
import { sampleAnswer, sampleScript } from './testing/sample-script.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const TERMS = '改めた規約\n第二段落';

let out: string;
let listener: ScriptedListener;
let studio: Studio;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'kofu-console-expected-'));
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

const posted = (path: string): unknown =>
  listener.asked.find((asked) => asked.method === 'POST' && asked.path === path)?.body;

async function expectForEverybody(): Promise<void> {
  const { page } = studio;
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(TAGS).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
}

/** What a button saves as a file. */
async function savedBy(name: string): Promise<{ readonly name: string; readonly text: string }> {
  const { page } = studio;
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('main').getByRole('button', { name }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

it('changes a rule of alarms, shows who did so before, and leaves the rules of P2 alone', async () => {
  const { page } = studio;
  await goTo(page, listener.origin, '#/alarms');
  const rules = page.getByRole('region', { name: 'Rules', exact: true });
  await rules
    .getByRole('row', { name: /^Page was for another person on Critical/ })
    .getByText('fixed')
    .waitFor();
  await rules.getByRole('button', { name: 'Change: Refund is owed' }).click();
  await page.getByRole('dialog').getByText('This rule cannot be off.').waitFor();
  expect(await page.getByRole('dialog').getByLabel('The rule is on').count()).toBe(0);
  await page.keyboard.press('Escape');
  await rules.getByRole('button', { name: 'Change: Terminal is lost' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('After (seconds)').fill('86401');
  expect(await dialog.getByRole('button', { name: 'Save the rule' }).isDisabled()).toBe(true);
  await dialog.getByLabel('After (seconds)').fill('600');
  await dialog.getByLabel('Severity').selectOption('critical');
  await dialog.getByLabel('The rule is on').uncheck();
  await dialog.getByText('While the rule is off, nobody is called').waitFor();
  await expectForEverybody();
  await dialog.getByRole('button', { name: 'Save the rule' }).click();
  await page.getByText('The rule is changed: Terminal is lost.').waitFor();
  expect(posted('/operations/alarm-rules/TERMINAL_LOST')).toEqual({
    code: 'TERMINAL_LOST',
    severity: 'critical',
    afterSeconds: 600,
    repeatMinutes: 60,
    notify: true,
    enabled: false,
  });
  const history = page.getByRole('region', { name: 'Who changed rules' });
  await history.getByRole('row', { name: /taro\.suzuki Supplies are low off · Minor · after 14,400 s/ }).waitFor();
});

it('registers many terminals from pasted lines: faults by line, then what it would do, then codes that are saved', async () => {
  const { page } = studio;
  await goTo(page, listener.origin, '#/registration');
  const panel = page.getByRole('region', { name: 'Register or move terminals' });
  const lines = panel.getByLabel('Lines');
  await panel.getByRole('button', { name: 'Begin with an example' }).click();
  const [header = '', first = ''] = (await lines.inputValue()).split('\n');
  await lines.fill(
    [header, first, first.replace('KOFU-0001', 'KOFU-0002'), 'KOFU-0003,SN-3333,hinode,1,S-3,店'].join('\n'),
  );
  await panel.getByRole('button', { name: 'Check the lines' }).click();
  await panel.getByRole('row', { name: '3 Serial number: stands in line 2 already.' }).waitFor();
  await panel.getByRole('row', { name: /^4 Prefecture: must be two digits/ }).waitFor();
  expect(listener.asked.some(({ path }) => path.startsWith('/operations/registry'))).toBe(false);

  await lines.fill([header, first, 'KOFU-0002,SN-0002,hinode,01,S-00002,"架空, 二号店"'].join('\n'));
  await panel.getByRole('button', { name: 'Check the lines' }).click();
  await panel.getByText('1 new, 1 changed, 0 as they are.').waitFor();
  await panel.getByRole('row', { name: /^KOFU-0001 2 changes .*Serial number: SN-OLD01 → SN-A001/ }).waitFor();
  expect(posted('/operations/registry')).toBeUndefined();
  await expectForEverybody();
  await panel.getByRole('button', { name: 'Register 2 terminals' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Register 2 terminals' }).click();
  await panel.getByText('2 terminals need a one-time code before they can connect.').waitFor();
  expect(posted('/operations/registry')).toMatchObject({
    places: [{ terminalId: 'KOFU-0001' }, { terminalId: 'KOFU-0002', storeName: '架空, 二号店', prefecture: '01' }],
  });
  await panel.getByRole('button', { name: 'Give out codes for 2 terminals' }).click();
  await panel.getByText('These codes are shown once.').waitFor();
  expect(posted('/operations/registry/codes')).toEqual({ terminalIds: ['KOFU-0001', 'KOFU-0002'] });
  await expectForEverybody();
  const saved = await savedBy('Save the codes as a file');
  expect(saved.name).toBe('kofu-enrolment-codes.csv');
  expect(saved.text.split('\r\n').slice(0, 2)).toEqual([
    'terminalId,serial,code,expiresAt',
    'KOFU-0001,SN-A000,SYNT-HET1-CC0D-E000,2026-04-01T01:30:00.000Z',
  ]);
  await panel.getByRole('button', { name: 'take them off the screen' }).click();
  expect(await page.getByText('SYNT-HET1').count()).toBe(0);
});

it('says why lines cannot be registered, and a file in another encoding is refused', async () => {
  const { page } = studio;
  listener.script = (asked) =>
    asked.path === '/operations/registry/check'
      ? { status: 200, value: { rows: [{ terminalId: 'KOFU-0001', what: 'serial-taken', now: null }] } }
      : sampleAnswer(asked, ROLES);
  await goTo(page, listener.origin, '#/registration');
  const panel = page.getByRole('region', { name: 'Register or move terminals' });
  const shiftJis = Buffer.concat([
    Buffer.from('terminalId,serial,chain,prefecture,storeId,storeName\r\nKOFU-0001,SN-A001,hinode,13,S-1,', 'ascii'),
    Buffer.from([0x93, 0x58]),
  ]);
  const file = { name: 'places.csv', mimeType: 'text/csv', buffer: shiftJis };
  await panel.getByLabel('Or a file (CSV)').setInputFiles(file);
  await page.getByText('The file is not written so. Choose the other encoding.').waitFor();
  await panel.getByLabel('The file is written in').selectOption('shift_jis');
  await panel.getByLabel('Or a file (CSV)').setInputFiles(file);
  await expect.poll(() => panel.getByLabel('Lines').inputValue()).toContain('店');
  await panel.getByRole('button', { name: 'Check the lines' }).click();
  await panel.getByText('1 lines cannot be registered; so nothing can.').waitFor();
  await panel.getByText('serial number belongs to another terminal').waitFor();
  expect(await panel.getByRole('button', { name: /^Register/ }).count()).toBe(0);
});

it('moves several terminals as lines and retires several, naming them before', async () => {
  const { page } = studio;
  await goTo(page, listener.origin, '#/registration?terminals=SYN-00003');
  const panel = page.getByRole('region', { name: 'Move, retire, new codes' });
  await panel.getByLabel('Terminals').fill('SYN-00003\nSYN-99999');
  await panel.getByRole('button', { name: 'Look them up' }).click();
  await panel.getByText('Not registered, or retired: SYN-99999').waitFor();
  await panel.getByRole('button', { name: 'Move them: edit their lines above' }).click();
  await expect
    .poll(() => page.getByLabel('Lines').inputValue())
    .toContain('SYN-00003,SN-A003,hinode,13,S-00003,架空3号店');
  await panel.getByRole('button', { name: 'Retire 1 terminals' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('SYN-00003').waitFor();
  await dialog.getByText('Their certificates are revoked').waitFor();
  await dialog.getByRole('button', { name: 'Retire 1 terminals' }).click();
  await page.getByText('1 terminals are retired.').waitFor();
  expect(posted('/operations/registry/retire')).toEqual({ terminalIds: ['SYN-00003'] });
});

it('approves a machine that differs only by what the machine itself shows', async () => {
  const { page } = studio;
  await goTo(page, listener.origin, '#/registration');
  const panel = page.getByRole('region', { name: 'Machines that wait for a person' });
  const row = panel.getByRole('row', { name: /^SYN-00007 serial number, code was used before SN-A007 → SN-B007/ });
  await row.waitFor();
  expect(await panel.getByRole('button', { name: 'Approve the machine' }).count()).toBe(1);
  await row.getByRole('button', { name: 'Approve the machine' }).click();
  const dialog = page.getByRole('dialog');
  const approve = dialog.getByRole('button', { name: 'Approve the machine' });
  expect(await approve.isDisabled()).toBe(true);
  await dialog.getByLabel('What the machine shows of its key').fill('abcd-1234');
  expect(await approve.isDisabled()).toBe(true);
  await dialog.getByLabel('What the machine shows of its key').fill('abcd-1234-wxyz');
  await expectForEverybody();
  await approve.click();
  await page.getByText('Approved: SYN-00007.').waitFor();
  expect(posted('/operations/held-enrolments/00000000-0000-4000-8000-000000000001/approve')).toEqual({
    comparison: 'ABCD-1234-WXYZ',
  });
});

it('shows a terminal’s own alarms to be dealt with, and its past back to the oldest event', async () => {
  const { page } = studio;
  await goTo(page, listener.origin, '#/terminals/SYN-00003');
  const alarms = page.getByRole('region', { name: 'Alarms of this terminal' });
  await alarms
    .getByRole('row', { name: /Clock is off/ })
    .getByRole('button', { name: 'Acknowledge' })
    .click();
  await page.getByText('Acknowledged: Clock is off.').waitFor();
  expect(posted('/operations/alarms/3/acknowledge')).toEqual({ times: expect.any(Number) });
  const asked = listener.asked.find(({ path }) => path === '/operations/alarms');
  expect([...(asked?.query ?? [])]).toEqual([
    ['which', 'open'],
    ['terminalId', 'SYN-00003'],
  ]);
  const history = page.getByRole('region', { name: 'History' });
  await history
    .getByRole('row', { name: /Device has changed Page printer: out of paper/ })
    .first()
    .waitFor();
  for (const before of ['151', '51']) {
    await history.getByRole('button', { name: 'Older events' }).click();
    await expect
      .poll(() =>
        listener.asked
          .filter(({ path }) => path.endsWith('/events'))
          .at(-1)
          ?.query.get('before'),
      )
      .toBe(before);
  }
  await expect.poll(() => history.getByRole('row').count()).toBe(51);
  expect(await history.getByRole('button', { name: 'Older events' }).count()).toBe(0);
  await history.getByRole('button', { name: 'Newest events' }).click();
  await expect.poll(() => history.getByRole('row').count()).toBe(101);
});

it('leads from a terminal to what was collected of it: diagnostics, and an event log filtered by the center', async () => {
  const { page } = studio;
  listener.script = (asked) =>
    asked.path.endsWith('/download')
      ? { status: 200, value: { entry: 1, event: 'HOST_STARTED' } }
      : sampleAnswer(asked, ROLES);
  await goTo(page, listener.origin, '#/terminals/SYN-00003');
  const collected = page.getByRole('region', { name: 'Diagnostics and event logs' });
  await collected.getByRole('row', { name: /^Diagnostics .* nothing yet/ }).waitFor();
  await collected
    .getByRole('row', { name: /^Diagnostics .* complete/ })
    .getByRole('link')
    .click();
  await page.getByRole('heading', { name: 'Diagnostics', level: 1 }).waitFor();
  await page.getByText('10 d 0 h 33 min').waitFor();
  const diagnostics = await savedBy('Save as a file');
  expect(diagnostics.name).toBe('SYN-00003-diagnostics.json');
  expect(JSON.parse(diagnostics.text).diagnostics.commandId).toBe(SAMPLE_DIAGNOSTICS_ID);

  await page.getByRole('link', { name: 'Terminal SYN-00003' }).click();
  await collected
    .getByRole('row', { name: /^Event log/ })
    .getByRole('link')
    .click();
  await page.getByRole('heading', { name: 'Event log', level: 1 }).waitFor();
  await page.getByRole('row', { name: /^240 .* Warning Line to the center down/ }).waitFor();
  await page.getByRole('button', { name: 'Older events' }).click();
  await page.getByRole('row', { name: /^140 / }).waitFor();
  await page.getByLabel('Level').selectOption('warn');
  await expect.poll(() => page.getByRole('row').count()).toBe(31);
  await page.getByLabel('Event', { exact: true }).selectOption('VISIT_STARTED');
  await page.getByText('No entry fits.').waitFor();
  const log = await savedBy('Save all as a file');
  expect(log.name).toBe('SYN-00003-event-log.ndjson');
  expect(listener.asked.some(({ path }) => path === `/operations/event-logs/${SAMPLE_EVENT_LOG_ID}/download`)).toBe(
    true,
  );
});

it('drafts terms, kinds, builds and operators, and shows the screens in the resident’s language before', async () => {
  const { page } = studio;
  const codeHash = '$scrypt$ln=15,r=8,p=3$c3ludGhldGlj$c3ludGhldGlj';
  listener.script = (asked) =>
    asked.path === '/operations/directive/operator-codes'
      ? { status: 201, value: { code: '01234567', codeHash } }
      : sampleAnswer(asked, ROLES);
  await goTo(page, listener.origin, '#/directive');
  const form = page.getByRole('region', { name: 'Draft a change' });
  for (const member of ['Kinds of certificates', 'Terms', 'Store operators', 'Allowed builds', 'Volume of the voice']) {
    await form.getByLabel(member, { exact: true }).first().check();
  }
  await form.getByLabel('Overseas and domestic').uncheck();
  await form.getByLabel('Terms: Japanese').fill(TERMS);
  await form.getByLabel('Terms: English').fill('New terms');
  await form.getByLabel('Terms: Korean').fill('새 약관');
  await form.getByRole('textbox', { name: 'Allowed builds' }).fill('1.2.0\n1.3.0');
  await form.getByRole('button', { name: 'Add a time of the day' }).click();
  await form.getByLabel('Id of a store operator').fill('clerk-7');
  await form.getByRole('button', { name: 'Make a code' }).click();
  await form.getByText('These codes are shown once.').waitFor();
  await form.getByText('01234567').waitFor();
  await form.getByRole('button', { name: 'Show the screens' }).click();
  await form.getByLabel('Language of the resident').selectOption('ko');
  await form.getByRole('region', { name: 'Terms', exact: true }).getByText('새 약관').waitFor();
  await form
    .getByRole('region', { name: 'Choice of the certificate' })
    .getByText(/^Domestic$/)
    .waitFor();
  await form.getByRole('region', { name: 'Voice' }).getByText('22:00 – 24:00: 40 %').waitFor();
  await expectForEverybody();
  await form.getByRole('button', { name: 'Submit the draft' }).click();
  await expect
    .poll(() => posted('/operations/directive/changes'))
    .toEqual({
      scope: { kind: 'all' },
      patch: {
        kinds: ['domestic'],
        terms: {
          text: { ja: TERMS, en: 'New terms', ko: '새 약관' },
          digest: 'c5d8d2c6a91d5b95518a09dd87c1cb1e2bea2a5f5239773bf864ab925d180a8f',
        },
        voiceVolumes: [{ from: '22:00', to: '24:00', percent: 40 }],
        operators: [{ id: 'clerk-7', codeHash }],
        allowedBuilds: ['1.2.0', '1.3.0'],
      },
      effectiveAt: null,
      note: '',
    });
});

it('shows what a terminal would obey screen by screen', async () => {
  const { page } = studio;
  await goTo(page, listener.origin, '#/directive');
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByLabel('Terminal').fill('SYN-00003');
  await preview.getByLabel(/^Change/).fill('4');
  await preview.getByRole('button', { name: 'Show the preview' }).click();
  await preview
    .getByRole('region', { name: 'Copies and fee' })
    .getByText('1 copy 120 yen, up to 5 copies 600 yen')
    .waitFor();
  await preview.getByLabel('Language of the resident').selectOption('ja');
  await preview.getByRole('region', { name: 'Choice of the municipality' }).getByText('架空市').waitFor();
  await expectForEverybody();
});
