/** A prime curve y² = x³ + ax + b, and its number among the standardized domain parameters (Doc 9303-11, table 12). */
export type Curve = {
  readonly parameterId: number;
  /** OpenSSL's name for it. */
  readonly name: string;
  /** Bytes of one coordinate, and of a scalar. */
  readonly coordinateLength: number;
  readonly prime: bigint;
  readonly a: bigint;
  readonly b: bigint;
  /** Order of the generator; the cofactor of all of them is one. */
  readonly order: bigint;
};

/** NIST P-256 and P-384 (FIPS 186-4), brainpoolP256r1 and P384r1 (RFC 5639). */
export const CURVES: readonly Curve[] = [
  {
    parameterId: 12,
    name: 'prime256v1',
    coordinateLength: 32,
    prime: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    a: 0xffffffff00000001000000000000000000000000fffffffffffffffffffffffcn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  {
    parameterId: 13,
    name: 'brainpoolP256r1',
    coordinateLength: 32,
    prime: 0xa9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377n,
    a: 0x7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9n,
    b: 0x26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6n,
    order: 0xa9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7n,
  },
  {
    parameterId: 15,
    name: 'secp384r1',
    coordinateLength: 48,
    prime: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    a: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffcn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  {
    parameterId: 16,
    name: 'brainpoolP384r1',
    coordinateLength: 48,
    prime: 0x8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53n,
    a: 0x7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826n,
    b: 0x04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11n,
    order: 0x8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565n,
  },
];

/** The curve of a domain parameter number; undefined for those not supported here. */
export function curveOf(parameterId: number): Curve | undefined {
  return CURVES.find((curve) => curve.parameterId === parameterId);
}
