/**
 * A resident who does what the screen asks for, one thing a second. It knows nothing but what stands on the page and what a person
 * before the machine can see and hold.
 */
import type { Screen, ScreenName, UiAction } from '../../../kiosk/snapshot.ts';
import type { Box } from './box.ts';
import type { Resident } from './people.ts';
import { MUNICIPALITY } from './vrs-model.ts';

export type Wishes = {
  copies: number;
  /** Coins are put in as they are asked for, this one after another. */
  coinYen: number;
};
export const USUAL_WISHES: Wishes = { copies: 2, coinYen: 100 };

/** Does one thing, or nothing where there is nothing to do but to wait. */
export function actAsAsked(box: Box, who: Resident, wishes: Wishes = USUAL_WISHES): void {
  const touched = touchFor(box.screens.current()?.screen ?? null, who, wishes);
  if (touched !== null) box.screens.touch(touched);
  else handsFor(box, who, wishes);
}

/** What is done by hand: card and coins. */
function handsFor(box: Box, who: Resident, wishes: Wishes): void {
  const screen = box.screens.current()?.screen;
  if (screen?.name === 'lay-card') box.layCard(who);
  if (screen?.name === 'take-card' || screen?.name === 'take-card-first') box.takeCard();
  if (screen?.name === 'payment' && screen.insertedYen < screen.totalYen) box.insertCoin(wishes.coinYen);
}

function touchFor(screen: Screen | null, who: Resident, wishes: Wishes): UiAction | null {
  if (screen === null) return null;
  switch (screen.name) {
    case 'attract':
      return { type: 'start' };
    case 'menu':
    case 'last-try':
    case 'take-paper':
    case 'receipt':
    case 'goodbye':
    case 'refused':
      return { type: 'next' };
    case 'terms':
      return { type: 'agree' };
    case 'kind':
      return { type: 'choose-kind', kind: 'domestic' };
    case 'pin':
      return { type: 'digit', digit: Number(who.person.pin[screen.digits] ?? '0') };
    case 'municipality':
      return { type: 'choose-municipality', code: MUNICIPALITY };
    case 'preview':
      return { type: screen.facts === null ? 'reveal' : 'next' };
    case 'copies':
      return screen.copies === wishes.copies ? { type: 'next' } : { type: 'choose-copies', copies: wishes.copies };
    case 'confirm':
      return { type: 'pay' };
    case 'misprint':
      return { type: 'back' };
    case 'operator-code':
    case 'operator-home':
    case 'operator-step':
    case 'operator-question':
    case 'operator-working':
    case 'operator-readiness':
    case 'operator-result':
    case 'out-of-service':
    case 'checking-card':
    case 'reading-card':
    case 'applying':
    case 'scan-passport':
    case 'lay-passport':
    case 'reading-passport':
    case 'returning-money':
    case 'printing':
    case 'printer-attention':
    // By hand.
    case 'lay-card':
    case 'take-card':
    case 'take-card-first':
    case 'take-passport':
    case 'payment':
      return null;
    default: {
      const never: never = screen;
      throw new Error(`Unknown screen ${JSON.stringify(never)}`);
    }
  }
}

const STEP_MS = 100;
const REACH_LIMIT_STEPS = 3_000;

/** Goes on as asked until the page shows one of these; throws where it never does. */
export async function goUntil(box: Box, who: Resident, wanted: (screen: ScreenName) => boolean): Promise<void> {
  for (let step = 0; step < REACH_LIMIT_STEPS; step += 1) {
    const name = box.screens.current()?.screen.name;
    if (name !== undefined && wanted(name)) return;
    if (step % 2 === 0) actAsAsked(box, who);
    await box.time.advance(STEP_MS);
  }
  throw new Error(
    `The screen stays ${box.screens.current()?.screen.name ?? 'dark'}: ${box.screens.history.slice(-12).join(' ')}`,
  );
}
