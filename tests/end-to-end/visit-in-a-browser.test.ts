/**
 * The whole visit in a real browser, by accessible names: kiosk window and workbench side by side, every part a process or a
 * device of its own. Afterwards everything that terminal and center wrote is searched for the person (invariant B, K6, C2).
 */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSyntheticPerson } from '../../card-reader/virtual/index.ts';
import { buildScreens } from '../../kiosk/screens/index.ts';
import { jwsOfShcQrText } from '../../server-bridge/index.ts';
import { writePrivate } from '../environment/private-files.ts';
import { type ServerProcess, startServerProcess } from '../environment/server-process.ts';
import { buildWorld, type Kiosk, type World } from '../environment/world.ts';
import { startWorkbench } from '../workbench/index.ts';
import { searchForPerson } from './search-for-person.ts';

const TERMINAL = 'KIOSK-B1';
/** A name that stands in no municipality, so that finding it means a leak. */
const PERSON = 'four-doses';
const NAME = findSyntheticPerson(PERSON)?.name ?? '';
const HostSaysSchema = v.object({ event: v.literal('HOST_LISTENING'), startUrl: v.string() });
const CERTIFICATE_CLI = fileURLToPath(new URL('../../printing/certificate/cli.ts', import.meta.url));
const HOST = fileURLToPath(new URL('../../kiosk/host/main.ts', import.meta.url));

let directory: string;
let world: World;
let kiosk: Kiosk;
let host: ServerProcess<v.InferOutput<typeof HostSaysSchema>>;
let bench: Awaited<ReturnType<typeof startWorkbench>>;
let kioskWindow: BrowserContext;
let benchWindow: BrowserContext;
let screen: Page;
let hands: Page;

async function openBrowser(profile: string, size: { width: number; height: number }): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    viewport: size,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile, TMPDIR: profile },
  });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-browser-'));
  const assetsDirectory = join(directory, 'screens');
  await buildScreens(assetsDirectory);
  const country = join(directory, 'country');
  world = await buildWorld({ directory: country, terminals: [TERMINAL] });
  kiosk = await world.addKiosk({ terminalId: TERMINAL, reader: 'auto', sheetMs: 100, assetsDirectory });
  const configurationFile = join(country, 'host.configuration.json');
  await writePrivate(configurationFile, JSON.stringify(kiosk.configuration));
  const temporary = join(directory, 'host-tmp');
  await mkdir(temporary);
  host = await startServerProcess({
    name: 'host',
    entry: HOST,
    args: ['--config', configurationFile],
    says: HostSaysSchema,
    environment: { TMPDIR: temporary, HOME: temporary },
  });
  bench = await startWorkbench({ devices: kiosk.devices, port: 0 });
  kioskWindow = await openBrowser(join(directory, 'kiosk-profile'), { width: 1080, height: 1920 });
  benchWindow = await openBrowser(join(directory, 'bench-profile'), { width: 900, height: 1400 });
  screen = kioskWindow.pages()[0] ?? (await kioskWindow.newPage());
  hands = benchWindow.pages()[0] ?? (await benchWindow.newPage());
  await screen.goto(host.said.startUrl);
  await hands.goto(bench.url);
}, 180_000);

afterAll(async () => {
  await kioskWindow?.close();
  await benchWindow?.close();
  await bench?.stop();
  await host?.stop();
  await world?.stop();
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
}, 60_000);

const tap = (name: string | RegExp) => screen.getByRole('button', { name }).click({ timeout: 30_000 });
const hand = (name: string) => hands.getByRole('button', { name, exact: true }).click({ timeout: 20_000 });
const heading = (name: string | RegExp) => screen.getByRole('heading', { name }).waitFor({ timeout: 30_000 });

async function walk(person: string, words: Words): Promise<void> {
  await hands.getByLabel('Person').selectOption(person);
  await tap(words.start);
  await tap(words.certificate);
  await tap(words.agree);
  await heading(words.layCard);
  await hand('Lay card down');
  await tap(words.domestic);
  for (const digit of ['1', '2', '3', '4']) await tap(digit);
  await heading(words.takeCard);
  await hand('Take card');
  await tap(words.prefecture);
  await tap(words.municipality);
  await heading(words.preview);
  expect(await screen.getByText(NAME).count()).toBeGreaterThan(0);
  await tap(words.previewNext);
  await tap(words.copiesNext);
  await tap(words.pay);
  await heading(words.payment);
  await hand('Insert 100 yen');
  await hand('Insert 10 yen');
  await hand('Insert 10 yen');
  await heading(words.takePaper);
  await hand('Take paper');
  await tap(words.paperTaken);
  await tap(words.receiptTaken);
  await screen.getByRole('button', { name: JA.start }).waitFor({ timeout: 60_000 });
}

type Words = Readonly<
  Record<
    | 'start'
    | 'certificate'
    | 'agree'
    | 'layCard'
    | 'domestic'
    | 'takeCard'
    | 'prefecture'
    | 'municipality'
    | 'preview'
    | 'previewNext'
    | 'copiesNext'
    | 'pay'
    | 'payment'
    | 'takePaper'
    | 'paperTaken'
    | 'receiptTaken',
    string | RegExp
  >
>;

const JA: Words = {
  start: /画面にふれて、はじめる/,
  certificate: /新型コロナワクチン接種証明書/,
  agree: '同意して進む',
  layCard: /読み取り台に置いてください/,
  domestic: /^日本国内用/,
  takeCard: 'カードをお取りください',
  prefecture: '架空県',
  municipality: /^架空市/,
  preview: '証明書の内容をご確認ください',
  previewNext: 'この内容でよい',
  copiesNext: 'この部数で進む',
  pay: 'お支払いに進む',
  payment: '料金をお支払いください',
  takePaper: '証明書をお取りください',
  paperTaken: '証明書を取りました',
  receiptTaken: '終わる',
};
const EN: Words = {
  start: /Touch to start/,
  certificate: /COVID-19 vaccination certificate/,
  agree: 'I agree',
  layCard: /Lay your My Number card/,
  domestic: /^For Japan|^Japan only|^For use in Japan/,
  takeCard: 'Please take your card',
  prefecture: 'Kaku Prefecture',
  municipality: /^Kaku City/,
  preview: 'Please check this',
  previewNext: 'This is correct',
  copiesNext: 'Go on',
  pay: 'Go to payment',
  payment: 'Please pay',
  takePaper: 'Please take your certificate',
  paperTaken: 'I have taken it',
  receiptTaken: 'Finish',
};

describe('a visit in a real browser', () => {
  it('goes from the attract screen to paper and back, in Japanese', async () => {
    await walk(PERSON, JA);
    expect(kiosk.devices.pagePrinter.printed).toHaveLength(1);
    expect(kiosk.devices.coinBox.tallies).toMatchObject({ keptYen: 120, returnedYen: 0, refundedYen: 0 });
  }, 180_000);

  it('and in English, with the language gone for the next person', async () => {
    await tap('English');
    await walk(PERSON, EN);
    expect(kiosk.devices.pagePrinter.printed).toHaveLength(2);
    await screen.getByRole('button', { name: JA.start }).waitFor({ timeout: 60_000 });
  }, 180_000);

  it('leaves nothing of the person in the page: title, storage, history, text', async () => {
    const stored = await screen.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
    expect(stored).toBe('[{},{}]');
    const seen = `${await screen.title()}${await screen.content()}`;
    for (const trace of Object.values(tracesOf(PERSON)))
      if (typeof trace === 'string') expect(seen).not.toContain(trace);
  });

  it('leaves nothing of the person in anything that terminal, center and browser wrote', async () => {
    // The card is a device of its own and knows its holder; what is searched is what the system wrote.
    await kioskWindow.close();
    await host.stop();
    await world.servers.center.stop();
    const searched = await searchForPerson(
      [
        'country/center-store',
        `country/${TERMINAL}`,
        'country/center.configuration.json',
        'host-tmp',
        'kiosk-profile',
        'screens',
      ].map((name) => join(directory, name)),
      tracesOf(PERSON),
    );
    expect(searched.findings).toEqual([]);
    expect(searched.files).toBeGreaterThan(20);
  }, 120_000);
});

/** What would give the person away. Four digits alone stand everywhere: the PIN is searched for as it goes to the card. */
function tracesOf(id: string): Record<string, string | Uint8Array> {
  const person = findSyntheticPerson(id);
  const printed = kiosk.devices.pagePrinter.printed.at(-1)?.pdf;
  if (person === undefined || printed === undefined) throw new Error('A person and a printed page are needed.');
  const code = codeOf(printed);
  return {
    number: person.individualNumber,
    name: person.name,
    'family name': person.name.split('　')[0] ?? person.name,
    address: person.address,
    'birth date': person.birthDate,
    'birth date with hyphens': `${person.birthDate.slice(0, 4)}-${person.birthDate.slice(4, 6)}-${person.birthDate.slice(6)}`,
    'PIN in its command': Buffer.concat([Buffer.from('0020008004', 'hex'), Buffer.from(person.pin)]),
    'printed page, its beginning after the head': printed.subarray(600, 664),
    'printed page, its middle': printed.subarray(Math.floor(printed.length / 2), Math.floor(printed.length / 2) + 64),
    'printed page, its end': printed.subarray(-300, -236),
    'health card in its code': code.slice(0, 400),
    'health card as signed': jwsOfShcQrText(code)._unsafeUnwrap().slice(200, 300),
  };
}

/** The health card's code, read back from the printed page by the project's own tool. */
function codeOf(pdf: Uint8Array): string {
  const file = join(directory, 'printed-for-the-test.pdf');
  writeFileSync(file, pdf);
  const read = spawnSync(process.execPath, ['--no-warnings', CERTIFICATE_CLI, 'decode', file], { encoding: 'utf8' });
  rmSync(file);
  const code = /shc:\/[0-9]+/.exec(read.stdout)?.[0];
  if (code === undefined) throw new Error('The printed page has no health card.');
  return code;
}
