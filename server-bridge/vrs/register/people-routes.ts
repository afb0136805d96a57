/** `/operations/people…`: what staff do with people and tickets. */
import { err, ok } from 'neverthrow';
import {
  ChangeNumberSchema,
  ChangePersonSchema,
  NewPersonSchema,
  NewTicketSchema,
  PeopleSearchSchema,
  PersonParametersSchema,
  ShowNumberSchema,
  TicketParametersSchema,
} from '../console-api/people.ts';
import { mayDo } from '../staff/rights.ts';
import { type VrsStaffRoute, vrsRoute } from '../staff/vrs-staff-route.ts';
import { readHistory } from './history.ts';
import { changeIndividualNumber, changePerson, registerNewPerson, showIndividualNumber } from './people.ts';
import { personPage } from './person-page.ts';
import { refused } from './register-problem.ts';
import { searchPeople } from './search-people.ts';
import { actInArea, type RegisterParts } from './staff-work.ts';
import { issueTicket, withdrawTicket } from './tickets.ts';

const unknownPerson = { kind: 'not-found', error: 'unknown-person' } as const;

export function peopleRoutes(parts: RegisterParts): readonly VrsStaffRoute[] {
  return [
    vrsRoute({
      method: 'POST',
      path: '/people/search',
      needs: 'people:read',
      body: PeopleSearchSchema,
      handle: ({ actor, body }) =>
        actInArea(parts, actor, async ({ transaction, note }) => {
          const found = await searchPeople(transaction, body);
          const by = Object.keys(body).toSorted().join('+');
          await note({ operation: 'people-searched', personId: null, target: by, result: String(found.people.length) });
          if (mayDo(actor, 'records:read')) return ok({ status: 200, value: found });
          const people = found.people.map((line) => ({ ...line, doses: null, doubtful: null }));
          return ok({ status: 200, value: { ...found, people } });
        }),
    }),
    vrsRoute({
      method: 'GET',
      path: '/people/:personId',
      needs: 'people:read',
      parameters: PersonParametersSchema,
      handle: ({ actor, parameters: { personId } }) =>
        actInArea(parts, actor, async ({ transaction, note }) => {
          const records = mayDo(actor, 'records:read');
          const certificates = mayDo(actor, 'certificates:read');
          const page = await personPage(transaction, personId, { records, certificates });
          if (page === null) return err(unknownPerson);
          await note({ operation: 'person-shown', personId });
          if (certificates) await note({ operation: 'certificates-shown', personId });
          return ok({ status: 200, value: page });
        }),
    }),
    vrsRoute({
      method: 'GET',
      path: '/people/:personId/history',
      needs: 'people:read',
      parameters: PersonParametersSchema,
      handle: ({ actor, parameters: { personId } }) =>
        actInArea(parts, actor, async ({ transaction, note }) => {
          const history = await readHistory(transaction, personId);
          if (history === null) return err(unknownPerson);
          // Versions of doses belong to whoever may see doses.
          const versions = history.filter(({ of }) => of.kind === 'person' || mayDo(actor, 'records:read'));
          await note({ operation: 'history-shown', personId });
          return ok({ status: 200, value: { versions } });
        }),
    }),
    vrsRoute({
      method: 'POST',
      path: '/people/:personId/number',
      needs: 'numbers:read',
      parameters: PersonParametersSchema,
      body: ShowNumberSchema,
      handle: ({ actor, parameters: { personId }, body: { purpose } }) =>
        actInArea(parts, actor, async ({ transaction, note }) => {
          const shown = await showIndividualNumber(transaction, personId);
          if (shown.isErr()) return refused(shown.error);
          if (shown.value === null) return err({ kind: 'not-found', error: 'no-number' });
          await note({ operation: 'number-shown', personId, target: purpose });
          return ok({ status: 200, value: { individualNumber: shown.value } });
        }),
    }),
    vrsRoute({
      method: 'POST',
      path: '/people',
      needs: 'people:write',
      body: NewPersonSchema,
      handle: ({ actor, body }) =>
        actInArea(parts, actor, async ({ transaction, change, note }) => {
          if (body.individualNumber !== null && !mayDo(actor, 'numbers:write')) {
            return err({ kind: 'forbidden', error: 'forbidden' });
          }
          const made = await registerNewPerson(transaction, body, change);
          if (made.isErr()) {
            // That a number is registered is an answer as well: who tries numbers out is seen.
            await note({ operation: 'person-registered', personId: null, result: made.error.kind });
            return refused(made.error);
          }
          await note({ operation: 'person-registered', personId: made.value.personId });
          return ok({ status: 201, value: made.value });
        }),
    }),
    vrsRoute({
      method: 'POST',
      path: '/people/:personId/change',
      needs: 'people:write',
      parameters: PersonParametersSchema,
      body: ChangePersonSchema,
      handle: ({ actor, parameters: { personId }, body }) =>
        actInArea(parts, actor, async ({ transaction, change, note }) => {
          const changed = await changePerson(transaction, personId, body, change);
          if (changed.isErr()) return refused(changed.error);
          await note({ operation: 'person-corrected', personId, target: body.reason });
          return ok({ status: 204 });
        }),
    }),
    vrsRoute({
      method: 'POST',
      path: '/people/:personId/number-change',
      needs: 'numbers:write',
      parameters: PersonParametersSchema,
      body: ChangeNumberSchema,
      handle: ({ actor, parameters: { personId }, body }) =>
        actInArea(parts, actor, async ({ transaction, change, note }) => {
          const changed = await changeIndividualNumber(transaction, personId, body, change);
          if (changed.isErr()) {
            const { kind } = changed.error;
            if (kind === 'taken')
              await note({ operation: 'number-changed', personId, target: body.reason, result: kind });
            return refused(changed.error);
          }
          await note({ operation: 'number-changed', personId, target: body.reason });
          return ok({ status: 204 });
        }),
    }),
    vrsRoute({
      method: 'POST',
      path: '/people/:personId/tickets',
      needs: 'people:write',
      parameters: PersonParametersSchema,
      body: NewTicketSchema,
      handle: ({ actor, parameters: { personId }, body }) =>
        actInArea(parts, actor, async ({ transaction, change, note }) => {
          const issued = await issueTicket(transaction, personId, body, change);
          if (issued.isErr()) return refused(issued.error);
          await note({ operation: 'ticket-issued', personId });
          return ok({ status: 201, value: issued.value });
        }),
    }),
    vrsRoute({
      method: 'POST',
      path: '/tickets/:ticketId/withdraw',
      needs: 'people:write',
      parameters: TicketParametersSchema,
      handle: ({ actor, parameters: { ticketId } }) =>
        actInArea(parts, actor, async ({ transaction, change, note }) => {
          const withdrawn = await withdrawTicket(transaction, ticketId, change);
          if (withdrawn.isErr()) return refused(withdrawn.error);
          await note({ operation: 'ticket-withdrawn', personId: withdrawn.value.personId });
          return ok({ status: 204 });
        }),
    }),
  ];
}
