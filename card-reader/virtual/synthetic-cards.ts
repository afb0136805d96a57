import { concatBytes, fromHex, toHex } from '../apdu/hex.ts';
import type { CardAnchor } from '../individual-number-card/card-anchor.ts';
import { ShapedProgram } from './answer-shaping.ts';
import type { CardApplicationModel, CardFile, CardHabits, CardKey } from './card-model.ts';
import { IndividualNumberCardProgram } from './card-program.ts';
import { authenticationApplication } from './other-cards.ts';
import type { SyntheticPerson } from './people.ts';
import {
  attributeObjectsOf,
  attributesFileOf,
  basicInformationOf,
  cardKeyFileOf,
  integrityRecordOf,
  issuerCertificateOf,
  numberFileOf,
  SYNTHETIC_KEY_IDS,
  sessionKeyFileOf,
} from './synthetic-files.ts';
import { testKey } from './test-keys.ts';
import { VirtualCard, type VirtualCardOptions } from './virtual-card.ts';

const PIN = 0x0011;
const NUMBER_A = 0x0014;
const NUMBER_B = 0x0015;
const CARD_INFO_INPUT = fromHex('D3921000310001010408');

/** Card keys cost time to make; invented people share a few, by issuer and by number. */
const SHARED_CARD_KEYS = ['card-C', 'card-D', 'card-E'] as const;

export type SyntheticCardOptions = {
  readonly habits?: CardHabits;
  /** Tries left for the PIN when the card is made; 0 is a locked card. */
  readonly pinTries?: number;
  /** Replaces elementary files of 券面事項入力補助AP, to play altered and broken cards. */
  readonly files?: ReadonlyMap<number, Uint8Array>;
  /** Uses another chip's key for challenges: a copied card. */
  readonly signingKeyName?: string;
} & Pick<VirtualCardOptions, 'atr' | 'latencyMs' | 'timing' | 'faults'>;

/** The key names of a person's card. */
export function cardKeyNameOf(person: SyntheticPerson): string {
  if (person.id === 'ichiyo') return 'card-A';
  if (person.id === 'teppei') return 'card-B';
  const index = Number(person.individualNumber.at(-2)) % SHARED_CARD_KEYS.length;
  return SHARED_CARD_KEYS[index] ?? 'card-C';
}

/** The elementary files of a person's card, by file id. */
export function syntheticFilesOf(person: SyntheticPerson): ReadonlyMap<number, Uint8Array> {
  const issuer = testKey(`issuer-${person.issuer}`);
  const ef0001 = numberFileOf(person.individualNumber);
  return new Map([
    [0x0001, ef0001],
    [0x0002, attributesFileOf(person)],
    [0x0003, integrityRecordOf(ef0001, concatBytes(...attributeObjectsOf(person)), issuer)],
    [
      0x0004,
      issuerCertificateOf({
        authorityKeyId: SYNTHETIC_KEY_IDS.ca,
        authority: testKey('ca'),
        subjectKeyId: SYNTHETIC_KEY_IDS[person.issuer],
        subject: issuer,
      }),
    ],
    [0x0005, basicInformationOf(person.id)],
    [0x0006, sessionKeyFileOf(testKey(`session-${person.issuer}`))],
    [0x0007, cardKeyFileOf(testKey(cardKeyNameOf(person)), issuer)],
    [0x0008, new Uint8Array(16).fill(0xff)],
  ]);
}

const OPENED_BY = new Map<number, CardFile['openedBy']>([
  [0x0001, [PIN, NUMBER_A]],
  [0x0002, [PIN, NUMBER_B]],
  [0x0004, 'anybody'],
  [0x0005, 'anybody'],
]);

/** Makes a new card of a person. Its retry counters live with it, through every insertion. */
export function buildSyntheticCard(person: SyntheticPerson, options: SyntheticCardOptions = {}): VirtualCard {
  const { habits = {}, pinTries = 3, files: replaced = new Map<number, Uint8Array>() } = options;
  const files = new Map([...syntheticFilesOf(person), ...replaced]);
  const pin: CardKey = { secret: asciiBytes(person.pin), tries: pinTries, fullTries: 3 };
  const cardKey = testKey(options.signingKeyName ?? cardKeyNameOf(person));
  const cardInfoInput: CardApplicationModel = {
    name: CARD_INFO_INPUT,
    files: new Map(
      [...files].map(([fileId, content]): [number, CardFile] => [
        fileId,
        { content, openedBy: OPENED_BY.get(fileId) ?? [PIN, NUMBER_A, NUMBER_B] },
      ]),
    ),
    keys: new Map<number, CardKey>([
      [PIN, pin],
      [0x0012, { secret: null, tries: 0, fullTries: 0 }],
      [NUMBER_A, { secret: asciiBytes(person.individualNumber), tries: 10, fullTries: 10 }],
      [NUMBER_B, { secret: asciiBytes(faceNumberOf(person)), tries: 10, fullTries: 10 }],
    ]),
    sign: (data) => cardKey.signPadded(data),
  };
  const program = new IndividualNumberCardProgram(
    [cardInfoInput, authenticationApplication('JPKIAPICCTOKEN2')],
    habits,
  );
  return new VirtualCard({
    program: new ShapedProgram(program, habits),
    pinTriesLeft: () => pin.tries,
    ...(options.atr === undefined ? {} : { atr: options.atr }),
    ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
    ...(options.timing === undefined ? {} : { timing: options.timing }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  });
}

/** 照合番号B: birth date with the Japanese era year, year of expiry, and the code on the face. */
function faceNumberOf(person: SyntheticPerson): string {
  if (person.id === 'ichiyo') return '62060520314821';
  if (person.id === 'teppei') return '12022920337305';
  return `${person.birthDate.slice(2)}20320000`;
}

/** The one anchor that all synthetic cards hang on. Never put it beside production anchors. */
export function syntheticCardAnchors(): CardAnchor[] {
  return [
    {
      keyId: toHex(SYNTHETIC_KEY_IDS.ca),
      modulus: toHex(testKey('ca').modulus),
      exponent: 65_537,
      environment: 'synthetic',
    },
  ];
}

function asciiBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'ascii'));
}
