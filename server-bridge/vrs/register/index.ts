/** The door of the registers: people, tickets and doses of one municipality, and what staff do with them. */
export { dayInJapan, isCalendarDay } from './calendar-day.ts';
export {
  CORRECTION_REASONS,
  type CorrectionReason,
  DOUBTS,
  type DoseFacts,
  DoseFactsSchema,
  type Doubt,
} from './dose-facts.ts';
export { correctDose, type DoseOrigin, insertDose, registerDose } from './doses.ts';
export { doubtsOf } from './doubts.ts';
export { changeIndividualNumber, changePerson, holdPerson, registerNewPerson } from './people.ts';
export { peopleRoutes } from './people-routes.ts';
export {
  type IndividualNumber,
  IndividualNumberSchema,
  type PersonFacts,
  PersonFactsSchema,
  type TicketFacts,
  TicketFactsSchema,
} from './person-facts.ts';
export { readDoses } from './read-doses.ts';
export { readPerson } from './read-person.ts';
export { recordsRoutes } from './records-routes.ts';
export { refreshDoubts } from './refresh-doubts.ts';
export type { Change, RegisterError } from './register-error.ts';
export { eraseExpired, retentionEnd, SHORTEST_RETENTION_YEARS } from './retention.ts';
export { searchTermsOf } from './search-terms.ts';
export { actInArea, type RegisterParts } from './staff-work.ts';
export { findTicket, issueTicket, readTickets, withdrawTicket } from './tickets.ts';
