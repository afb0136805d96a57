import { fromHex } from '../apdu/hex.ts';
import type { CardApplicationModel } from './card-model.ts';
import { IndividualNumberCardProgram } from './card-program.ts';
import { VirtualCard } from './virtual-card.ts';

const PUBLIC_KEY_AUTHENTICATION = fromHex('D392F000260100000001');
const DRIVING_LICENCE = ['A0000002310100000000000000000000', 'A0000002310200000000000000000000'].map(fromHex);
const TRAVEL_DOCUMENT = fromHex('A0000002471001');

/** Answer to reset that a reader builds for a FeliCa card (PC/SC part 3, with the number of that card type). */
const FELICA_ATR = fromHex('3B8F8001804F0CA0000003061100 3B0000000042');

/** What lies on readers besides usable cards. `felica-card`: a transit card as PC/SC readers show it; `upside-down`: mute. */
export const OTHER_CARD_KINDS = [
  'transit-card',
  'jpki-only-card',
  'android-phone',
  'iphone',
  'unknown-class',
  'felica-card',
  'driving-licence',
  'travel-document',
  'upside-down',
] as const;

export type OtherCardKind = (typeof OTHER_CARD_KINDS)[number];

/** Something that is no individual-number card with 券面事項入力補助AP. */
export function buildOtherCard(kind: OtherCardKind): VirtualCard {
  switch (kind) {
    case 'transit-card':
      return cardWith([]);
    case 'jpki-only-card':
      return cardWith([authenticationApplication('JPKIAPICCTOKEN')]);
    case 'android-phone':
      return cardWith([authenticationApplication('JPKIAPGPSETOKEN')]);
    case 'iphone':
      return cardWith([authenticationApplication('JPKIAPIOSTOKEN')]);
    case 'unknown-class':
      return cardAnswering('6E00');
    case 'felica-card':
      return cardAnswering('6A81', FELICA_ATR);
    case 'driving-licence':
      return cardWith(DRIVING_LICENCE.map(emptyApplication));
    case 'travel-document':
      return cardWith([emptyApplication(TRAVEL_DOCUMENT)]);
    case 'upside-down': {
      const card = cardWith([]);
      card.mute = true;
      return card;
    }
  }
}

function cardWith(applications: readonly CardApplicationModel[]): VirtualCard {
  return new VirtualCard({ program: new IndividualNumberCardProgram(applications) });
}

function cardAnswering(statusWord: string, atr?: Uint8Array): VirtualCard {
  const program = { respond: () => fromHex(statusWord), powerOff: () => undefined };
  return new VirtualCard({ program, ...(atr === undefined ? {} : { atr }) });
}

function emptyApplication(name: Uint8Array): CardApplicationModel {
  return { name, files: new Map(), keys: new Map() };
}

/** 公的個人認証AP as far as tools look at it: token and PIN counter. */
export function authenticationApplication(token: string): CardApplicationModel {
  const content = new Uint8Array(160);
  content.fill(0x20, 0, 32);
  content.set(asciiBytes(token));
  return {
    name: PUBLIC_KEY_AUTHENTICATION,
    files: new Map([[0x0006, { content, openedBy: 'anybody' }]]),
    keys: new Map([[0x0018, { secret: asciiBytes('0000'), tries: 3, fullTries: 3 }]]),
  };
}

function asciiBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'ascii'));
}
