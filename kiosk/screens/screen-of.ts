/** The contents of one screen, by its name. */
import type { Screen, ScreenName } from '../snapshot.ts';

export type ScreenOf<N extends ScreenName> = Extract<Screen, { name: N }>;

/** The screens of the store operator; every other one is for residents. */
export type OperatorScreenName = Extract<ScreenName, `operator-${string}`>;

export function isOperatorScreen(name: ScreenName): name is OperatorScreenName {
  return name.startsWith('operator-');
}
