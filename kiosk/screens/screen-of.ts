/** The contents of one screen, by its name. */
import type { Screen, ScreenName } from '../snapshot.ts';

export type ScreenOf<N extends ScreenName> = Extract<Screen, { name: N }>;
