import type { CoinBox } from '../coin-box.ts';
import type { FeeDesk } from '../fee-desk.ts';

/** The desk of a terminal that takes coins only. */
export function deskOfCoinBox(coinBox: CoinBox): FeeDesk {
  return {
    status: () => coinBox.status(),
    watch: (listener) => coinBox.watch(listener),
    collect(order) {
      if (order.dueYen > 0 && coinBox.status() === 'ready') order.onEvent({ kind: 'means', means: ['coins'] });
      return coinBox.collect(order);
    },
    keep: (id) => coinBox.keep(id),
    giveBack: (id) => coinBox.giveBack(id),
    refund: (yen, id) => coinBox.refund(yen, id),
    settledByHand: (id) => coinBox.settledByHand(id),
    escrow: () => coinBox.escrow(),
    close: () => coinBox.close(),
    devices: () => ({ coinBox: coinBox.looked() ? coinBox.status() : 'unknown', cashless: 'not-fitted' }),
    means: () => (coinBox.status() === 'ready' ? ['coins'] : []),
    warnings: () => coinBox.warnings(),
  };
}
