/**
 * The whole visit on a real Electron, touched through the window system: where `KOFU_ELECTRON` names a runtime and Xvfb and
 * xdotool are there. The shell is the one of a store: no debugging port is open; a script beside the screens says where the buttons
 * stand, and the host never hears it. Without a runtime there is nothing to try: what the shell would do is in its own tests.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ok } from 'neverthrow';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSyntheticCard, findSyntheticPerson } from '../../card-reader/virtual/index.ts';
import { type RunningHost, startHost } from '../../kiosk/host/index.ts';
import { type RealShell, realShell, runtimeHere } from '../../kiosk/shell/electron/testing/index.ts';
import { memorySink } from '../../server-bridge/index.ts';
import { buildWorld, type Kiosk, type World } from '../environment/world.ts';
import { searchForPerson } from './search-for-person.ts';

const XDOTOOL = '/usr/bin/xdotool';
const TERMINAL = 'KIOSK-E1';
const PERSON = 'four-doses';
const STEP_LIMIT_MS = 60_000;

/** Says, whenever it has changed, what is written on the buttons that can be touched, where each stands, and the headings. */
const WITNESS = `
  let said = '';
  setInterval(() => {
    // A spare page that nobody sees must not speak: the shell refuses it.
    if (document.documentElement.dataset.screenSeq === undefined) return;
    const at = (element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [Math.round(x + width / 2), Math.round(y + height / 2)];
    };
    const name = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 16);
    const buttons = [...document.querySelectorAll('button:not([disabled])')].slice(0, 40).map((b) => [name(b), ...at(b)]);
    const headings = [...document.querySelectorAll('h1, h2')].slice(0, 4).map((h) => h.textContent.trim().slice(0, 24));
    const text = JSON.stringify({ buttons, headings });
    if (text === said) return;
    said = text;
    window.kiosk.send({ type: 'event', event: { seen: { buttons, headings } } });
  }, 100);
`;
const SeenSchema = v.strictObject({
  seen: v.strictObject({
    buttons: v.array(v.strictTuple([v.string(), v.number(), v.number()])),
    headings: v.array(v.string()),
  }),
});
type Seen = v.InferOutput<typeof SeenSchema>['seen'];

const runtime = runtimeHere();
if (runtime === null || !existsSync(XDOTOOL))
  it('there is nothing to try here: KOFU_ELECTRON names no runtime, or Xvfb or xdotool is missing', () =>
    expect(runtime === null || !existsSync(XDOTOOL)).toBe(true));
else describe('on a real Electron', () => tryOn(runtime));

function tryOn(executable: string): void {
  let world: World;
  let kiosk: Kiosk;
  let shell: RealShell;
  let host: RunningHost;
  const sink = memorySink();
  let seen: Seen = { buttons: [], headings: [] };
  const pages: boolean[] = [];

  beforeAll(async () => {
    world = await buildWorld({ directory: null, terminals: [TERMINAL] });
    kiosk = await world.addKiosk({
      terminalId: TERMINAL,
      reader: 'auto',
      sheetMs: 100,
      assetsDirectory: world.directory,
    });
    shell = await realShell(executable, WITNESS);
    const { link } = shell;
    link.onChange((connected) => pages.push(connected));
    const started = await startHost(kiosk.configuration, {
      sink,
      openScreens: () =>
        Promise.resolve(
          ok({
            ...link,
            get connected() {
              return link.connected;
            },
            // What the witness says is for the test alone.
            onEvent: (listener) =>
              link.onEvent((raw) => {
                const said = v.safeParse(SeenSchema, raw);
                if (said.success) seen = said.output.seen;
                else listener(raw);
              }),
          }),
        ),
    });
    host = started._unsafeUnwrap();
  }, 180_000);
  afterAll(async () => {
    await host?.stop();
    await shell?.close();
    await world?.stop();
  }, 60_000);

  const until = <T>(find: () => T | undefined, what: string): Promise<T> =>
    soon(find, () => `${what}; seen: ${JSON.stringify(seen)}; reported: ${shell.reports.join()}`);
  async function touch(name: string): Promise<void> {
    const [, x, y] = await until(() => seen.buttons.find(([text]) => text.startsWith(name)), `no button ${name}`);
    const env = { ...process.env, DISPLAY: shell.display };
    execFileSync(XDOTOOL, ['mousemove', String(x), String(y), 'click', '1'], { env });
  }
  const heading = (name: string): Promise<string> =>
    until(() => seen.headings.find((text) => text.includes(name)), `no heading ${name}`);

  it('goes from the attract screen to paper and goodbye, by touches', async () => {
    const { devices } = kiosk;
    const person = findSyntheticPerson(PERSON);
    if (person === undefined) throw new Error('There is no such synthetic person.');
    await touch('画面にふれて、はじめる');
    await touch('新型コロナワクチン');
    await touch('同意して進む');
    await heading('読み取り台に置いて');
    devices.reader.insert(buildSyntheticCard(person));
    await touch('日本国内用');
    await until(() => seen.buttons.find(([text]) => text === '1'), 'no keypad');
    for (const digit of person.pin) await touch(digit);
    await heading('カードをお取り');
    devices.reader.remove();
    await touch('架空県');
    await touch('架空市');
    await heading('証明書の内容');
    await touch('この内容でよい');
    await touch('この部数で進む');
    await touch('お支払いに進む');
    await heading('料金をお支払い');
    for (const coin of [100, 10, 10] as const)
      await until(() => (devices.coinBox.insert(coin) === 'fell-through' ? undefined : coin), 'the slot stays shut');
    await heading('証明書をお取り');
    expect(devices.pagePrinter.takePaper()).toBe(1);
    await touch('証明書を取りました');
    await touch('終わる');
    await until(() => host.lastVisit() ?? undefined, 'the visit does not end');
    expect(host.lastVisit()?.outcome).toBe('finished');
    expect(devices.coinBox.tallies).toMatchObject({ keptYen: 120, returnedYen: 0, refundedYen: 0 });
    expect(devices.pagePrinter.printed).toHaveLength(1);
  }, 240_000);

  it('stands on a new page for the next resident, and the shell had nothing to report', async () => {
    await until(() => seen.buttons.find(([text]) => text.startsWith('画面にふれて')), 'no attract screen');
    // Away and back once: the page of the visit, and the one after it.
    expect(pages.slice(-2)).toEqual([false, true]);
    expect(shell.reports).toEqual([]);
    expect(sink.lines.join('')).not.toContain('MESSAGE_REFUSED');
  }, 90_000);

  it('leaves nothing of the person in what the engine wrote', async () => {
    const person = findSyntheticPerson(PERSON);
    if (person === undefined) throw new Error('There is no such synthetic person.');
    const searched = await searchForPerson([shell.profiles], {
      number: person.individualNumber,
      name: person.name,
      'family name': person.name.split('　')[0] ?? person.name,
      address: person.address,
      'birth date': person.birthDate,
    });
    expect(searched.files).toBeGreaterThan(0);
    expect(searched.findings).toEqual([]);
  });
}

async function soon<T>(find: () => T | undefined, complaint: () => string): Promise<T> {
  const endMs = performance.now() + STEP_LIMIT_MS;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (performance.now() > endMs) throw new Error(complaint());
    await pause(20);
  }
}
