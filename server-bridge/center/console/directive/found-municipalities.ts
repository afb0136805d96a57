import type { Municipality } from '../../../protocol/index.ts';

const MOST = 20;

/** Those whose name, reading or code contains what was typed, twenty at most; what is chosen already comes first. */
export function foundMunicipalities(
  municipalities: readonly Municipality[],
  typed: string,
  chosen: readonly string[] = [],
): readonly Municipality[] {
  const wanted = typed.trim().toLowerCase();
  const first = municipalities.filter(({ code }) => chosen.includes(code));
  const others = municipalities.filter(
    ({ code, name, kana }) =>
      !chosen.includes(code) && [code, name.ja, name.en.toLowerCase(), kana].some((words) => words.includes(wanted)),
  );
  return [...first, ...others.slice(0, MOST)];
}
