/** Door to virtual passports: their chips and data pages, the states that sign them, and a scanner to lay them on. */
export { type ServedScanner, serveScanner } from './served-scanner.ts';
export {
  buildSyntheticPassport,
  type PassportFault,
  type SyntheticPassport,
  type SyntheticPassportOptions,
} from './synthetic-passport.ts';
export { foundState, type StateOptions, type SyntheticState } from './synthetic-state.ts';
export { VirtualScanner } from './virtual-scanner.ts';
export type { SyntheticHolder } from './zone-writer.ts';
