/** 接種券: tickets issued to people (V1; 000 annex 1, 002 §7). */
import type * as v from 'valibot';
import { dayCell, municipalityCell, orEmpty, referenceNumberCell, ticketNumberCell, ticketTypeCell } from './cells.ts';
import { fileIn } from './file-format.ts';
import { DAY_FORM, MUNICIPALITY, REFERENCE } from './shared-columns.ts';

export const TICKETS_FILE = fileIn({
  name: 'tickets',
  neighbour: 'municipal system (M1)',
  title: '接種券 Vaccination tickets',
  about:
    'One line for each ticket, after its person is registered. A ticket number stays with its person: only type and days can be corrected by a ' +
    'later file. An empty 廃止年月日 leaves a ticket that is withdrawn already as it is.',
  columns: {
    municipality: MUNICIPALITY,
    referenceNumber: REFERENCE,
    ticketNumber: {
      heading: '券番号',
      form: '10 digits',
      meaning: 'Number of the ticket, used once in a municipality.',
    },
    ticketType: { heading: '券種', form: '1 or 2 digits', meaning: 'Type of the ticket.' },
    issuedOn: { heading: '発行年月日', form: DAY_FORM, meaning: 'Day of issue.' },
    withdrawnOn: {
      heading: '廃止年月日',
      form: `${DAY_FORM}; may be empty`,
      meaning: 'Day from which the ticket is no longer taken.',
    },
  },
  entries: {
    municipality: municipalityCell,
    referenceNumber: referenceNumberCell,
    ticketNumber: ticketNumberCell,
    ticketType: ticketTypeCell,
    issuedOn: dayCell,
    withdrawnOn: orEmpty(dayCell),
  },
  rules: (row) => row,
});
export type TicketLine = v.InferOutput<typeof TICKETS_FILE.schema>;
