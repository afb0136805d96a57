/**
 * The whole kiosk by a number keypad: arrows (plus, minus) move the focus, Enter presses, digits type a PIN or choose by number,
 * Clear erases or goes back, the star says it again, the slash (or zero held down) opens the help. Everything is done by pressing
 * the buttons on the page, so the keypad can do nothing a finger could not.
 */
import { type KeypadKey, keypadKey } from './keypad-keys.ts';
import { typeNumber } from './number-entry.ts';
import { numbered, pressable, topmost } from './numbered-choices.ts';

export interface KeypadListener {
  /** Whether choices carry numbers now. */
  numbersShown(): boolean;
  /** The star: say it again, or begin to speak. */
  repeat(): void;
  /** The focus has moved to a button of these words. */
  moved(words: string): void;
}

/** Listens until the returned function is called. */
export function listenToKeypad(page: Document, listener: KeypadListener): () => void {
  let pending = '';
  let pendingOn: Element | null = null;

  function press(button: HTMLElement | null | undefined): void {
    if (button instanceof HTMLButtonElement && !button.disabled) button.click();
  }

  function focus(button: HTMLButtonElement): void {
    button.focus();
    listener.moved(button.ariaLabel ?? button.textContent ?? '');
  }

  function move(scope: Element, by: 1 | -1): void {
    const buttons = pressable(scope);
    const focused = page.activeElement;
    const now = focused instanceof HTMLButtonElement ? buttons.indexOf(focused) : -1;
    const next = now === -1 ? (by === 1 ? 0 : buttons.length - 1) : (now + by + buttons.length) % buttons.length;
    const button = buttons[next];
    if (button !== undefined) focus(button);
  }

  function choose(scope: Element, digit: number): void {
    const choices = numbered(scope);
    const entry = typeNumber(pendingOn === scope ? pending : '', digit, choices.length);
    pending = entry.pending;
    pendingOn = scope;
    const button = entry.number === null ? undefined : choices[entry.number - 1];
    if (button === undefined) return;
    if (!entry.decided) focus(button);
    else press(button);
  }

  function digitPressed(scope: Element, digit: number, held: boolean): void {
    const pad = scope.querySelector('.pad');
    if (pad !== null) {
      if (!held) press([...pad.querySelectorAll('button')].find(({ textContent }) => textContent === `${digit}`));
      return;
    }
    if (held) {
      if (digit === 0) openHelp(scope);
      return;
    }
    if (listener.numbersShown()) choose(scope, digit);
  }

  function openHelp(scope: Element): void {
    press(scope.querySelector<HTMLElement>('.controls-help button'));
  }

  function erase(scope: Element): void {
    if (scope.querySelector('.pin-box-full') !== null)
      press(scope.querySelector<HTMLElement>('.pad button:last-child'));
    else if (scope.matches('.options, .help')) press(scope.querySelector<HTMLElement>('button.closes, .closes button'));
    else {
      const ways = scope.querySelectorAll<HTMLElement>('.ways button');
      press(ways[ways.length - 1] ?? scope.querySelector<HTMLElement>('.controls-back button'));
    }
  }

  function act(scope: Element, key: KeypadKey, event: KeyboardEvent): void {
    if (key.kind !== 'digit') pending = '';
    switch (key.kind) {
      case 'digit':
        digitPressed(scope, key.digit, event.repeat);
        break;
      case 'next':
        move(scope, 1);
        break;
      case 'previous':
        move(scope, -1);
        break;
      case 'press':
        if (!event.repeat && page.activeElement !== null && scope.contains(page.activeElement)) {
          press(page.activeElement instanceof HTMLElement ? page.activeElement : null);
        }
        break;
      case 'erase':
        if (!event.repeat) erase(scope);
        break;
      case 'repeat':
        if (!event.repeat) listener.repeat();
        break;
      case 'help':
        if (!event.repeat) openHelp(scope);
        break;
      default: {
        const never: never = key;
        throw new Error(`Unknown key ${JSON.stringify(never)}`);
      }
    }
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const key = keypadKey(event);
    const scope = topmost(page);
    if (key === null || scope === null) return;
    // A long text that has the focus is moved by the arrows, as everywhere.
    if (event.key.startsWith('Arrow') && page.activeElement?.matches('[data-scrolls]') === true) return;
    event.preventDefault();
    act(scope, key, event);
  }

  page.addEventListener('keydown', onKey);
  return () => page.removeEventListener('keydown', onKey);
}
