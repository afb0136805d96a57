/** What the center's staff do while residents stand at a kiosk, and how to know that the terminal has heard of it. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { SYNTHETIC_MUNICIPALITIES } from '../../server-bridge/vrs/index.ts';
import { askOperations } from '../environment/operations-client.ts';
import type { BrowserKiosk } from './browser-kiosk.ts';

const HEARD_LIMIT_MS = 20_000;

/** In force at the center at once; the terminal hears of it in a moment. */
export async function direct({ world }: BrowserKiosk, content: Readonly<Record<string, unknown>>): Promise<void> {
  await askOperations(world, 'POST', '/operations/directive', content);
}

/** In force at the terminal too, which stands at the attract screen: the notice that came with it can be read there. */
export async function directAndHear(kiosk: BrowserKiosk, content: Readonly<Record<string, unknown>>): Promise<void> {
  const notice = `synthetic ${randomUUID()}`;
  await direct(kiosk, { ...content, notice: { ja: notice, en: notice } });
  await kiosk.page.getByText(notice).waitFor({ timeout: HEARD_LIMIT_MS });
}

export const setTakingPart = (kiosk: BrowserKiosk, code: string, takingPart: boolean): Promise<void> =>
  direct(kiosk, {
    municipalities: SYNTHETIC_MUNICIPALITIES.map((m) => (m.code === code ? { ...m, takingPart } : m)),
  });

/** A named person's order to the terminal. */
export async function order(
  { world, terminalId }: BrowserKiosk,
  what: Readonly<Record<string, unknown>>,
): Promise<void> {
  await askOperations(world, 'POST', '/operations/commands', { terminalId, order: what });
}

const TerminalsSchema = v.looseObject({
  terminals: v.array(v.looseObject({ terminalId: v.string(), suspendedFor: v.nullable(v.string()) })),
});

/** The center has heard the terminal's alarm, and refuses it. */
export async function untilSuspended({ world, terminalId }: BrowserKiosk): Promise<void> {
  const limit = Date.now() + HEARD_LIMIT_MS;
  for (;;) {
    const { terminals } = v.parse(TerminalsSchema, await askOperations(world, 'GET', '/operations/terminals'));
    if (terminals.some((terminal) => terminal.terminalId === terminalId && terminal.suspendedFor !== null)) return;
    if (Date.now() > limit) throw new Error('The center has not suspended the terminal.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const OrderedSchema = v.object({ commandId: v.string() });
const StateSchema = v.object({ command: v.object({ state: v.string() }) });
const LINE_LIMIT_MS = 60_000;

/** Until the terminal has done what this center ordered over the line: a center that was started anew is connected again. */
export async function untilLineIsUp({ world, terminalId }: BrowserKiosk): Promise<void> {
  const order = { kind: 'refresh-directive' };
  const ordered = await askOperations(world, 'POST', '/operations/commands', { terminalId, order });
  const { commandId } = v.parse(OrderedSchema, ordered);
  const until = performance.now() + LINE_LIMIT_MS;
  while (performance.now() < until) {
    const answer = await askOperations(world, 'GET', `/operations/commands/${commandId}`);
    if (v.parse(StateSchema, answer).command.state === 'done') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The terminal does not come back to the line.');
}
