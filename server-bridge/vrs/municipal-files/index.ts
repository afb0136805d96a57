/** The file formats of neighbouring systems (M1–M3), in and out, each one table of columns. */
export { ADDRESS_NUMBERS_FILE, type AddressNumberLine } from './address-numbers-file.ts';
export { type FileIn, type FileOut, type LineFault, type RowFault, readRow } from './file-format.ts';
export {
  PEOPLE_OUT,
  type PersonOut,
  RECORD_COPIES_OUT,
  RECORDS_OUT,
  type RecordCopyOut,
  type RecordOut,
  TICKETS_OUT,
  type TicketOut,
  UNLINKED_PEOPLE_OUT,
} from './files-out.ts';
export { isMunicipalityCode, municipalityCheckDigit } from './municipality-code.ts';
export { PEOPLE_FILE, type PeopleLine } from './people-file.ts';
export { RECORDS_FILE, type RecordLine } from './records-file.ts';
export { TICKETS_FILE, type TicketLine } from './tickets-file.ts';
export { beginningOf, csvCell, csvLine, encodeText, type WrittenEncoding } from './write-cell.ts';
