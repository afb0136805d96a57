/** Looks for controls above what can be reached from a wheelchair. Runs inside the page, so it may use nothing from outside itself. */

/** How far down the screen the reach begins: the lower 1,000 of 1,920 pixels, in landscape the lower two thirds. */
export const REACH_BEGINS_PX = { portrait: 920, landscape: 256 } as const;

/** One line for each control of which a part that can be seen lies above the reach. */
export function reachFaults(reachBeginsPx: number): string[] {
  const faults: string[] = [];
  for (const button of document.querySelectorAll('button')) {
    if (button.closest('[inert], [aria-hidden="true"]') !== null || !button.checkVisibility()) continue;
    const { top, bottom } = button.getBoundingClientRect();
    // In a long text only what shows can be touched; its buttons bring the rest.
    const scroller = button.closest('[data-scrolls]')?.getBoundingClientRect();
    const shownTop = Math.max(top, scroller?.top ?? top);
    const shownBottom = Math.min(bottom, scroller?.bottom ?? bottom);
    if (shownBottom <= shownTop || shownTop >= reachBeginsPx - 0.5) continue;
    faults.push(`${Math.round(shownTop)} px: ${button.ariaLabel ?? button.textContent ?? ''}`);
  }
  return faults;
}
