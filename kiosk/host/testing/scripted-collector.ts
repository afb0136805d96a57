/** A fee collector of which every answer can be given by a test; what is not given goes well. */
import { ok } from 'neverthrow';
import type { FeeCollector } from '../../payment/index.ts';

export function scriptedCollector(answers: Partial<FeeCollector> = {}): FeeCollector {
  return {
    status: () => 'ready',
    watch: () => () => {},
    collect: ({ dueYen }) => Promise.resolve(ok({ insertedYen: dueYen, changeYen: 0, means: 'coins' })),
    keep: () => Promise.resolve(ok()),
    giveBack: () => Promise.resolve(ok({ returnedYen: 0 })),
    refund: () => Promise.resolve(ok()),
    settledByHand: () => Promise.resolve(ok()),
    escrow: () => Promise.resolve(ok({ escrowYen: 0, transactionId: null })),
    close: () => Promise.resolve(),
    ...answers,
  };
}
