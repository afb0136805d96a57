/** Content bytes of an OBJECT IDENTIFIER in dotted form, as our own tables write them (ITU-T X.690, 8.19). */
export function encodeObjectIdentifier(dotted: string): Uint8Array {
  const [first, second, ...others] = dotted.split('.').map(Number);
  if (first === undefined || second === undefined || [first, second, ...others].some((arc) => !Number.isInteger(arc)))
    throw new Error('not an object identifier');
  return Uint8Array.from([40 * first + second, ...others].flatMap(encodeArc));
}

function encodeArc(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(0x80 | (rest & 0x7f));
  return digits;
}
