/** Refusals for what lies on the reader, and how each is really brought about. */
import {
  buildOtherCard,
  type OtherCardKind,
  syntheticFilesOf,
  type VirtualCard,
} from '../../card-reader/virtual/index.ts';
import type { Cause, RefusalCase } from './refusal-case.ts';
import { cardOf, personCalled } from './resident-at-the-window.ts';

/** How often a card may be laid down in one visit. */
const TIMES = 5;
const ATTRIBUTES = 0x0002;
const ISSUER_CERTIFICATE = 0x0004;

/** Laid down as often as the visit allows, and never of use. */
const laidOverAndOver = (by: string, kind: OtherCardKind): Cause => ({
  by,
  async bring({ resident }) {
    await resident.begin();
    const card = buildOtherCard(kind);
    for (let time = 1; time <= TIMES; time += 1) {
      resident.lay(card);
      await resident.takesBack();
      if (time < TIMES) await resident.sees(resident.words.layCard.heading);
    }
  },
});

/** A card that looks right until its files and its signature are checked. */
const presenting = (by: string, make: () => VirtualCard): Cause => ({
  by,
  bring: ({ resident }) => resident.applies({ card: make() }),
});

/** A file of the card with one part of it replaced by as many other bytes. */
function replaced(fileId: number, from: Uint8Array, to: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const file = Buffer.from(syntheticFilesOf(personCalled('ichiyo')).get(fileId) ?? []);
  const at = file.indexOf(from);
  if (at === -1 || from.length !== to.length) throw new Error('There is nothing to be replaced in this file.');
  file.set(to, at);
  return new Map([[fileId, file]]);
}

const unknownAuthority = replaced(
  ISSUER_CERTIFICATE,
  Buffer.from('39303030303333080530303100000000', 'hex'),
  Buffer.from('39303030303939080530303100000000', 'hex'),
);
const anotherName = replaced(ATTRIBUTES, Buffer.from('一葉'), Buffer.from('二葉'));
const noFile: ReadonlyMap<number, Uint8Array> = new Map([[ATTRIBUTES, new Uint8Array(64).fill(0x5a)]]);

export const REFUSALS_OF_CARDS = {
  CARD_NOT_GENUINE: {
    shown: 'refused',
    literally: { ja: ['電子署名', 'カードをお持ちになって'], en: ['electronic signature', 'take the card'] },
    causes: {
      ja: presenting('a copy on another chip', () => cardOf('ichiyo', { signingKeyName: 'card-B' })),
      en: presenting('a name that was changed on the card', () => cardOf('ichiyo', { files: anotherName })),
    },
  },
  CARD_ISSUER_UNKNOWN: {
    shown: 'refused',
    literally: { ja: ['発行元', 'カードをお持ちになって'], en: ['issuer of the card', 'take the card'] },
    causes: {
      both: presenting('an issuer under another authority', () => cardOf('ichiyo', { files: unknownAuthority })),
    },
  },
  PIN_LOCKED: {
    shown: 'refused',
    literally: { ja: ['3回続けてまちがえた', '設定し直してください'], en: ['three times in a row', 'set a new PIN'] },
    causes: {
      ja: {
        by: 'a wrong PIN three times, the last one confirmed first',
        async bring({ resident }) {
          await resident.begin();
          resident.lay(cardOf('ichiyo'));
          await resident.chooses('domestic');
          await resident.types('9999');
          await resident.page.getByText('あと2回').waitFor();
          await resident.types('9999');
          await resident.sees('入力できるのは、あと1回です');
          await resident.tap('それでも入力する');
          await resident.types('9999');
          await resident.takesBack();
        },
      },
      en: {
        by: 'a card that was locked before',
        async bring({ resident }) {
          await resident.begin();
          resident.lay(cardOf('ichiyo', { pinTries: 0 }));
          await resident.takesBack();
        },
      },
    },
  },
  CARD_READ: {
    shown: 'refused',
    literally: { ja: ['カードが動いた', '最初からもう一度'], en: ['The card moved', 'start again'] },
    causes: {
      ja: laidOverAndOver('a card that lies upside down, five times', 'upside-down'),
      en: {
        by: 'a file of the card that makes no sense',
        async bring({ resident }) {
          await resident.begin();
          resident.lay(cardOf('ichiyo', { files: noFile }));
          await resident.chooses('domestic');
          await resident.types('1234');
          await resident.takesBack();
        },
      },
    },
  },
  WRONG_CARD: {
    shown: 'refused',
    literally: {
      ja: ['ほかのカードは使えません', 'マイナンバーカードをお持ち'],
      en: ['cannot be used here', 'with your My Number card'],
    },
    causes: {
      ja: laidOverAndOver('a driving licence, five times', 'driving-licence'),
      en: laidOverAndOver('a phone, five times', 'android-phone'),
    },
  },
  CARD_TAKEN_EARLY: {
    shown: 'refused',
    literally: {
      ja: ['読み取りが終わる前に', 'カードを動かさないで'],
      en: ['before reading was finished', 'leave the card in place'],
    },
    causes: {
      ja: {
        by: 'a card lifted at the choice of the kind, five times',
        async bring({ resident }) {
          await resident.begin();
          const card = cardOf('ichiyo');
          for (let time = 1; time <= TIMES; time += 1) {
            resident.lay(card);
            await resident.sees(resident.words.kind.heading);
            resident.lift();
            if (time < TIMES) await resident.sees(resident.words.layCard.heading);
          }
        },
      },
      en: {
        by: 'a card lifted at the PIN, five times',
        async bring({ resident }) {
          await resident.begin();
          const card = cardOf('ichiyo');
          for (let time = 1; time <= TIMES; time += 1) {
            resident.lay(card);
            if (time === 1) await resident.chooses('domestic');
            await resident.sees(resident.words.pin.heading);
            resident.lift();
            if (time < TIMES) await resident.sees(resident.words.layCard.heading);
          }
        },
      },
    },
  },
} as const satisfies Partial<Record<string, RefusalCase>>;
