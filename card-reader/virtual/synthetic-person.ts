/** Somebody who does not exist, with a card. Everything here is invented and marked synthetic. */
export type SyntheticPerson = {
  /** ASCII, for commands and file names. */
  readonly id: string;
  readonly individualNumber: string;
  /** U+3000 between family and given name. */
  readonly name: string;
  readonly address: string;
  /** YYYYMMDD. */
  readonly birthDate: string;
  /** ISO/IEC 5218: '1' male, '2' female, '9' not applicable, '0' not known. */
  readonly sex: string;
  readonly pin: string;
  /** Which of the two synthetic municipalities signed the card. */
  readonly issuer: 'A' | 'B';
  /** What this person is for. */
  readonly remark: string;
};
