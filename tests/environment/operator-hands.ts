/**
 * A clerk's way through the operator's screens, by what they show: opens them, types the code, does one task, locks up again.
 */
import type { Snapshot, UiAction } from '../../kiosk/snapshot.ts';
import type { Screens } from './scripted-screens.ts';
import { SYNTHETIC_CLERK } from './synthetic-directive.ts';

type Home = Extract<Snapshot['screen'], { name: 'operator-home' }>;
type Task = Extract<UiAction, { type: 'operator-task' }>['task'];
type Answer = Extract<UiAction, { type: 'operator-answer' }>['answer'];
type Result = Extract<Snapshot['screen'], { name: 'operator-result' }>;

const SCREEN_LIMIT_MS = 30_000;

/** Opens the operator's screens by the staff gesture and the personal code. */
export async function signIn(screens: Screens, code: string = SYNTHETIC_CLERK.code): Promise<Home> {
  screens.tap({ type: 'staff' });
  await screens.until(['operator-code'], SCREEN_LIMIT_MS);
  for (const digit of code) screens.tap({ type: 'digit', digit: Number(digit) });
  screens.tap({ type: 'next' });
  const { screen } = await screens.until(['operator-home'], SCREEN_LIMIT_MS);
  if (screen.name !== 'operator-home') throw new Error(`The clerk is at ${screen.name}.`);
  return screen;
}

/** Does one task from the home screen with these answers in order, and closes its result. */
export async function doTask(screens: Screens, task: Task, answers: readonly Answer[] = []): Promise<Result> {
  screens.tap({ type: 'operator-task', task });
  for (const answer of answers) {
    const asked = await screens.until(['operator-question', 'operator-result'], SCREEN_LIMIT_MS);
    if (asked.screen.name !== 'operator-question') break;
    screens.tap({ type: 'operator-answer', answer });
    await screens.change(asked, SCREEN_LIMIT_MS);
  }
  const { screen } = await screens.until(['operator-result'], SCREEN_LIMIT_MS);
  if (screen.name !== 'operator-result') throw new Error(`The clerk is at ${screen.name}.`);
  screens.tap({ type: 'next' });
  await screens.until(['operator-home'], SCREEN_LIMIT_MS);
  return screen;
}

/** Signs in, does one task, locks up. */
export async function clerkDoes(screens: Screens, task: Task, answers: readonly Answer[] = []): Promise<Result> {
  await signIn(screens);
  const result = await doTask(screens, task, answers);
  screens.tap({ type: 'operator-lock' });
  return result;
}
