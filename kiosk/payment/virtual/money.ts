/** What the coin box takes and pays out. */
export const ACCEPTED_YEN = [1, 5, 10, 50, 100, 500, 1000] as const;
export type AcceptedYen = (typeof ACCEPTED_YEN)[number];
