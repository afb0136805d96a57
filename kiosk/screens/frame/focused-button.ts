/** Which button the focus stands on, as the voice has to know it. */
import type { FocusedButton } from '../spoken/spoken-script.ts';
import { numbered, topmost } from './numbered-choices.ts';

export function focusedButton(page: Document): FocusedButton | null {
  const button = page.activeElement;
  const scope = topmost(page);
  if (!(button instanceof HTMLButtonElement) || scope === null) return null;
  const place = numbered(scope).indexOf(button);
  if (place !== -1) return { kind: 'choice', number: place + 1 };
  const words = button.ariaLabel ?? button.textContent ?? '';
  return /^\s*[0-9]\s*$/.test(words) ? { kind: 'digit' } : { kind: 'named', words };
}
