/**
 * What the number keys choose from. `styles/guidance.css` counts the same buttons in the same order, and `spoken/` says them.
 */

/** Buttons that are no choices: digits to type, moving a long text, the frame. */
const NO_CHOICES = '.pad *, .scroll-buttons *, .controls *';

/** What lies on top and alone can be operated. */
export function topmost(root: ParentNode): Element | null {
  return (
    root.querySelector('.idle') ??
    root.querySelector('.options') ??
    root.querySelector('.help') ??
    root.querySelector('.kiosk-body')
  );
}

/** Every button that can be pressed there, in the order the focus takes. */
export function pressable(scope: ParentNode): HTMLButtonElement[] {
  return [...scope.querySelectorAll<HTMLButtonElement>('button:enabled')].filter((button) => button.checkVisibility());
}

/** Those of them that have a number, 1 first. */
export function numbered(scope: ParentNode): HTMLButtonElement[] {
  return pressable(scope).filter((button) => !button.matches(NO_CHOICES));
}
