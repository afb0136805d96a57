import { constants, createPrivateKey, type KeyObject, privateEncrypt, sign } from 'node:crypto';
import { searchStart, stepsToPrime } from './prime-derivation.ts';

/**
 * Steps from each name's search start to its two primes, found once by {@link stepsToPrime}: keys are there at once
 * instead of after a search, and a test repeats the search. These keys are public: nothing real may trust them.
 */
const KNOWN_STEPS: ReadonlyMap<string, readonly [p: number, q: number]> = new Map([
  ['ca', [311, 645]],
  ['issuer-A', [98, 19]],
  ['issuer-B', [48, 96]],
  ['card-A', [772, 1694]],
  ['card-B', [2495, 10]],
  ['card-C', [624, 202]],
  ['card-D', [26, 104]],
  ['card-E', [70, 40]],
  ['session-A', [665, 329]],
  ['session-B', [252, 212]],
  ['false-ca', [116, 83]],
]);

export const TEST_KEY_NAMES: readonly string[] = [...KNOWN_STEPS.keys()];

/** An RSA-2048 test key: modulus as 256 bytes, and what a chip does with the private half. */
export type TestKey = {
  readonly modulus: Uint8Array;
  /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2). */
  sign(message: Uint8Array): Uint8Array;
  /** Type-1 padding around the bytes as given, then the private operation: what `80 2A` does. */
  signPadded(data: Uint8Array): Uint8Array;
};

const keys = new Map<string, TestKey>();

/** The test key of a name; the same on every machine. */
export function testKey(name: string): TestKey {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const made = makeKey(name);
  keys.set(name, made);
  return made;
}

/** The two primes of a name, the larger first. */
export function testPrimes(name: string): readonly [larger: bigint, smaller: bigint] {
  const steps = KNOWN_STEPS.get(name);
  const prime = (letter: 'p' | 'q', known: number | undefined): bigint => {
    const label = `mnc-test:${name}:${letter}`;
    return searchStart(label) + 2n * BigInt(known ?? stepsToPrime(label));
  };
  const one = prime('p', steps?.[0]);
  const other = prime('q', steps?.[1]);
  return one > other ? [one, other] : [other, one];
}

function makeKey(name: string): TestKey {
  const [p, q] = testPrimes(name);
  const modulus = toBytes(p * q, 256);
  let privateKey: KeyObject | undefined;
  const key = (): KeyObject => {
    privateKey ??= importPrivateKey(p, q);
    return privateKey;
  };
  return {
    modulus,
    sign: (message) => sign('sha256', message, { key: key(), padding: constants.RSA_PKCS1_PADDING }),
    signPadded: (data) => privateEncrypt({ key: key(), padding: constants.RSA_PKCS1_PADDING }, data),
  };
}

function importPrivateKey(p: bigint, q: bigint): KeyObject {
  const e = 65_537n;
  const d = inverse(e, ((p - 1n) * (q - 1n)) / greatestCommonDivisor(p - 1n, q - 1n));
  const parts = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const jwk = Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, toBase64Url(value)]));
  return createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' });
}

function greatestCommonDivisor(one: bigint, other: bigint): bigint {
  return other === 0n ? one : greatestCommonDivisor(other, one % other);
}

/** Extended Euclid; both arguments are coprime by construction. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [previous, current] = [modulus, value % modulus];
  let [previousFactor, factor] = [0n, 1n];
  while (current !== 0n) {
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  return ((previousFactor % modulus) + modulus) % modulus;
}

function toBase64Url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}

function toBytes(value: bigint, length: number): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex'));
}
