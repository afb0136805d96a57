/** Whether a terminal may apply for a municipality now: the center's own check of what its directive says (C1, K8). */
import type { Directive, MunicipalityCode, RelayRefusal, TerminalId } from '../protocol/index.ts';
import type { TerminalStanding } from './store/index.ts';

const DAY_MINUTES = 24 * 60;
/** Japan Standard Time has no summer time. */
const JST_OFFSET_MINUTES = 9 * 60;

const minutesOf = (timeOfDay: string): number => {
  const [hours = '', minutes = ''] = timeOfDay.split(':');
  return Number(hours) * 60 + Number(minutes);
};

/** Whether `now` lies in the service hours, in Japan Standard Time; hours may pass midnight. The end is not included. */
export function isWithinHours(hours: Directive['hours'], now: Date): boolean {
  const minute = (Math.floor(now.getTime() / 60_000) + JST_OFFSET_MINUTES) % DAY_MINUTES;
  const from = minutesOf(hours.from);
  const to = minutesOf(hours.to);
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/**
 * Why this terminal is refused, or null. The municipality is null where none is named yet (a challenge).
 * The order is fixed: what concerns the terminal comes before what concerns the resident's choice.
 */
export function refusalFor(question: {
  readonly directive: Directive | null;
  readonly terminalId: TerminalId;
  readonly standing: TerminalStanding;
  readonly municipality: MunicipalityCode | null;
  readonly now: Date;
}): RelayRefusal | null {
  const { directive, terminalId, standing, municipality, now } = question;
  if (directive === null || Date.parse(directive.expiresAt) <= now.getTime()) return 'UNAVAILABLE';
  if (standing.suspendedFor !== null) return 'TERMINAL_SUSPENDED';
  if (directive.terminals.length > 0 && !directive.terminals.includes(terminalId)) return 'TERMINAL_SUSPENDED';
  // P6b: a terminal that has not said what it runs, or runs something else, does not serve.
  const { allowedBuilds } = directive;
  if (allowedBuilds.length > 0 && !(standing.build !== null && allowedBuilds.includes(standing.build))) {
    return 'TERMINAL_SUSPENDED';
  }
  if (directive.service.state === 'off') return 'UNAVAILABLE';
  if (!isWithinHours(directive.hours, now)) return 'OUT_OF_HOURS';
  if (municipality === null) return null;
  const chosen = directive.municipalities.find((candidate) => candidate.code === municipality);
  return chosen?.takingPart === true ? null : 'CITY_STOPPED';
}
