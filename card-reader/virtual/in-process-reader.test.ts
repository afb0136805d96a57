import { describe, it } from 'vitest';
import { type ContractSubject, readerContract } from '../reader-contract.ts';
import { VirtualReader } from './virtual-reader.ts';

describe('the in-process reader keeps the reader contract', () => {
  const subject = (): ContractSubject => {
    const hands = new VirtualReader();
    return { hands, open: () => Promise.resolve(hands.openInProcess()), pluggable: true };
  };
  for (const contract of readerContract.filter(({ needs }) => needs !== 'service'))
    it(contract.name, () => contract.run(subject()));
});
