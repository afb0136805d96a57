/** Digits as people type them, full width or with blanks and hyphens between, as digits. */
export const typedDigits = (text: string): string => text.normalize('NFKC').replace(/[\s-]/g, '');
