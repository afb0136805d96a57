/** Brings a scripted terminal to a place a test begins at: open, in a visit, paying, with paper on its way. */
import type { RunningHost } from '../run-host.ts';
import { syntheticDirective } from './scripted-line.ts';
import type { ScriptedTerminal } from './scripted-terminal.ts';
import type { ScriptedVisit } from './scripted-visit-process.ts';

/** Noon in Japan, within service hours. */
export const NOON = new Date('2026-11-21T03:00:00.000Z');

type Pass = (ms: number) => Promise<unknown>;

export async function openTerminal(
  terminal: ScriptedTerminal,
  pass: Pass,
  directive = syntheticDirective(),
): Promise<RunningHost> {
  const starting = terminal.start();
  await pass(10);
  const host = await starting;
  terminal.line.connect(directive);
  await pass(200);
  return host;
}

/** A resident touches "start"; the visit shows its menu. */
export async function beginVisit(terminal: ScriptedTerminal, pass: Pass): Promise<ScriptedVisit> {
  terminal.screens.tap({ type: 'start' });
  await pass(10);
  const visit = terminal.visits.find(({ told }) => told.some(({ type }) => type === 'begin') && !isOver(told));
  if (visit === undefined) throw new Error('No visit has begun.');
  visit.frame('menu', firstSeqOf(visit));
  return visit;
}

/** The visit asks for the fee of one copy and the resident pays it. */
export async function payOneCopy(terminal: ScriptedTerminal, visit: ScriptedVisit, pass: Pass): Promise<void> {
  visit.say({ type: 'collect', kind: 'domestic', copies: 1, copyYen: 120, dueYen: 120 });
  await pass(10);
  terminal.fee.insert(120);
  await pass(10);
}

export function firstSeqOf(visit: ScriptedVisit): number {
  const begin = visit.told.find((message) => message.type === 'begin');
  return begin?.type === 'begin' ? begin.firstScreenSeq : 0;
}

export function heard(visit: ScriptedVisit, type: string): unknown[] {
  return visit.told.filter((message) => message.type === type);
}

function isOver(told: ScriptedVisit['told']): boolean {
  return told.some(({ type }) => type === 'abort');
}
