/** Each key of a number keypad means one thing, with the number lock on or off; every other key means nothing. */
import { describe, expect, it } from 'vitest';
import { keypadKey } from './keypad-keys.ts';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

it.each(digits)('is the digit %i on the keypad and in the row of digits', (digit) => {
  expect(keypadKey({ key: `${digit}`, code: `Numpad${digit}` })).toEqual({ kind: 'digit', digit });
  expect(keypadKey({ key: `${digit}`, code: `Digit${digit}` })).toEqual({ kind: 'digit', digit });
  expect(keypadKey({ key: `${digit}`, code: '' })).toEqual({ kind: 'digit', digit });
});

it.each([
  ['Insert', 'Numpad0', 0],
  ['End', 'Numpad1', 1],
  ['ArrowDown', 'Numpad2', 2],
  ['ArrowLeft', 'Numpad4', 4],
  ['Clear', 'Numpad5', 5],
  ['Home', 'Numpad7', 7],
  ['PageUp', 'Numpad9', 9],
])('is a digit although the number lock is off: %s at %s', (key, code, digit) => {
  expect(keypadKey({ key, code })).toEqual({ kind: 'digit', digit });
});

describe.each([
  ['Enter', 'NumpadEnter', 'press'],
  ['Enter', 'Enter', 'press'],
  ['+', 'NumpadAdd', 'next'],
  ['ArrowDown', 'ArrowDown', 'next'],
  ['ArrowRight', 'ArrowRight', 'next'],
  ['-', 'NumpadSubtract', 'previous'],
  ['ArrowUp', 'ArrowUp', 'previous'],
  ['ArrowLeft', 'ArrowLeft', 'previous'],
  ['Backspace', 'Backspace', 'erase'],
  ['Clear', 'NumLock', 'erase'],
  ['Delete', 'NumpadDecimal', 'erase'],
  ['.', 'NumpadDecimal', 'erase'],
  ['Escape', 'Escape', 'erase'],
  ['*', 'NumpadMultiply', 'repeat'],
  ['/', 'NumpadDivide', 'help'],
] as const)('%s at %s', (key, code, kind) => {
  it(`means ${kind}`, () => expect(keypadKey({ key, code })).toEqual({ kind }));
});

it.each([
  ['a', 'KeyA'],
  ['!', 'Digit1'],
  ['Tab', 'Tab'],
  [' ', 'Space'],
  ['F5', 'F5'],
  ['PageDown', 'PageDown'],
  ['Unidentified', ''],
])('means nothing: %s at %s', (key, code) => {
  expect(keypadKey({ key, code })).toBeNull();
});
