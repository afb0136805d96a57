import { describe, it } from 'vitest';
import type { ContractSubject } from '../contract/contract-subject.ts';
import { contractCasesFor } from '../contract/reader-contract.ts';
import { VirtualReader } from './virtual-reader.ts';

const OFFERS = ['cable', 'virtual-card'] as const;

describe('the in-process reader keeps the reader contract', () => {
  const subject = (): ContractSubject => {
    const hands = new VirtualReader();
    return { hands, open: () => Promise.resolve(hands.openInProcess()), offers: OFFERS };
  };
  for (const contract of contractCasesFor(OFFERS)) it(contract.name, () => contract.run(subject()));
});
