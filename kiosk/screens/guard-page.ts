/**
 * Takes away what a browser offers beyond painting: printing dialogs, context menus, dragging, selecting, zooming, shortcuts.
 */
const PREVENTED = ['contextmenu', 'dragstart', 'dragover', 'drop', 'selectstart', 'auxclick', 'gesturestart'] as const;
/** Keys a resident with a keyboard or switch needs (WCAG 2.1.1); every other one is swallowed. */
const KEPT_KEYS = new Set(['Tab', 'Enter', ' ', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']);

export function guardPage(page: Window): void {
  // A native print dialog would stand in front of the kiosk and block it.
  page.print = () => {};
  for (const type of PREVENTED) page.addEventListener(type, (event) => event.preventDefault());
  page.addEventListener('wheel', (event) => event.ctrlKey && event.preventDefault(), { passive: false });
  page.addEventListener('keydown', (event) => {
    const chord = event.ctrlKey || event.altKey || event.metaKey;
    if (chord || !KEPT_KEYS.has(event.key)) event.preventDefault();
  });
}
