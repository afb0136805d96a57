/**
 * A clerk's hands: types personal codes for a defective sheet, one after another, until one is right or codes are locked out.
 */
import type { Snapshot } from '../../kiosk/snapshot.ts';
import type { Screens } from './scripted-screens.ts';

const ANSWER_LIMIT_MS = 30_000;

/** Types `codes` on the misprint screen and goes back where none helped; tells what each came to. */
export async function typeClerkCodes(
  screens: Screens,
  codes: readonly string[],
  tell: (came: 'wrong' | 'locked-out' | 'accepted') => void,
): Promise<void> {
  for (const code of codes) {
    await until(screens, (snapshot) => snapshot.screen.name === 'misprint' && snapshot.screen.digits === 0);
    for (const digit of code) screens.tap({ type: 'digit', digit: Number(digit) });
    await until(
      screens,
      ({ screen }) => screen.name !== 'misprint' || screen.digits === code.length || screen.lockedOut,
    );
    screens.tap({ type: 'next' });
    const { screen } = await until(
      screens,
      (snapshot) => snapshot.screen.name !== 'misprint' || snapshot.screen.wrong || snapshot.screen.lockedOut,
    );
    if (screen.name !== 'misprint') return tell('accepted');
    tell(screen.lockedOut ? 'locked-out' : 'wrong');
    if (screen.lockedOut) break;
  }
  screens.tap({ type: 'back' });
}

async function until(screens: Screens, wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  const limit = Date.now() + ANSWER_LIMIT_MS;
  for (;;) {
    const snapshot = screens.current();
    if (snapshot !== null && wanted(snapshot)) return snapshot;
    if (Date.now() > limit) throw new Error(`The screen stays ${snapshot?.screen.name ?? 'dark'}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
