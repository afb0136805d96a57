/**
 * Looks at a painted page the way an eye would: text cut off, text under other text, targets too small or under the corner
 * of the staff gesture, anything off the screen. Runs inside the page, so it may use nothing from outside itself.
 */

/**
 * 12 mm on the smallest panels that are allowed: 15.6 inches in portrait (1080 × 1920: 5.56 px to the millimetre), 12.5 inches in
 * landscape (1366 × 768: 4.94 px to the millimetre).
 */
export const TARGET_MINIMUM_PX = { portrait: 67, landscape: 60 } as const;

/** One line for each fault found, with the words it was found on. */
export function layoutFaults(targetMinimumPx: number): string[] {
  const faults: string[] = [];
  const TOLERANCE_PX = 1.5;
  const name = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${(element.textContent ?? '').slice(0, 30)}"`;
  const scroller = (element: Element): Element | null => element.closest('[data-scrolls]');
  const ignored = (element: Element): boolean =>
    element.closest('.spoken-only, [aria-hidden="true"], [inert]') !== null;

  const corner = document.querySelector('.staff-corner')?.getBoundingClientRect();
  for (const button of document.querySelectorAll('button')) {
    if (ignored(button)) continue;
    const { width, height, left, right, top } = button.getBoundingClientRect();
    if (corner !== undefined && right > corner.left && top < corner.bottom) {
      faults.push(`under the corner of the staff: ${name(button)}`);
    }
    if (scroller(button) === null && (left < -TOLERANCE_PX || right > innerWidth + TOLERANCE_PX)) {
      faults.push(`off the screen: ${name(button)}`);
    }
    if (width < targetMinimumPx - 0.5 || height < targetMinimumPx - 0.5) {
      faults.push(`target ${Math.round(width)}×${Math.round(height)} px: ${name(button)}`);
    }
  }

  for (const card of document.querySelectorAll('[role="dialog"], [role="alertdialog"]')) {
    const { left, right, top, bottom } = card.getBoundingClientRect();
    const off = left < 0 || right > innerWidth || top < 0 || bottom > innerHeight;
    if (off) faults.push(`off the screen: ${card.getAttribute('class')}`);
  }

  /** Rectangles of the lines of text in a text node. */
  const lines: { element: Element; scroller: Element | null; rect: DOMRect }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || ignored(element) || (node.nodeValue ?? '').trim() === '') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const fontPx = Number.parseFloat(getComputedStyle(element).fontSize);
    for (const box of range.getClientRects()) {
      // A face may ask for much more room above and below than its characters fill.
      const spare = Math.max(0, (box.height - fontPx * 1.1) / 2);
      const rect = new DOMRect(box.x, box.y + spare, box.width, box.height - 2 * spare);
      lines.push({ element, scroller: scroller(element), rect });
    }
  }

  for (const { element, scroller: inside, rect } of lines) {
    const off =
      rect.left < -TOLERANCE_PX ||
      rect.right > innerWidth + TOLERANCE_PX ||
      (inside === null && (rect.top < -TOLERANCE_PX || rect.bottom > innerHeight + TOLERANCE_PX));
    if (off) faults.push(`off the screen: ${name(element)}`);
    // Every box around the text must hold it; only a region with scroll buttons may be longer than it shows.
    for (let box: Element | null = element; box !== null && box !== document.body; box = box.parentElement) {
      if (box === inside) break;
      const bounds = box.getBoundingClientRect();
      if (['inline', 'contents'].includes(getComputedStyle(box).display)) continue;
      if (rect.right > bounds.right + TOLERANCE_PX || rect.left < bounds.left - TOLERANCE_PX) {
        faults.push(`wider than its ${name(box)}: ${name(element)}`);
        break;
      }
      if (rect.bottom > bounds.bottom + 4 || rect.top < bounds.top - 4) {
        faults.push(`higher than its ${name(box)}: ${name(element)}`);
        break;
      }
    }
  }

  for (const [index, a] of lines.entries()) {
    for (const b of lines.slice(index + 1)) {
      if (a.scroller !== b.scroller) continue;
      const width = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
      const height = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
      // Line boxes may touch; a third of a line is a collision.
      if (width > 3 && height > Math.min(a.rect.height, b.rect.height) / 3) {
        faults.push(`"${a.element.textContent?.slice(0, 20)}" over "${b.element.textContent?.slice(0, 20)}"`);
      }
    }
  }

  const solids = [
    ...document.querySelectorAll('button, .notice, .sheet, .which-pin, .scroll, .amounts, .stage-drawing'),
  ].filter((element) => !ignored(element));
  for (const [index, a] of solids.entries()) {
    for (const b of solids.slice(index + 1)) {
      if (a.contains(b) || b.contains(a) || scroller(a) !== scroller(b)) continue;
      const first = a.getBoundingClientRect();
      const second = b.getBoundingClientRect();
      const width = Math.min(first.right, second.right) - Math.max(first.left, second.left);
      const height = Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top);
      if (width > 4 && height > 4) faults.push(`${name(a)} over ${name(b)}`);
    }
  }

  for (const drawing of document.querySelectorAll('.picture')) {
    const { height } = drawing.getBoundingClientRect();
    // A drawing squeezed small helps nobody; one of no height has been given up on purpose.
    if (height > 0 && height < 90) faults.push(`drawing squeezed to ${Math.round(height)} px`);
  }
  return [...new Set(faults)];
}
