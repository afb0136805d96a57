import { fromHex } from '../../apdu/hex.ts';
import { encodeTlv } from '../../apdu/tlv.ts';
import type { CardFault } from '../../virtual/card-faults.ts';
import { VirtualCard } from '../../virtual/virtual-card.ts';
import { passwordOf } from '../access/key-derivation.ts';
import { countryOfState } from '../issuing-states.ts';
import { type Mrz, mrzInformation } from '../mrz.ts';
import { type PassportChipModel, PassportChipProgram } from './passport-chip.ts';
import { type SecurityObjectOptions, writeSecurityObject } from './security-object-writer.ts';
import type { SigningScheme } from './signing-keys.ts';
import { foundState, type SyntheticState } from './synthetic-state.ts';
import { type SyntheticHolder, writeZone } from './zone-writer.ts';

/** What can be wrong with a passport. */
export type PassportFault =
  /** The chip opens with another passport's zone than the printed one. */
  | { kind: 'chip-of-another-zone' }
  /** The chip opens, and its signed DG1 names somebody else than the printed zone. */
  | { kind: 'dg1-of-another-zone' }
  /** A letter of DG1 was changed after signing, check digits right. */
  | { kind: 'dg1-altered' }
  /** A bit of the SOD was turned over; counted from the end, so that 0 lies in the signature. */
  | { kind: 'sod-altered'; bitFromEnd: number }
  /** Signed under another CSCA; `same-name`: one that calls itself like the real one. */
  | { kind: 'foreign-csca'; sameName: boolean }
  | { kind: 'signer-expired' }
  | { kind: 'signer-not-yet-valid' }
  /** What the chip or the reader does at a command, counted from 1. */
  | { kind: 'at-command'; at: number; fault: CardFault }
  | { kind: 'wrong-mac'; at: number };

export type SyntheticPassportOptions = {
  readonly holder?: Partial<SyntheticHolder>;
  /** Ways in; `both` offers PACE and still knows BAC. */
  readonly access?: 'bac' | 'pace' | 'both';
  /** EF.CardAccess in DER; brainpoolP256r1 with AES-128 unless told. */
  readonly cardAccess?: Uint8Array;
  /** The state that issues it. Founding one makes a key; tests share theirs. */
  readonly state?: SyntheticState;
  readonly signerScheme?: SigningScheme;
  readonly securityObject?: SecurityObjectOptions;
  readonly largestBlock?: number;
  readonly latencyMs?: number;
  readonly faults?: readonly PassportFault[];
};

/** A passport that exists nowhere: its chip, what is printed on its data page, and what its state publishes. */
export type SyntheticPassport = {
  readonly card: VirtualCard;
  /** The zone as printed. */
  readonly zone: Mrz;
  readonly dg1: Uint8Array;
  readonly sod: Uint8Array;
  /** CSCA certificates that prove it. */
  readonly anchors: readonly Uint8Array[];
};

const HOLDER: SyntheticHolder = {
  issuingState: 'UTO',
  nationality: 'UTO',
  primaryIdentifier: 'MIHON',
  secondaryIdentifier: 'ICHIYO',
  documentNumber: 'ZZ0000000',
  birthDate: '870605',
  sex: 'F',
  expiryDate: '310101',
};

/** PACEInfo: id-PACE-ECDH-GM-AES-CBC-CMAC-128, version 2, brainpoolP256r1. */
const CARD_ACCESS = fromHex('31143012060A04007F0007020204020202010202010D');
/** EF.COM of LDS 1.7 with DG1 and DG2. */
const COMMON_DATA = fromHex('60145F0104303130375F36063034303030305C026175');
/** Stands for the face, which nobody here reads; only its hash is signed. */
const DATA_GROUP_2 = fromHex('750453594E54');
/** Within a signer's validity: they sign for some months, and are valid as long as what they signed. */
const LONG_AGO = { validFrom: new Date('2020-01-01T00:00:00Z'), validTo: new Date('2021-01-01T00:00:00Z') };
const FAR_AHEAD = { validFrom: new Date('2058-01-01T00:00:00Z'), validTo: new Date('2059-01-01T00:00:00Z') };

/** Makes a passport with a chip to lay on a virtual reader. All of it is invented, keys and state included. */
export function buildSyntheticPassport(options: SyntheticPassportOptions = {}): SyntheticPassport {
  const { access = 'bac', faults = [], cardAccess = CARD_ACCESS } = options;
  const has = (kind: PassportFault['kind']): boolean => faults.some((fault) => fault.kind === kind);
  const holder = { ...HOLDER, ...options.holder };
  const zone = writeZone(holder);
  const inChip = has('dg1-of-another-zone') ? writeZone({ ...holder, secondaryIdentifier: 'SOMEBODY ELSE' }) : zone;
  const opensWith = has('chip-of-another-zone') ? writeZone({ ...holder, documentNumber: 'ZZ9999999' }) : zone;

  const dg1 = dataGroup1Of(inChip);
  const { sod, anchors } = sign(dg1, countryOfState(holder.issuingState) ?? 'UT', options);
  if (has('dg1-altered')) dg1.set(Buffer.from('X'), dg1.indexOf(0x3c) + 4);
  alter(sod, faults);

  const wrongMac = faults.find((fault) => fault.kind === 'wrong-mac');
  const model: PassportChipModel = {
    password: passwordOf(mrzInformation(opensWith)),
    files: new Map([
      [0x011e, COMMON_DATA],
      [0x0101, dg1],
      [0x0102, DATA_GROUP_2],
      [0x011d, sod],
    ]),
    basicAccess: access !== 'pace',
    ...(access === 'bac' ? {} : { cardAccess }),
    ...(options.largestBlock === undefined ? {} : { largestBlock: options.largestBlock }),
    ...(wrongMac === undefined ? {} : { wrongMacAt: wrongMac.at }),
  };
  const card = new VirtualCard({
    program: new PassportChipProgram(model),
    ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
  });
  for (const fault of faults) if (fault.kind === 'at-command') card.addFault(fault.fault, fault.at);
  return { card, zone, dg1: dg1.slice(), sod: sod.slice(), anchors };
}

/** DG1 of a zone. */
export function dataGroup1Of(zone: Mrz): Uint8Array {
  return encodeTlv(0x61, encodeTlv(0x5f1f, new Uint8Array(Buffer.from(zone.text, 'latin1'))));
}

function sign(dg1: Uint8Array, country: string, options: SyntheticPassportOptions) {
  const { faults = [], signerScheme, securityObject } = options;
  const state = options.state ?? foundState(country);
  const foreign = faults.find((fault) => fault.kind === 'foreign-csca');
  const issuing = foreign === undefined ? state : foundState(foreign.sameName ? country : 'XX');
  const expired = faults.some((fault) => fault.kind === 'signer-expired') ? LONG_AGO : {};
  const early = faults.some((fault) => fault.kind === 'signer-not-yet-valid') ? FAR_AHEAD : {};
  const signer = issuing.issueSigner(signerScheme, { ...expired, ...early });
  const groups = new Map([
    [1, dg1],
    [2, DATA_GROUP_2],
  ]);
  return { sod: writeSecurityObject(groups, signer, securityObject), anchors: [state.anchor] };
}

function alter(sod: Uint8Array, faults: readonly PassportFault[]): void {
  for (const fault of faults) {
    if (fault.kind !== 'sod-altered') continue;
    const index = sod.length - 1 - (fault.bitFromEnd >> 3);
    sod[index] = (sod[index] ?? 0) ^ (1 << (fault.bitFromEnd & 7));
  }
}
