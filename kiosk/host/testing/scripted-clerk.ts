/** A clerk at a scripted terminal: opens the operator's screens, types the code, does a task by what the screens offer. */
import type { UiAction } from '../../snapshot.ts';
import type { ScriptedTerminal } from './scripted-terminal.ts';

export const CLERK_CODE = '246802';
type Task = Extract<UiAction, { type: 'operator-task' }>['task'];
type Pass = (ms: number) => Promise<unknown>;

/** Codes are hashed outside the simulated clock. */
const HASH_LIMIT_MS = 20_000;

export async function signIn({ screens }: ScriptedTerminal, pass: Pass): Promise<void> {
  for (const digit of CLERK_CODE) screens.tap({ type: 'digit', digit: Number(digit) });
  screens.tap({ type: 'next' });
  const limit = performance.now() + HASH_LIMIT_MS;
  while (screens.screen().name !== 'operator-home') {
    if (performance.now() > limit) throw new Error(`The clerk is at ${screens.state.last.slice(0, 300)}.`);
    await new Promise((resolve) => setImmediate(resolve));
    await pass(0);
  }
}

/** Does one task from the home screen; what it ends in. */
export async function doTask({ screens }: ScriptedTerminal, pass: Pass, task: Task, answers: string[]) {
  screens.tap({ type: 'operator-task', task });
  await pass(10);
  for (const answer of answers) {
    const { screen } = screens.snapshot();
    const offered = screen.name === 'operator-question' ? screen.answers : [];
    const chosen = offered.find((one) => one === answer);
    if (chosen === undefined) throw new Error(`${answer} is not offered at ${screen.name}.`);
    screens.tap({ type: 'operator-answer', answer: chosen });
    await pass(10);
  }
  await pass(50);
  return screens.screen();
}
