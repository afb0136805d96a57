import { fromHex } from '../apdu/hex.ts';

/** DF names on the individual-number card (JICSAP; always sent whole, because a partial name may match another AP). */
export const APPLICATION = {
  /** 券面事項入力補助AP: individual number and four attributes behind its own 4-digit PIN (K2). */
  cardInfoInput: fromHex('D3921000310001010408'),
  /** 公的個人認証AP: only looked at to tell what kind of card or phone lies on the reader. */
  publicKeyAuthentication: fromHex('D392F000260100000001'),
  /** First application of a driving licence (警察庁, 運転免許証及び運転免許証作成システム等仕様書); only selected, never read. */
  drivingLicence: fromHex('A0000002310100000000000000000000'),
  /** eMRTD application (ICAO 9303-10); only selected, never read. */
  travelDocument: fromHex('A0000002471001'),
} as const;

/** One elementary file of 券面事項入力補助AP: file id, short identifier, and how much of it is read. */
export type ElementaryFile = {
  readonly name: 'EF 0001' | 'EF 0002' | 'EF 0003' | 'EF 0004' | 'EF 0007';
  readonly fileId: number;
  readonly shortId: number;
  /** Tag of the one object it holds. */
  readonly tag: number;
  /** True when it never fits one short block, so that an extended one is worth trying. */
  readonly isLong: boolean;
  /**
   * Where it ends. `object`: with its object, a filler after it is left out. A number: the physical size, kept whole,
   * because the issuer's digest of EF 0001 covers its filler too.
   */
  readonly end: 'object' | number;
};

export const ELEMENTARY_FILES = {
  ef0001: { name: 'EF 0001', fileId: 0x0001, shortId: 0x01, tag: 0xff10, isLong: false, end: 17 },
  ef0002: { name: 'EF 0002', fileId: 0x0002, shortId: 0x02, tag: 0xff20, isLong: false, end: 'object' },
  ef0003: { name: 'EF 0003', fileId: 0x0003, shortId: 0x03, tag: 0xff30, isLong: true, end: 'object' },
  ef0004: { name: 'EF 0004', fileId: 0x0004, shortId: 0x04, tag: 0x7f21, isLong: true, end: 'object' },
  ef0007: { name: 'EF 0007', fileId: 0x0007, shortId: 0x07, tag: 0xff50, isLong: true, end: 'object' },
} as const satisfies Record<string, ElementaryFile>;

/** The key file of the 4-digit PIN. */
export const PIN_FILE = { fileId: 0x0011, shortId: 0x11 } as const;

/** Tries of the 4-digit PIN on a card where it was never missed. */
export const FULL_PIN_TRIES = 3;

/** Token file of 公的個人認証AP and what it begins with on a card and on a phone. */
export const TOKEN_FILE = { fileId: 0x0006, shortId: 0x06 } as const;
export const TOKEN_NAMES = {
  card: ['JPKIAPICCTOKEN'],
  phone: ['JPKIAPGPSETOKEN', 'JPKIAPIOSTOKEN'],
} as const;
