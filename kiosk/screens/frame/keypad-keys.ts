/**
 * The keys of a number keypad, as a USB keypad sends them: by their place where they have one, so that the number lock does not
 * matter, else by what they mean.
 */
type Command = 'next' | 'previous' | 'press' | 'erase' | 'repeat' | 'help';
export type KeypadKey = { kind: 'digit'; digit: number } | { kind: Command };

const BY_PLACE: ReadonlyMap<string, Command> = new Map([
  ['NumpadEnter', 'press'],
  ['NumpadAdd', 'next'],
  ['NumpadSubtract', 'previous'],
  ['NumpadMultiply', 'repeat'],
  ['NumpadDivide', 'help'],
  ['NumpadDecimal', 'erase'],
]);

const BY_MEANING: ReadonlyMap<string, Command> = new Map([
  ['Enter', 'press'],
  ['ArrowDown', 'next'],
  ['ArrowRight', 'next'],
  ['+', 'next'],
  ['ArrowUp', 'previous'],
  ['ArrowLeft', 'previous'],
  ['-', 'previous'],
  ['Backspace', 'erase'],
  ['Clear', 'erase'],
  ['Delete', 'erase'],
  ['Escape', 'erase'],
  ['*', 'repeat'],
  ['/', 'help'],
]);

/** What a key means on the keypad; `null` for every other key. */
export function keypadKey({ key, code }: { key: string; code: string }): KeypadKey | null {
  const place = /^(?:Numpad|Digit)([0-9])$/.exec(code)?.[1];
  const digit = place ?? (/^[0-9]$/.test(key) ? key : undefined);
  // The same keys of a whole keyboard with the shift key are signs.
  if (digit !== undefined && (code.startsWith('Numpad') || key === digit))
    return { kind: 'digit', digit: Number(digit) };
  const command = BY_PLACE.get(code) ?? BY_MEANING.get(key);
  return command === undefined ? null : { kind: command };
}
