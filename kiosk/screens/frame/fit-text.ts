/**
 * The last resort for a language or a screen with more words than room: all measures get smaller, step by step, until nothing is
 * cut off. Large text stays larger than the usual text on every step (`styles/theme.css`). What is shown decides alone; nothing
 * is remembered.
 */

/** How often the measures may get smaller. */
const SMALLEST_STEP = 3;
/** What a box of text may hang over before it counts: faces ask for more room below than their characters fill. */
const SPARE_PX = 4;

/** Boxes whose contents must not hang over them; long texts that are moved by buttons are none. */
const BOXES =
  '.stage-words, .stage-details, .stage-actions, .button-choice, .options-card, .help-card, .idle-card, .controls';

function overflows(page: Document): boolean {
  const stageEnd = page.querySelector('.stage')?.getBoundingClientRect().bottom ?? Number.POSITIVE_INFINITY;
  return [...page.querySelectorAll(BOXES)].some((box) => {
    if (box.scrollHeight > box.clientHeight + SPARE_PX) return true;
    return box.closest('.stage') !== null && box.closest('[data-scrolls]') === null
      ? box.getBoundingClientRect().bottom > stageEnd + 1
      : false;
  });
}

function shrink(page: Document): void {
  const { dataset } = page.documentElement;
  for (let step = 0; step <= SMALLEST_STEP; step += 1) {
    dataset['fit'] = String(step);
    if (!overflows(page)) return;
  }
}

/** Makes what is painted fit, now and once more when its faces have come. */
export function fitText(page: Document): void {
  shrink(page);
  if (page.fonts.status === 'loading') void page.fonts.ready.then(() => shrink(page));
}
