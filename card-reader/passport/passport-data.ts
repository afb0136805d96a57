import type { Mrz } from './mrz.ts';
import { birthDateOf, expiryDateOf } from './mrz-dates.ts';

/** A verified passport: the fields of its DG1, and the two files a record system verifies again. */
export type PassportData = {
  documentNumber: string;
  nationality: string;
  issuingState: string;
  primaryIdentifier: string;
  /** Empty for somebody with one name only. */
  secondaryIdentifier: string;
  /** YYYYMMDD, parts not known are zeros. See `birthDateOf` for the century. */
  birthDate: string;
  /** YYYYMMDD. */
  expiryDate: string;
  sex: 'M' | 'F' | 'X';
  /** The files exactly as the chip gave them. */
  dg1: Uint8Array;
  sod: Uint8Array;
};

export function passportDataOf(mrz: Mrz, files: { dg1: Uint8Array; sod: Uint8Array }, now: Date): PassportData {
  return {
    documentNumber: mrz.documentNumber,
    nationality: mrz.nationality,
    issuingState: mrz.issuingState,
    primaryIdentifier: mrz.primaryIdentifier,
    secondaryIdentifier: mrz.secondaryIdentifier,
    birthDate: birthDateOf(mrz.birthDate, now),
    expiryDate: expiryDateOf(mrz.expiryDate, now),
    sex: mrz.sex,
    dg1: files.dg1,
    sod: files.sod,
  };
}

/** Overwrites the files with zeros (invariant B). The texts go with the process that holds them (invariant F). */
export function wipePassport(passport: Pick<PassportData, 'dg1' | 'sod'>): void {
  passport.dg1.fill(0);
  passport.sod.fill(0);
}
