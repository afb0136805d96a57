/** What the page does by itself as time goes by, in milliseconds. */

/** How long nobody must have touched the first screen before it goes dark. */
export const SAVER_AFTER_MS = 180_000;
/** After how long it is said that work still goes on. */
export const STILL_WORKING_AFTER_MS = 8_000;
