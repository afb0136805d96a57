import { checkPrimeSync, createHash } from 'node:crypto';

const EXPONENT = 65_537n;

/**
 * Where the search for a prime starts: SHA-512(label ‖ "|0") ‖ SHA-512(label ‖ "|1") as a 1,024-bit number with the two
 * top bits and the lowest bit set. Test keys come from their names, so every machine has the same ones.
 */
export function searchStart(label: string): bigint {
  const hash = (part: string): string => createHash('sha512').update(`${label}|${part}`).digest('hex');
  return BigInt(`0x${hash('0')}${hash('1')}`) | (3n << 1022n) | 1n;
}

/** How many steps of two lead from the start to the first prime p with gcd(p − 1, 65,537) = 1. */
export function stepsToPrime(label: string): number {
  const start = searchStart(label);
  for (let steps = 0; ; steps++) {
    const candidate = start + 2n * BigInt(steps);
    if ((candidate - 1n) % EXPONENT !== 0n && checkPrimeSync(candidate)) return steps;
  }
}
