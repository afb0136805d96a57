/**
 * Door of the visit's machines: what draws them, walks them, or runs them without a process. They are pure: whoever runs them gives
 * them their world.
 */

export { applyMachine } from './apply.ts';
export { chooseMachine } from './choose.ts';
export type { TouchEvent } from './events.ts';
export { handOverMachine } from './hand-over.ts';
export { identifyMachine } from './identify.ts';
export { passportMachine } from './passport.ts';
export {
  PATIENCE,
  type Patience,
  patienceOf,
  SLOW_PACE_FACTOR,
  VISIT_LIMIT_MS,
  type VisitScreenName,
} from './patience.ts';
export { payMachine } from './pay.ts';
export { printMachine } from './print.ts';
export { runVisit, type VisitClock, type VisitRun } from './run-visit.ts';
export { visitMachine } from './visit.ts';
export type { VisitInput, VisitOutcome, VisitOutput } from './visit-types.ts';
