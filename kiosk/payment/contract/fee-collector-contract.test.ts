import { afterEach, beforeEach, describe, test } from 'vitest';
import type { FeeCollector } from '../fee-collector.ts';
import { FEE_COLLECTOR_CONTRACT } from './fee-collector-contract.ts';
import type { FeeCollectorRig } from './fee-collector-rig.ts';
import { cashlessRig, ccTalkRig, deskRig, virtualCoinBoxRig } from './rigs.ts';

describe.each([
  ['virtual coin box', virtualCoinBoxRig],
  ['ccTalk on a pseudo-terminal', ccTalkRig],
  ['cashless terminal', cashlessRig],
  ['joined desk, coins', () => deskRig('coins')],
  ['joined desk, cashless', () => deskRig('cashless')],
])('%s', (_name, makeRig: () => Promise<FeeCollectorRig>) => {
  let rig: FeeCollectorRig;
  let collector: FeeCollector;

  beforeEach(async () => {
    rig = await makeRig();
    collector = await rig.open();
  });
  afterEach(async () => {
    await rig.stop();
  });

  test.each(FEE_COLLECTOR_CONTRACT.map(({ name, check }) => [name, check] as const))('%s', async (_case, check) => {
    await check(rig, collector);
  });
});
