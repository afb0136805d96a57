/**
 * A language nobody speaks, made from English: every text longer by two fifths, with accents above and below, between marks.
 * What does not fit it will not fit the next translation either; what stands there without marks is not in the texts at all.
 */
import type { Texts } from './texts/texts.ts';

/** How much longer a text gets. */
const LONGER = 1.4;

const ACCENTED: Readonly<Record<string, string>> = {
  ...pairs('aceilnosuyz', 'àçéîĺñõšûýž'),
  ...pairs('ACEILNOSUYZ', 'ÀÇÉÎĹÑÕŠÛÝŽ'),
};

function pairs(plain: string, accented: string): Record<string, string> {
  return Object.fromEntries([...plain].map((letter, index) => [letter, accented.charAt(index)]));
}

/** Figures stay as they are; the length grows inside the words, as other languages do it. */
export function grown(text: string): string {
  return stretched([...text], Math.ceil(text.length * LONGER) - text.length);
}

/** Accents on the letters, and so many more of them, spread over the whole text. */
function stretched(letters: readonly string[], more: number): string {
  const growing = letters.flatMap((letter, index) => (/[a-z]/i.test(letter) ? [index] : []));
  const changed = letters.map((letter, index) => {
    const accented = ACCENTED[letter] ?? letter;
    const place = growing.indexOf(index);
    if (place < 0) return accented;
    const times = Math.floor(((place + 1) * more) / growing.length) - Math.floor((place * more) / growing.length);
    return accented + accented.toLowerCase().repeat(times);
  });
  return changed.join('');
}

/** One text between marks, which count as part of its length: `Stop here` → `[Štõpp héréé]`. */
export function pseudo(text: string): string {
  const more = Math.ceil(text.length * LONGER) - text.length - 2;
  return `[${stretched([...text], Math.max(0, more))}]`;
}

/** What is made of plain figures alone stays: sums, days and rows have their length from the figures. */
const FIGURES_ONLY: ReadonlySet<string> = new Set(['day', 'yen', 'doseNumber', 'row']);

/** Every text of a language, and every text that is made of figures; changed when it is read. */
export function pseudoTexts(texts: Texts): Texts {
  return changedWhenRead(texts);
}

function changedWhenRead<T extends object>(texts: T): T {
  return new Proxy(texts, {
    get(target, key): unknown {
      const found: unknown = Reflect.get(target, key);
      // What a list can do is no text of ours.
      if (!Object.hasOwn(target, key) || (typeof key === 'string' && FIGURES_ONLY.has(key))) return found;
      if (typeof found === 'string') return pseudo(found);
      if (typeof found === 'function') {
        return new Proxy(found, {
          apply: (text, self, values) => pseudo(String(Reflect.apply(text, self, values))),
        });
      }
      return typeof found === 'object' && found !== null ? changedWhenRead(found) : found;
    },
  });
}
