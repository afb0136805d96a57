/**
 * The coin box by hand, over ccTalk:
 *   node kiosk/payment/cli.ts status  CONFIGURATION            what acceptor and hoppers say
 *   node kiosk/payment/cli.ts poll    CONFIGURATION            coins and faults as they come, until Ctrl+C
 *   node kiosk/payment/cli.ts collect CONFIGURATION YEN        takes a fee, keeps it, pays the change
 *   node kiosk/payment/cli.ts pay-out CONFIGURATION ADDRESS COINS   coins out of one hopper
 * CONFIGURATION is a JSON file as `devices.payment.coinBox` has it without `kind`, or --virtual for simulated devices on a
 * pseudo-terminal, into which coins are put by typing their yen. Movements are written to ./coin-box-ledger.jsonl, or nowhere with
 * --virtual. Not to be used while the kiosk has the coin box.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { Bus } from './cctalk/bus.ts';
import { Hopper } from './cctalk/hopper.ts';
import {
  CCTALK_DELAYS,
  type CcTalkConfiguration,
  CcTalkConfigurationSchema,
  openCcTalkCoinBox,
} from './cctalk/index.ts';
import { openSerialLine } from './cctalk/serial-line.ts';
import { startCcTalkPeer } from './virtual/index.ts';

const VIRTUAL_CONFIGURATION = {
  acceptor: {},
  hoppers: [
    { address: 3, coinYen: 100 },
    { address: 4, coinYen: 50 },
    { address: 5, coinYen: 10 },
  ],
};

function usage(): void {
  console.error(
    'status CONFIGURATION | poll CONFIGURATION | collect CONFIGURATION YEN | pay-out CONFIGURATION ADDRESS COINS\n' +
      'CONFIGURATION: a JSON file, or --virtual',
  );
  process.exitCode = 2;
}

type Opened = { configuration: CcTalkConfiguration; stateDirectory: string; stop(): Promise<void> };

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

async function openDevices(argument: string): Promise<Opened | null> {
  if (argument !== '--virtual') {
    const parsed = v.safeParse(CcTalkConfigurationSchema, readJson(argument));
    if (!parsed.success) return null;
    return { configuration: parsed.output, stateDirectory: process.cwd(), stop: () => Promise.resolve() };
  }
  const started = await startCcTalkPeer({ coinMs: 150 });
  if (started.isErr()) {
    console.error(`no simulated devices: ${started.error.kind}`);
    return null;
  }
  const { peer, path, stop } = started.value;
  const stateDirectory = mkdtempSync(join(tmpdir(), 'coin-box-'));
  const coins = createInterface({ input: process.stdin });
  coins.on('line', (line) => {
    if (/^\d{1,3}$/.test(line.trim())) console.log(`${line.trim()} yen: ${peer.insert(Number(line))}`);
  });
  return {
    configuration: v.parse(CcTalkConfigurationSchema, { path, ...VIRTUAL_CONFIGURATION }),
    stateDirectory,
    async stop() {
      coins.close();
      await stop();
      rmSync(stateDirectory, { recursive: true });
    },
  };
}

async function watchBox(opened: Opened, how: 'status' | 'poll' | { readonly dueYen: number }): Promise<void> {
  const { configuration, stateDirectory } = opened;
  const box = openCcTalkCoinBox(configuration, { stateDirectory });
  if (box.isErr()) {
    console.error('the ledger cannot be used');
    process.exitCode = 1;
    return;
  }
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const { value } = box;
  const show = (): void => console.log(JSON.stringify({ status: value.status(), warnings: value.warnings() }));
  while (!value.looked() && !interrupted.signal.aborted) await sleep(50);
  await sleep(200);
  show();
  if (how === 'status') process.exitCode = value.status() === 'ready' ? 0 : 1;
  else if (how === 'poll') {
    value.watch(show);
    await sleep(2 ** 31 - 1, undefined, { signal: interrupted.signal }).catch(() => {});
  } else {
    const onEvent = (event: object): void => console.log(JSON.stringify(event));
    const collected = await value.collect({ dueYen: how.dueYen, signal: interrupted.signal, onEvent });
    console.log(JSON.stringify(collected.isOk() ? collected.value : collected.error));
    const settled = collected.isOk() ? await value.keep() : await value.giveBack();
    console.log(settled.isOk() ? 'settled' : JSON.stringify(settled.error));
    process.exitCode = settled.isOk() ? 0 : 1;
  }
  await value.close();
}

async function payOutOf({ configuration }: Opened, address: number, coins: number): Promise<void> {
  const entry = configuration.hoppers.find((hopper) => hopper.address === address);
  if (entry === undefined || coins < 1 || coins > 255) return usage();
  const line = await openSerialLine(configuration.path);
  if (line.isErr()) {
    console.error('the serial device cannot be opened');
    process.exitCode = 1;
    return;
  }
  const { checksum, localEcho } = configuration;
  const hopper = new Hopper(new Bus(line.value, { checksum, localEcho, delays: CCTALK_DELAYS }), entry, CCTALK_DELAYS);
  try {
    await hopper.identify();
    const before = await hopper.account();
    if (before.isErr()) return console.error(JSON.stringify({ condition: hopper.condition, ...before.error }));
    await hopper.dispense(coins, before.value.serialNumber);
    const after = await hopper.account();
    console.log(
      JSON.stringify({
        before: before.value,
        after: after.isOk() ? after.value : after.error,
        condition: hopper.condition,
      }),
    );
  } finally {
    await line.value.close();
  }
}

const [command, argument, first, second] = process.argv.slice(2);
const opened = argument === undefined ? null : await openDevices(argument);
if (opened === null) usage();
else {
  try {
    if (command === 'status' || command === 'poll') await watchBox(opened, command);
    else if (command === 'collect' && /^\d{1,5}$/.test(first ?? '')) await watchBox(opened, { dueYen: Number(first) });
    else if (command === 'pay-out') await payOutOf(opened, Number(first), Number(second));
    else usage();
  } finally {
    await opened.stop();
  }
}
