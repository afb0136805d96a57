/** The serial number and the beginning of every certificate that is issued here. */
import { randomBytes } from 'node:crypto';

/** Clocks of one fleet differ; a certificate is valid a little before it was made. */
export const BACKDATE_MS = 3_600_000;

/** Random and positive, 127 bits (RFC 5280 §4.1.2.2). Never ten decimal digits in a row: words of the audit trail hold none. */
export const serialNumber = (): string => {
  for (;;) {
    const bytes = randomBytes(16);
    bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
    const serial = bytes.toString('hex');
    if (!/[0-9]{10}/.test(serial)) return serial;
  }
};
