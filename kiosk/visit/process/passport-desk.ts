/**
 * The visit's dealings with a passport: the zone off its photo page, and its chip on the same reader as the card. What was read
 * goes to the vault; the machine hears only how it went.
 */
import type { CardReader } from '../../../card-reader/index.ts';
import {
  type Mrz,
  type MrzScanner,
  type PassportError,
  readPassport,
  wipePassport,
} from '../../../card-reader/passport/index.ts';
import type { PassportRead, PassportScanned } from '../machine/actor-contracts.ts';
import { makeReaderDesk, troubleOf } from './reader-desk.ts';
import type { Vault } from './vault.ts';

const SCAN_LIMIT_MS = 90_000;

export type PassportDesk = {
  scan(signal: AbortSignal): Promise<PassportScanned>;
  read(signal: AbortSignal): Promise<PassportRead>;
};

/** `passport` null: no scanner is configured, and every scan is given up. */
export function makePassportDesk(o: {
  reader: CardReader;
  vault: Vault;
  passport: { scanner: MrzScanner; anchors: readonly Uint8Array[] } | null;
  now: () => Date;
}): PassportDesk {
  const { vault, passport } = o;
  const readerDesk = makeReaderDesk(o.reader);
  let zone: Mrz | null = null;

  return {
    async scan(signal) {
      if (passport === null) return { type: 'given-up' };
      const scanned = await passport.scanner.scan({ signal, timeoutMs: SCAN_LIMIT_MS });
      if (scanned.isErr()) return { type: scanned.error.kind === 'unreadable' ? 'again' : 'given-up' };
      zone = scanned.value;
      return { type: 'scanned' };
    },

    async read(signal) {
      if (passport === null || zone === null) return { type: 'refused', refusal: 'UNAVAILABLE' };
      const connected = await readerDesk.connect(signal);
      if (connected.isErr()) return reading(connected.error);
      try {
        const { anchors } = passport;
        const read = await readPassport({ connection: connected.value, mrz: zone, anchors, now: o.now(), signal });
        if (read.isErr()) return reading(read.error);
        if (vault.passport !== null) wipePassport(vault.passport);
        vault.passport = { dg1: read.value.dg1, sod: read.value.sod };
        return { type: 'read' };
      } finally {
        await readerDesk.powerOff();
      }
    },
  };
}

function reading(error: PassportError): PassportRead {
  switch (error.kind) {
    case 'access-denied':
    case 'mrz-differs':
      return { type: 'again', problem: 'another-passport' };
    case 'wrong-document':
      return { type: 'again', problem: 'wrong-document' };
    case 'unexpected-status':
    case 'channel-broken':
    case 'chip-unproven':
    case 'reading-too-slow':
      return { type: 'again', problem: 'unreadable' };
    case 'object-malformed':
    case 'algorithm-refused':
    case 'issuer-unknown':
    case 'issuer-expired':
    case 'signer-certificate-forged':
    case 'signer-expired':
    case 'signer-not-yet-valid':
    case 'signer-not-for-passports':
    case 'country-differs':
    case 'signature-forged':
    case 'data-altered':
    case 'passport-expired':
      return { type: 'refused', refusal: 'PASSPORT_NOT_GENUINE' };
    case 'anchor-malformed':
      return { type: 'refused', refusal: 'UNAVAILABLE' };
    default: {
      const trouble = troubleOf(error);
      return trouble === 'broken' ? { type: 'refused', refusal: 'UNAVAILABLE' } : { type: 'again', problem: trouble };
    }
  }
}
