/** Door of the visit: its channel. The machines and the process are reached through it alone. */
export {
  type HostToVisit,
  HostToVisitSchema,
  VISIT_OUTCOMES,
  type VisitToHost,
  VisitToHostSchema,
} from './channel.ts';
