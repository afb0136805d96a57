/**
 * Which edition of these messages somebody speaks: a header on every request and every answer of the line. Without the header it is
 * the first edition. Whoever gets another one than its own says so and goes no further; nothing is guessed.
 */
export const LINE_VERSION = '1';
export const LINE_VERSION_HEADER = 'kofu-line-version';

/** Whether a header's value, as received, means our edition. */
export const isOurLineVersion = (value: unknown): boolean => value === undefined || value === LINE_VERSION;
