import { createECDH, randomBytes } from 'node:crypto';
import { concatBytes } from '../../apdu/hex.ts';
import type { Curve } from './domain-parameters.ts';

/**
 * What the generic mapping of PACE needs and OpenSSL does not offer through Node: points with both coordinates, and
 * multiples of another point than the generator. Every multiplication by a secret is OpenSSL's; only the formulas
 * that put its results together are ours.
 */
export type Point = { readonly x: bigint; readonly y: bigint };

const UNCOMPRESSED = 0x04;

/** 04 ‖ x ‖ y. */
export function encodePoint(curve: Curve, { x, y }: Point): Uint8Array {
  return concatBytes(Uint8Array.of(UNCOMPRESSED), encodeNumber(curve, x), encodeNumber(curve, y));
}

/** Reads 04 ‖ x ‖ y; undefined for anything that is no point of the curve (and the point at infinity has no such form). */
export function decodePoint(curve: Curve, bytes: Uint8Array): Point | undefined {
  if (bytes.length !== 1 + 2 * curve.coordinateLength || bytes[0] !== UNCOMPRESSED) return undefined;
  const x = decodeNumber(bytes.subarray(1, 1 + curve.coordinateLength));
  const y = decodeNumber(bytes.subarray(1 + curve.coordinateLength));
  const { prime, a, b } = curve;
  if (x >= prime || y >= prime || reduce(curve, y * y - (x * x * x + a * x + b)) !== 0n) return undefined;
  return { x, y };
}

/** A secret scalar, equally likely from 1 to order − 2, so that the next one above is still a scalar. */
export function randomScalar(curve: Curve): Uint8Array {
  for (;;) {
    const bytes = new Uint8Array(randomBytes(curve.coordinateLength));
    if (isScalar(curve, decodeNumber(bytes))) return bytes;
  }
}

function isScalar(curve: Curve, value: bigint): boolean {
  return value >= 1n && value <= curve.order - 2n;
}

/** scalar · generator. */
export function multiplyGenerator(curve: Curve, scalar: Uint8Array): Point {
  const pair = createECDH(curve.name);
  pair.setPrivateKey(scalar);
  const point = decodePoint(curve, new Uint8Array(pair.getPublicKey()));
  if (point === undefined) throw new Error('OpenSSL gave no point of its own curve');
  return point;
}

/** The x coordinate of scalar · point, as bytes: what key agreement calls the shared secret. */
export function sharedSecret(curve: Curve, scalar: Uint8Array, point: Point): Uint8Array {
  const pair = createECDH(curve.name);
  pair.setPrivateKey(scalar);
  return new Uint8Array(pair.computeSecret(encodePoint(curve, point)));
}

/**
 * scalar · point with both coordinates. OpenSSL tells only x; y follows from the x of the next multiple
 * (Brier and Joye, "Weierstraß Elliptic Curves and Side-Channel Attacks", 2002).
 */
export function multiplyPoint(curve: Curve, scalar: Uint8Array, point: Point): Point {
  const value = decodeNumber(scalar);
  if (!isScalar(curve, value)) throw new RangeError('scalar out of range');
  const next = encodeNumber(curve, value + 1n);
  const x1 = decodeNumber(sharedSecret(curve, scalar, point));
  const x2 = decodeNumber(sharedSecret(curve, next, point));
  next.fill(0);
  const { a, b } = curve;
  const { x, y } = point;
  const numerator = 2n * b + (a + x * x1) * (x + x1) - x2 * (x - x1) ** 2n;
  return { x: x1, y: reduce(curve, numerator * inverse(curve, 2n * y)) };
}

/** Sum of two points; undefined for the point at infinity. */
export function addPoints(curve: Curve, one: Point, other: Point): Point | undefined {
  if (one.x === other.x && reduce(curve, one.y + other.y) === 0n) return undefined;
  const slope =
    one.x === other.x
      ? (3n * one.x * one.x + curve.a) * inverse(curve, 2n * one.y)
      : (other.y - one.y) * inverse(curve, other.x - one.x);
  const x = reduce(curve, slope * slope - one.x - other.x);
  return { x, y: reduce(curve, slope * (one.x - x) - one.y) };
}

/**
 * The generic mapping (Doc 9303-11, 4.4.3.3.1): nonce · generator + shared point. Undefined when that is no generator,
 * which no honest chip can bring about.
 */
export function mapGenerator(curve: Curve, nonce: Uint8Array, sharedPoint: Point): Point | undefined {
  const value = decodeNumber(nonce) % curve.order;
  if (value === 0n) return undefined;
  const scalar = encodeNumber(curve, value);
  const multiple = multiplyGenerator(curve, scalar);
  scalar.fill(0);
  return addPoints(curve, multiple, sharedPoint);
}

function reduce({ prime }: Curve, value: bigint): bigint {
  const rest = value % prime;
  return rest < 0n ? rest + prime : rest;
}

/** Inverse modulo the curve's prime by extended Euclid. */
function inverse(curve: Curve, value: bigint): bigint {
  let [previous, current] = [curve.prime, reduce(curve, value)];
  let [previousFactor, factor] = [0n, 1n];
  while (current !== 0n) {
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  if (previous !== 1n) throw new Error('zero has no inverse');
  return reduce(curve, previousFactor);
}

function encodeNumber(curve: Curve, value: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(curve.coordinateLength * 2, '0'), 'hex'));
}

function decodeNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
