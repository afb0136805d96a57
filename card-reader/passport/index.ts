/** The door of the passport part: the scanned zone, the chip, and the proof that a state signed what it tells. */
export type { PassportVerificationError } from './authenticity/verification-error.ts';
export { type Mrz, type MrzError, type MrzField, parseMrz } from './mrz.ts';
export type { MrzScanner, ScannerError } from './mrz-scanner.ts';
export {
  openPassportScanner,
  type PassportScannerConfiguration,
  PassportScannerConfigurationSchema,
} from './open-scanner.ts';
export { type PassportData, wipePassport } from './passport-data.ts';
export type { PassportError, PassportStep } from './passport-error.ts';
export { PASSPORT_DELAYS, readPassport } from './read-passport.ts';
export { verifyPassport } from './verify-passport.ts';
