/** The four fee collectors, each with its device: virtual coin box, ccTalk on a pseudo-terminal, cashless, and the joined desk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { openCashlessTerminal } from '../cashless/index.ts';
import { CcTalkConfigurationSchema, openCcTalkCoinBox } from '../cctalk/index.ts';
import { openCoinBox } from '../coin-box/index.ts';
import { openFeeDesk } from '../desk/open-fee-desk.ts';
import type { FeeCollector } from '../fee-collector.ts';
import { ACCEPTED_YEN, startCcTalkPeer, startVirtualCashlessTerminal, startVirtualCoinBox } from '../virtual/index.ts';
import { until } from './fee-collector-contract.ts';
import type { FeeCollectorRig } from './fee-collector-rig.ts';

export const LINE_DELAYS = { reconnectMs: 10, awayLimitMs: 3_000, answerLimitMs: 3_000, aliveEveryMs: 100 };
export const CCTALK_TEST_DELAYS = {
  answerLimitMs: 250,
  quietMs: 5,
  pollMs: 8,
  lookMs: 60,
  reopenMs: 30,
  coinInFlightMs: 15,
  payoutPollMs: 4,
};

/** Remembers what was opened, so that nothing outlives a failed test. */
class Opened {
  readonly #collectors: FeeCollector[] = [];

  async add<C extends FeeCollector>(collector: C): Promise<C> {
    this.#collectors.push(collector);
    await until(() => collector.status() === 'ready');
    return collector;
  }

  async close(): Promise<void> {
    for (const collector of this.#collectors.splice(0)) await collector.close();
  }
}

export function acceptedYen(yen: number) {
  const accepted = ACCEPTED_YEN.find((value) => value === yen);
  if (accepted === undefined) throw new Error(`No coin of ${yen} yen.`);
  return accepted;
}

export async function virtualCoinBoxRig(): Promise<FeeCollectorRig> {
  const box = await startVirtualCoinBox();
  const opened = new Opened();
  return {
    name: 'virtual coin box',
    exactOnly: false,
    open: () => opened.add(openCoinBox({ host: box.host, port: box.port }, { delays: LINE_DELAYS })),
    waiting: () => box.collecting,
    pay: (yen) => {
      box.insert(acceptedYen(yen));
    },
    cutLine: () => box.goOffline(),
    mendLine: () => box.goOnline(),
    takenYen: () => box.tallies.insertedYen,
    returnedYen: () => box.tallies.changeYen + box.tallies.returnedYen + box.tallies.refundedYen,
    async stop() {
      await opened.close();
      await box.stop();
    },
  };
}

export const CCTALK_CONFIGURATION = {
  acceptor: {},
  hoppers: [
    { address: 3, coinYen: 100 },
    { address: 4, coinYen: 50, authorisation: 'unchecked-bytes' },
    { address: 5, coinYen: 10 },
  ],
};

export async function ccTalkRig(): Promise<FeeCollectorRig> {
  const running = (await startCcTalkPeer())._unsafeUnwrap();
  const stateDirectory = mkdtempSync(join(tmpdir(), 'cctalk-state-'));
  const { peer } = running;
  const opened = new Opened();
  const configuration = v.parse(CcTalkConfigurationSchema, { path: running.path, ...CCTALK_CONFIGURATION });
  return {
    name: 'ccTalk on a pseudo-terminal',
    exactOnly: false,
    open: () =>
      opened.add(openCcTalkCoinBox(configuration, { stateDirectory, delays: CCTALK_TEST_DELAYS })._unsafeUnwrap()),
    waiting: () => peer.acceptor.accepting,
    pay: (yen) => {
      peer.insert(yen);
    },
    cutLine: () => running.unplug(),
    mendLine: () => running.plugIn(),
    takenYen: () => peer.takenYen,
    returnedYen: () => peer.paidOutYen,
    async stop() {
      await opened.close();
      await running.stop();
      rmSync(stateDirectory, { recursive: true });
    },
  };
}

export async function cashlessRig(): Promise<FeeCollectorRig> {
  const terminal = await startVirtualCashlessTerminal();
  const opened = new Opened();
  return {
    name: 'cashless terminal',
    exactOnly: true,
    open: () => opened.add(openCashlessTerminal({ host: terminal.host, port: terminal.port }, { delays: LINE_DELAYS })),
    waiting: () => terminal.waiting,
    pay: () => {
      terminal.presentCard();
    },
    cutLine: () => terminal.goOffline(),
    mendLine: () => terminal.goOnline(),
    takenYen: () => terminal.tallies.authorisedYen,
    returnedYen: () => terminal.tallies.voidedYen + terminal.tallies.refundedYen,
    async stop() {
      await opened.close();
      await terminal.stop();
    },
  };
}

export async function deskRig(pays: 'coins' | 'cashless', lineDelays = LINE_DELAYS) {
  const box = await startVirtualCoinBox();
  const terminal = await startVirtualCashlessTerminal();
  const stateDirectory = mkdtempSync(join(tmpdir(), 'fee-desk-'));
  const opened = new Opened();
  const configuration = {
    coinBox: { kind: 'virtual' as const, host: box.host, port: box.port },
    cashless: { kind: 'virtual' as const, host: terminal.host, port: terminal.port, suffices: true },
  };
  const delays = { coinBox: lineDelays, cashless: lineDelays };
  const openDesk = async () => {
    const desk = await opened.add((await openFeeDesk(configuration, { stateDirectory, delays }))._unsafeUnwrap());
    await until(() => desk.means().length === 2);
    return desk;
  };
  return {
    name: `joined desk, paid with ${pays}`,
    exactOnly: pays === 'cashless',
    box,
    terminal,
    openDesk,
    open: openDesk,
    waiting: () => (pays === 'coins' ? box.collecting : terminal.waiting),
    pay: (yen: number) => {
      if (pays === 'coins') box.insert(acceptedYen(yen));
      else terminal.presentCard();
    },
    async cutLine() {
      await box.goOffline();
      await terminal.goOffline();
    },
    async mendLine() {
      await box.goOnline();
      await terminal.goOnline();
    },
    takenYen: () => box.tallies.insertedYen + terminal.tallies.authorisedYen,
    returnedYen: () => {
      const { changeYen, returnedYen, refundedYen } = box.tallies;
      return changeYen + returnedYen + refundedYen + terminal.tallies.voidedYen + terminal.tallies.refundedYen;
    },
    async stop() {
      await opened.close();
      await box.stop();
      await terminal.stop();
      rmSync(stateDirectory, { recursive: true });
    },
  } satisfies FeeCollectorRig & Record<string, unknown>;
}
