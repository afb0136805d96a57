import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../apdu/hex.ts';
import { findSyntheticPerson } from './people.ts';
import { searchStart, stepsToPrime } from './prime-derivation.ts';
import { readReferenceFixtures } from './reference-fixtures.ts';
import { buildSyntheticCard, syntheticCardAnchors, syntheticFilesOf } from './synthetic-cards.ts';
import { TEST_KEY_NAMES, testKey, testPrimes } from './test-keys.ts';

const fixtures = readReferenceFixtures();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').toUpperCase();
const fixture = (key: string): string => toHex(fixtures.get(key) ?? new Uint8Array(0));

const WHOLE_FILES = {
  ichiyo: {
    letter: 'A',
    3: '5CF10CE0EA95A262B804DA532EF09FD6F9BFA87BF28E2096BC2EB8BCBFDFE3F0',
    4: '35FEEE71DEF01BD12D363D2CA7A1CCA6FF43426C1F09EAC2252C74623EF88700',
    6: '1B74F1FDEA8BDD7FB52DBF17F68F32363D26AD19A144D0C7B5B2A6EF666F473C',
    7: '4A06063C6C023CAF06BECC6D09D41DB0CE960DDAC5B573D3DAE69808978235C9',
    signature: '35B2A1E2E9ECC2C6927FFAD73BA82CAFE20DA866CC48AA37F46403D5F2F37A80',
  },
  teppei: {
    letter: 'B',
    3: 'FF7FF466E61A2016F989F419B78E1C19B329C124EC6C06B83ACAFA578B500B16',
    4: 'C693F6D83DC4573582DF2165F8754CCA23BC58CEA86F31BAC654F93B4885BE25',
    6: 'FE47DB3CCA8C04BAEDDCAA22E6B5AF13843A863113C976047352956D23FEFBDE',
    7: 'A8E563B347B9E817522471513139121896901DD5DE049D678C32F48BBD9E4429',
    signature: '61A4D54E15214F09E923D26B43545B8AAD680A0372738993B429FEE795D58D37',
  },
} as const;

describe.each(['ichiyo', 'teppei'] as const)('the reference card of %s, byte for byte', (id) => {
  const person = findSyntheticPerson(id);
  if (person === undefined) throw new Error('nobody there');
  const files = syntheticFilesOf(person);
  const expected = WHOLE_FILES[id];

  it.each([0x0001, 0x0002, 0x0003, 0x0004, 0x0007])('file %i', (fileId) => {
    const name = `${expected.letter}.${fileId.toString(16).padStart(4, '0')}`;
    expect(toHex(files.get(fileId) ?? new Uint8Array(0))).toBe(fixture(name));
  });

  it('file 5, filled up to 256 bytes', () => {
    const whole = files.get(0x0005) ?? new Uint8Array(0);
    expect(whole.length).toBe(256);
    expect(toHex(whole.subarray(0, 164))).toBe(fixture(`${expected.letter}.0005`));
  });

  it.each([0x0003, 0x0004, 0x0006, 0x0007] as const)('digest of file %i', (fileId) => {
    expect(sha256(files.get(fileId) ?? new Uint8Array(0))).toBe(expected[fileId]);
  });

  it('signs the reference challenge', () => {
    const card = buildSyntheticCard(person);
    card.react(fromHex('00A4040C0AD3921000310001010408'));
    const command =
      '802A0000333031300D060960864801650304020105000420' +
      'BE45CB2605BF36BEBDE684841A28F0FD43C69850A3DCE5FEDBA69928EE3A899100';
    const reaction = card.react(fromHex(command));
    if (reaction.kind !== 'answer') throw new Error('no answer');
    expect(toHex(reaction.bytes.slice(-2))).toBe('9000');
    expect(sha256(reaction.bytes.slice(0, -2))).toBe(expected.signature);
  });
});

describe('the synthetic key hierarchy', () => {
  it.each(['ca', 'issuer-A', 'issuer-B', 'card-A', 'card-B', 'session-A', 'session-B'])('key %s', (name) => {
    const [larger, smaller] = testPrimes(name);
    expect([larger, smaller].map((prime) => prime.toString(16).toUpperCase())).toEqual([
      fixture(`${name}.p`),
      fixture(`${name}.q`),
    ]);
    expect(sha256(testKey(name).modulus)).toBe(fixture(`${name}.n_sha256`));
  });

  it('every key has the primes that the search finds', () => {
    for (const name of TEST_KEY_NAMES) {
      const found = ['p', 'q'].map((letter) => {
        const label = `mnc-test:${name}:${letter}`;
        return searchStart(label) + 2n * BigInt(stepsToPrime(label));
      });
      expect([...testPrimes(name)].sort(), name).toEqual(found.sort());
    }
  });

  it('has one anchor, whose key id no real hierarchy uses', () => {
    const [anchor, ...others] = syntheticCardAnchors();
    expect(others).toEqual([]);
    expect(anchor?.keyId).toBe(fixture('ca.keyId'));
    expect(anchor?.environment).toBe('synthetic');
  });
});
