/** Makes a switch over a closed union exhaustive: the compiler refuses a forgotten member, and a bug at run time throws. */
export function unreachable(value: never): never {
  throw new Error(`unhandled member of a closed union: ${typeof value}`);
}
