/**
 * The line under a ticket's number that a tablet's camera reads: 18 digits. Municipality (6), ticket (10), dose (1), check digit (1).
 * The check digit is Damm's, which notices every single wrong digit and every pair that is swapped: cameras misread one digit, and
 * somebody else got the dose (I8). docs/decisions/0028 tells why.
 */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type MunicipalityCode, MunicipalityCodeSchema } from '../../protocol/index.ts';

export type TicketLine = {
  readonly area: MunicipalityCode;
  readonly ticketNumber: string;
  /** 1 to 9. */
  readonly doseNumber: number;
};

export type TicketLineError =
  /** Not 18 digits, or a dose 0. */
  | { readonly kind: 'form' }
  /** Misread. */
  | { readonly kind: 'check-digit' };

/** Damm's quasigroup of order ten (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004). */
const DAMM = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

/** The check digit of a text of digits; over digits and their check digit together it is 0. */
export function dammDigit(digits: string): number {
  let state = 0;
  for (const digit of digits) state = DAMM[state]?.[Number(digit)] ?? Number.NaN;
  return state;
}

/** Reads a line as the camera gives it. */
export function parseTicketLine(line: string): Result<TicketLine, TicketLineError> {
  const parts = /^([0-9]{6})([0-9]{10})([1-9])[0-9]$/.exec(line);
  if (parts === null) return err({ kind: 'form' });
  if (dammDigit(line) !== 0) return err({ kind: 'check-digit' });
  const [, area, ticketNumber = '', doseNumber] = parts;
  return ok({ area: v.parse(MunicipalityCodeSchema, area), ticketNumber, doseNumber: Number(doseNumber) });
}

/** The line that is printed on a ticket. */
export function ticketLineOf({ area, ticketNumber, doseNumber }: TicketLine): string {
  const digits = `${area}${ticketNumber}${doseNumber}`;
  return `${digits}${dammDigit(digits)}`;
}
