/** Which keys reach a page (electron-shell §10): those a resident with a keypad, keyboard or switch needs (WCAG 2.1.1), and no chord. */
export interface KeyInput {
  key: string;
  control: boolean;
  alt: boolean;
  meta: boolean;
}

const KEPT_KEYS = new Set([
  'Tab',
  'Enter',
  ' ',
  'Escape',
  'Backspace',
  'Delete',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'Shift',
]);

/** A single letter, digit or sign without a modifier, or one of the named keys. Function keys and browser keys are neither. */
export function mayReachPage({ key, control, alt, meta }: KeyInput): boolean {
  if (control || alt || meta) return false;
  return KEPT_KEYS.has(key) || /^[0-9A-Za-z*#+\-./,]$/.test(key);
}
