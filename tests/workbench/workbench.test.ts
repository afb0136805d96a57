/** The workbench refuses strangers and nonsense, and every one of its levers moves the device it is named after. */
import { once } from 'node:events';
import { request } from 'node:http';
import { chromium } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPagePrinter, openReceiptPrinter, testPage } from '../../printing/index.ts';
import { type Devices, startDevices } from '../environment/devices.ts';
import { type BenchClient, connectBench } from './bench-client.ts';
import { startWorkbench, type WorkbenchControl } from './index.ts';
import { type BenchCommand, BenchCommandSchema } from './messages/commands.ts';
import type { BenchState } from './messages/state.ts';
import { receiptPicture } from './server/receipt-picture.ts';

let devices: Devices;
let bench: Awaited<ReturnType<typeof startWorkbench>>;
let closers: (() => Promise<unknown>)[] = [];

const control = {
  setMunicipality: vi.fn(async (_code: string, _takingPart: boolean) => {}),
  setService: vi.fn(async (_on: boolean) => {}),
  stopVrs: vi.fn(async () => {}),
  startVrs: vi.fn(async () => {}),
  releaseRightPerson: vi.fn(async () => {}),
  info: () => ({ readerPath: 'virtual', terminalId: 'T-0001', kioskUrl: null }),
} satisfies WorkbenchControl;

beforeEach(async () => {
  vi.clearAllMocks();
  devices = await startDevices({ directory: '', reader: 'virtual', sheetMs: 5 });
  closers = [() => devices.stop()];
  bench = await startWorkbench({ devices, port: 0, control });
  closers.push(() => bench.stop());
});

afterEach(async () => {
  for (const close of closers.reverse()) await close();
});

async function connect(o?: Parameters<typeof connectBench>[1]): Promise<BenchClient> {
  const client = await connectBench(bench.url, o);
  closers.push(() => client.close());
  return client;
}

async function ask(path: string, o: { method?: string; host?: string } = {}) {
  const asked = request(new URL(path, bench.url), {
    method: o.method ?? 'GET',
    headers: o.host === undefined ? {} : { host: o.host },
  }).end();
  const [answer] = await once(asked, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}

const port = (): string => new URL(bench.url).port;

describe('strangers', () => {
  it('refuses another host, method and path, and says why to nobody', async () => {
    expect((await ask('/')).status).toBe(200);
    expect((await ask('/', { host: `workbench.example:${port()}` })).status).toBe(403);
    expect((await ask('/', { host: '127.0.0.1' })).status).toBe(403);
    expect((await ask('/', { method: 'POST' })).status).toBe(405);
    for (const path of ['/nothing', '/../package.json', '/paper/AAAAAAAAAAAAAAAAAAAAAAAA.png', '/bench'])
      expect((await ask(path)).status).toBe(404);
    expect((await ask('/')).headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
  });

  it('refuses a link from another origin, host or path', async () => {
    const origin = `http://127.0.0.1:${port()}`;
    for (const refused of [
      { headers: { origin: 'http://workbench.example' } },
      { headers: { origin: `https://127.0.0.1:${port()}` } },
      { headers: {} },
      { headers: { origin, host: `workbench.example:${port()}` } },
      { path: 'other' },
    ])
      await expect(connect(refused)).rejects.toThrow('403');
  });

  it.each([
    ['no JSON', '{'],
    ['an unknown command', '{"kind":"burn-card"}'],
    ['a field too many', '{"kind":"lay-card","force":true}'],
    ['a wrong coin', '{"kind":"insert-money","yen":2}'],
    ['nothing', 'null'],
    ['a binary message', Buffer.from('{"kind":"lay-card"}')],
    ['an oversized message', ' '.repeat(2000)],
  ])('closes the link on %s, does nothing, and stays up', async (_name, data) => {
    const client = await connect();
    client.sendRaw(data);
    client.sendRaw('{"kind":"lay-card"}');
    expect([1008, 1009]).toContain(await client.closed);
    await (await connect()).stateWith(() => true);
    expect(devices.reader.card).toBeUndefined();
  });
});

type Case = [command: BenchCommand, look: (state: BenchState) => unknown, is: unknown];

describe('levers', () => {
  it('turns every lever', async () => {
    const setLine = vi.spyOn(devices.pagePrinter, 'setLine');
    const setReceiptLine = vi.spyOn(devices.receiptPrinter, 'setLine');
    const cannotPayOut = vi.spyOn(devices.coinBox, 'setCannotPayOut');
    const goOffline = vi.spyOn(devices.coinBox, 'goOffline');
    const abort = vi.spyOn(devices.pagePrinter, 'abortNextSheet');
    const restart = vi.spyOn(devices.pagePrinter, 'restart');
    const load = vi.spyOn(devices.pagePrinter, 'loadPaper');
    const take = vi.spyOn(devices.pagePrinter, 'takePaper');
    const present = vi.spyOn(devices.cashless, 'presentCard');
    const { reader, coinBox, keySwitch, audioJack, pagePrinter, receiptPrinter } = devices;
    const watched = reader.openInProcess();
    closers.push(() => watched.close());
    const cases: Case[] = [
      [{ kind: 'choose-person', personId: 'teppei' }, (state) => state.chosenPersonId, 'teppei'],
      [{ kind: 'lay-card' }, () => watched.status().kind, 'card-present'],
      [{ kind: 'set-card-mute', mute: true }, () => watched.status().kind, 'card-mute'],
      [{ kind: 'new-card' }, () => watched.status().kind, 'empty'],
      [{ kind: 'lay-other-card', card: 'iphone' }, (state) => state.reader.card?.label, 'iPhone'],
      [{ kind: 'take-card' }, () => reader.card, undefined],
      [{ kind: 'set-reader-plugged', plugged: false }, () => watched.status().kind, 'no-reader'],
      [{ kind: 'set-reader-plugged', plugged: true }, () => watched.status().kind, 'empty'],
      [
        { kind: 'plan-card-fault', fault: { kind: 'silent' }, commandsFromNow: 7 },
        (state) => state.chosenCard.plannedFaults,
        [{ atCommand: 7, fault: 'silent' }],
      ],
      [{ kind: 'clear-card-faults' }, (state) => state.chosenCard.plannedFaults, []],
      [{ kind: 'insert-money', yen: 500 }, () => coinBox.tallies.fellThroughYen, 500],
      [{ kind: 'set-coin-jam', jammed: true }, () => coinBox.jammed, true],
      [{ kind: 'set-cannot-pay-out', cannot: true }, () => cannotPayOut.mock.calls, [[true]]],
      [{ kind: 'set-coin-box-line', connected: false }, () => goOffline.mock.calls.length, 1],
      [{ kind: 'set-page-printer-fault', fault: 'jam', present: true }, () => pagePrinter.faults, ['jam']],
      [{ kind: 'set-page-printer-fault', fault: 'jam', present: false }, () => pagePrinter.faults, []],
      [{ kind: 'load-paper' }, () => load.mock.calls.length, 1],
      [{ kind: 'take-paper' }, () => take.mock.calls.length, 1],
      [{ kind: 'abort-next-sheet' }, () => abort.mock.calls.length, 1],
      [{ kind: 'restart-page-printer' }, () => restart.mock.calls.length, 1],
      [{ kind: 'set-page-printer-line', mode: 'offline' }, () => setLine.mock.calls, [['offline']]],
      [
        { kind: 'set-receipt-printer-fault', fault: 'paper-end', present: true },
        () => receiptPrinter.faults,
        ['paper-end'],
      ],
      [{ kind: 'set-receipt-printer-line', mode: 'mute' }, () => setReceiptLine.mock.calls, [['mute']]],
      [{ kind: 'touch-cashless', outcome: 'accepted' }, () => present.mock.calls, [['accepted']]],
      [{ kind: 'set-cashless-line', connected: false }, (state) => state.cashless.connected, false],
      [{ kind: 'turn-key', open: true }, () => keySwitch.position(), 'open'],
      [{ kind: 'turn-key', open: false }, (state) => state.keySwitch.open, false],
      [{ kind: 'plug-headphones', plugged: true }, () => audioJack.position(), 'in'],
      [{ kind: 'plug-headphones', plugged: false }, (state) => state.audioJack.plugged, false],
      [{ kind: 'set-service', on: false }, () => control.setService.mock.calls, [[false]]],
      [
        { kind: 'set-municipality', code: '999997', takingPart: false },
        () => control.setMunicipality.mock.calls,
        [['999997', false]],
      ],
      [{ kind: 'set-vrs', running: false }, () => control.stopVrs.mock.calls.length, 1],
      [{ kind: 'set-vrs', running: true }, () => control.startVrs.mock.calls.length, 1],
      [{ kind: 'release-right-person' }, () => control.releaseRightPerson.mock.calls.length, 1],
    ];
    const kinds = BenchCommandSchema.options.map((option) => option.entries.kind.literal);
    expect(new Set(cases.map(([command]) => command.kind))).toEqual(new Set(kinds));

    const client = await connect();
    let notes = 0;
    for (const [command, look, is] of cases) {
      client.send(command);
      const done = await client.stateWith((state) => (state.notes[0]?.number ?? 0) > notes);
      notes = done.notes[0]?.number ?? 0;
      expect(look(done), JSON.stringify(command)).toEqual(is);
    }
  });

  it('keeps the PIN counter of a card in the hand until the card is renewed', async () => {
    const client = await connect();
    client.send({ kind: 'lay-card' });
    await client.stateWith((state) => state.reader.card !== null);
    for (const command of ['00a4040c0ad3921000310001010408', '00a4020c020011', '002000800439393939'])
      devices.reader.card?.react(Buffer.from(command, 'hex'));
    await client.stateWith((state) => state.reader.card?.pinTriesLeft === 2 && state.reader.card.commandCount === 3);
    client.send({ kind: 'take-card' });
    await client.stateWith((state) => state.reader.card === null && state.chosenCard.pinTriesLeft === 2);
    client.send({ kind: 'lay-card' });
    await client.stateWith((state) => state.reader.card?.pinTriesLeft === 2 && state.reader.card.commandCount === 0);
    client.send({ kind: 'new-card' });
    await client.stateWith((state) => state.reader.card === null && state.chosenCard.pinTriesLeft === 3);
  });

  it('strikes with a planned card fault at the command it was planned for', async () => {
    const client = await connect();
    client.send({ kind: 'plan-card-fault', fault: { kind: 'removed', when: 'before' }, commandsFromNow: 2 });
    client.send({ kind: 'lay-card' });
    await client.stateWith((state) => state.reader.card?.plannedFaults.length === 1);
    const select = Buffer.from('00a4040c0ad3921000310001010408', 'hex');
    expect(devices.reader.card?.react(select).kind).toBe('answer');
    expect(devices.reader.card?.react(select).kind).toBe('removal');
    await client.stateWith((state) => state.reader.card?.plannedFaults.length === 0);
  });

  it('says so when a lever behind the kiosk breaks, and goes on', async () => {
    control.setService.mockRejectedValueOnce(new Error('no such center'));
    const client = await connect();
    client.send({ kind: 'set-service', on: true });
    await client.stateWith((state) => state.notes[0]?.en === 'That did not work');
    client.send({ kind: 'lay-card' });
    await client.stateWith((state) => state.reader.card !== null);
  });
});

describe('papers', () => {
  it('shows printed pages and receipts at paths nobody can guess, and keeps none in a cache', async () => {
    const client = await connect();
    const pdf = testPage(2);
    const pages = openPagePrinter({ uri: devices.pagePrinter.uri });
    closers.push(() => pages.close());
    const printed = await pages.print(pdf, { pages: 2, signal: AbortSignal.timeout(10_000), onEvent: () => {} });
    expect(printed.isOk()).toBe(true);
    const state = await client.stateWith(({ pagePrinter }) => pagePrinter.pages.length === 2);
    expect(state.pagePrinter).toMatchObject({ paperInTray: 2, job: 'completed' });
    const [first, second] = state.pagePrinter.pages;
    expect(first?.picture).not.toBe(second?.picture);
    const picture = await ask(first?.picture ?? '');
    expect(picture.headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'no-store' });
    // Width in the PNG's header: A4 at 100 and at 200 dpi.
    expect(Math.abs(picture.body.readUInt32BE(16) - 827)).toBeLessThanOrEqual(1);
    const large = await ask(first?.largePicture ?? '');
    expect(Math.abs(large.body.readUInt32BE(16) - 1654)).toBeLessThanOrEqual(1);
    expect((await ask(first?.pdf ?? '')).body.equals(pdf)).toBe(true);
    expect((await ask(first?.pdf ?? '', { host: 'workbench.example' })).status).toBe(403);

    const receipts = openReceiptPrinter({ host: '127.0.0.1', port: devices.receiptPrinter.port });
    closers.push(() => receipts.close());
    const fee = { copyYen: 120, copies: 1, totalYen: 120, means: 'coins' as const, paidYen: 200, changeYen: 80 };
    const store = { storeName: '架空ストア', terminalId: 'T-0001', inquiryNumber: '0120-000-000' };
    const issue = { issuedAt: '2022-11-28T01:02:03Z', item: 'domestic', receiptNumber: 'R-1' } as const;
    expect((await receipts.print({ ...fee, ...store, ...issue })).isOk()).toBe(true);
    const { receiptPrinter } = await client.stateWith((seen) => seen.receiptPrinter.receipts.length === 1);
    const svg = (await ask(receiptPrinter.receipts[0]?.picture ?? '')).body.toString();
    for (const words of ['領収書', '架空ストア', '120円', 'R-1']) expect(svg).toContain(words);
  });

  it('draws whatever stands on a receipt without letting it into the markup', () => {
    const svg = receiptPicture('領収書\n<script x="&">  1円\u0007');
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script x=&quot;&amp;&quot;&gt;');
    expect(svg).not.toContain('\u0007');
  });
});

describe('the page', () => {
  const openPage = async () => {
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--disable-gpu', '--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    });
    closers.push(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 700, height: 1000 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(bench.url);
    return { page, complaints };
  };

  it('carries the card to the reader and back by the pointer, and drops it nowhere else', async () => {
    const { page, complaints } = await openPage();
    const reader = devices.reader;
    const box = async (selector: string) => {
      const found = await page.locator(selector).boundingBox();
      if (found === null) throw new Error(`${selector} is not drawn.`);
      return { x: found.x + found.width / 2, y: found.y + found.height / 2, height: found.height };
    };
    const carry = async (by: { x: number; y: number }): Promise<void> => {
      const { x, y } = await box('.d-reader .d-carry');
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + by.x, y + by.y, { steps: 5 });
      await page.mouse.up();
    };
    const { height } = await box('.d-reader');
    // Let go before it is over the reader: it is back in the hand.
    await carry({ x: 0, y: -0.1 * height });
    await carry({ x: 0, y: -0.44 * height });
    await page.getByText('Card there').waitFor();
    expect(reader.card).toBeDefined();
    // Moved on the reader, it still lies there.
    await carry({ x: 5, y: 0 });
    expect(reader.card).toBeDefined();
    await carry({ x: 0, y: 0.44 * height });
    await page.getByText('Empty', { exact: true }).waitFor();
    expect(reader.card).toBeUndefined();
    const client = await connect();
    const { notes } = await client.stateWith(() => true);
    expect(notes.map(({ en }) => en)).toEqual(['Card taken', 'Card laid down']);
    expect(complaints).toEqual([]);
  });

  it('carries the plug to the jack and away, and plugs it in and out by a press or by the keyboard', async () => {
    const { page, complaints } = await openPage();
    const { audioJack } = devices;
    const pin = page.locator('.d-jack .d-carry .d-thin-pin');
    const lies = async () => {
      const found = await pin.boundingBox();
      if (found === null) throw new Error('The plug is not drawn.');
      return { x: found.x + found.width / 2, y: found.y + found.height / 2, width: found.width };
    };
    const isIn = () => page.getByText('Plugged in', { exact: true }).waitFor();
    const isOut = () => page.getByText('Out', { exact: true }).waitFor();
    /** In widths of the pin. */
    const carry = async (pins: number): Promise<void> => {
      await pin.scrollIntoViewIfNeeded();
      const { x, y, width } = await lies();
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + pins * width, y, { steps: 5 });
      await page.mouse.up();
    };
    await isOut();
    // Let go half way: it hangs there no longer than it is held.
    await carry(-0.5);
    expect(audioJack.position()).toBe('out');
    await carry(-3.2);
    await isIn();
    expect(audioJack.position()).toBe('in');
    await carry(3.2);
    await isOut();
    await carry(0);
    await isIn();
    const pull = page.getByRole('button', { name: 'Pull headphones out' });
    await pull.focus();
    await page.keyboard.press('Enter');
    await isOut();
    expect(audioJack.position()).toBe('out');
    const client = await connect();
    const { notes } = await client.stateWith(() => true);
    const said = [...notes.map(({ en }) => en)].reverse();
    expect(said).toEqual(
      Array.from({ length: 4 }, (_, n) => `Headphones ${n % 2 === 0 ? 'plugged in' : 'pulled out'}`),
    );
    expect(complaints).toEqual([]);
  });

  it('lays a card down and takes it by the names of its buttons', async () => {
    const { page, complaints } = await openPage();
    await page.getByLabel('Person').selectOption('teppei');
    await page.getByRole('button', { name: 'Lay card down' }).click();
    await page.getByText('Card there').waitFor();
    expect(devices.reader.card).toBeDefined();
    await page.getByRole('button', { name: 'Take card' }).click();
    await page.getByText('Empty', { exact: true }).waitFor();
    expect(devices.reader.card).toBeUndefined();
    await page.getByRole('button', { name: 'Paper jam' }).click();
    await page.getByRole('button', { name: 'Open cover' }).click();
    await page.getByRole('button', { name: 'Close cover' }).waitFor();
    await page.getByRole('button', { name: 'Clear jam' }).waitFor();
    expect(devices.pagePrinter.faults).toEqual(['jam', 'cover-open']);
    // Names others drive the page by: each belongs to one button, even where part of a name is enough.
    const coins = [1, 5, 10, 50, 100, 500, 1000].map((yen) => `Insert ${yen} yen`);
    for (const name of [...coins, 'Lay card down', 'Take card', 'Take paper', 'Load paper', 'Paper out'])
      expect(await page.getByRole('button', { name }).count(), name).toBe(1);
    expect(complaints).toEqual([]);
  });
});
