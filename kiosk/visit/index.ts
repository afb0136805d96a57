/** Door of the visit: its channel. The machines and the process are reached through it alone. */
export {
  type HostToVisit,
  HostToVisitSchema,
  MAX_REPRINTS,
  PAYMENT_FAILURES,
  type PaymentFailure,
  type ReprintAnswer,
  VISIT_OUTCOMES,
  type VisitToHost,
  VisitToHostSchema,
} from './channel.ts';
export { PATIENCE, patienceOf, SLOW_PACE_FACTOR } from './machine/patience.ts';
