/** Refusals that VRS decides about records, passports and applications, and how each is really brought about. */
import { foundState } from '../../card-reader/passport/virtual/index.ts';
import type { VrsRefusal } from '../../server-bridge/index.ts';
import { unregisteredPassport } from '../environment/synthetic-passport.ts';
import { refusalAsVrsSaysIt } from './answering-as-vrs.ts';
import { directAndHear, setTakingPart } from './center-orders.ts';
import type { Cause, RefusalCase, Scene } from './refusal-case.ts';
import { cardOf, HOME_CITY } from './resident-at-the-window.ts';

type Applying = { person: string; kind?: 'domestic' | 'overseas'; city?: string };

/** Somebody whose record is so, applying in all honesty. */
const applicant = (by: string, { person, ...o }: Applying): Cause => ({
  by,
  bring: ({ resident }) => resident.applies({ card: cardOf(person), ...o }),
});

/** No VRS says it, or none that stands on a terminal of ours: its own keys say it to this visit. */
const asVrsWouldSayIt = (refusal: VrsRefusal): Cause => ({
  by: 'an answer that VRS’s keys have signed and sealed to this visit',
  async bring({ kiosk, resident }) {
    kiosk.relay.tamper = await refusalAsVrsSaysIt(kiosk.world.files, refusal);
    await resident.applies({ card: cardOf('ichiyo') });
  },
  mend: honestAgain,
});

function honestAgain({ kiosk: { relay } }: Scene): Promise<void> {
  relay.tamper = (answer) => answer;
  relay.tamperChallenge = (challenge) => challenge;
  return Promise.resolve();
}

/** Somebody without a registered passport lays one down that is not what it should be. */
const passportOf = (
  by: string,
  make: (scene: Scene) => ReturnType<typeof unregisteredPassport>,
  whenRead: 'refused-at-once' | 'refused-by-vrs',
): Cause => ({
  by,
  async bring(scene) {
    const { kiosk, resident } = scene;
    await directAndHear(kiosk, { passportReading: true });
    await resident.applies({ card: cardOf('no-passport'), kind: 'overseas' });
    await resident.sees(resident.words.passport.scan.heading);
    const passport = make(scene);
    kiosk.devices.passportScanner.lay(passport.zone.text);
    await resident.sees(resident.words.passport.lay.heading);
    kiosk.devices.reader.insert(passport.card);
    const { take } = resident.words.passport;
    await resident.sees(whenRead === 'refused-at-once' ? take.ended.heading : take.done.heading);
    kiosk.devices.reader.remove();
  },
});

export const REFUSALS_OF_RECORDS = {
  NO_RECORD_CHECK_CITY: {
    shown: 'refused',
    literally: {
      ja: ['住民票があった市区町村', '選び直してください'],
      en: ['where you were registered', 'Choose the municipality'],
    },
    causes: {
      ja: applicant('nobody knows of a vaccination', { person: 'no-record' }),
      en: applicant('vaccinated in another municipality', { person: 'teppei' }),
    },
  },
  NO_RECORD_ASK_CITY: {
    shown: 'refused',
    literally: {
      ja: ['見つけられませんでした', '選んだ市区町村の窓口'],
      en: ['could not find your vaccination there', 'ask that municipality'],
    },
    causes: { both: applicant('known to the municipality, without a dose', { person: 'no-record', city: '900028' }) },
  },
  NEEDS_CONFIRMATION: {
    shown: 'refused',
    literally: { ja: ['確かめるまで', '窓口におたずねください'], en: ['until it has been confirmed', 'Please ask'] },
    causes: {
      ja: applicant('a record that somebody doubts', { person: 'doubtful' }),
      en: applicant('the card of somebody who has died', { person: 'deceased' }),
    },
  },
  PASSPORT_NOT_REGISTERED: {
    shown: 'refused',
    literally: { ja: ['旅券の情報の登録', '日本国内用'], en: ['passport details', 'for Japan only'] },
    causes: {
      both: {
        by: 'a certificate for use abroad without a registered passport, where none is read',
        async bring({ kiosk, resident }) {
          await directAndHear(kiosk, { passportReading: false });
          await resident.applies({ card: cardOf('no-passport'), kind: 'overseas' });
        },
      },
    },
  },
  PASSPORT_DIFFERS: {
    shown: 'refused',
    literally: { ja: ['合いませんでした', '登録し直してください'], en: ['do not agree', 'registered again'] },
    causes: { both: asVrsWouldSayIt('PASSPORT_DIFFERS') },
    seam: 'VRS compares a registered passport with nothing yet: the registration it keeps has no birth date to compare.',
  },
  PASSPORT_NOT_GENUINE: {
    shown: 'refused',
    literally: { ja: ['有効な旅券', '市区町村の窓口'], en: ['a valid passport', 'municipal office'] },
    causes: {
      ja: passportOf(
        'a passport of a state that nobody knows',
        ({ kiosk }) => unregisteredPassport(kiosk.world, { state: foundState('UT') }),
        'refused-at-once',
      ),
      en: passportOf(
        'a passport of somebody born on another day',
        ({ kiosk }) => unregisteredPassport(kiosk.world, { holder: { birthDate: '870606' } }),
        'refused-by-vrs',
      ),
    },
  },
  CITY_STOPPED: {
    shown: 'refused',
    literally: { ja: ['休止しています', '窓口で申請'], en: ['has stopped it for a time', 'Try again later'] },
    causes: {
      both: {
        by: 'the municipality is stopped while the resident stands there',
        async bring({ kiosk, resident }) {
          await resident.identifies({ card: cardOf('ichiyo') });
          await setTakingPart(kiosk, HOME_CITY, false);
          await resident.lived(HOME_CITY);
        },
        mend: ({ kiosk }) => setTakingPart(kiosk, HOME_CITY, true),
      },
    },
  },
  COUNTER_ONLY: {
    shown: 'refused',
    literally: {
      ja: ['コンビニではお出しできない', '窓口で申請'],
      en: ['in a convenience store', 'Apply at the office'],
    },
    causes: {
      ja: applicant('somebody under protective measures', { person: 'protected' }),
      en: applicant('a card that leaves the day of birth open', { person: 'unknown-birth-day' }),
    },
  },
  TOO_MANY_DOSES: {
    shown: 'refused',
    literally: { ja: ['回数をこえています', '窓口で申請'], en: ['cannot print that many', 'Apply at the office'] },
    causes: { both: applicant('forty doses', { person: 'many-doses' }) },
  },
  NAME_NOT_PRINTABLE: {
    shown: 'refused',
    literally: { ja: ['まちがった文字', '窓口で申請'], en: ['a wrong character', 'Apply at the office'] },
    causes: { both: applicant('a name with a character that no font has', { person: 'glyphless' }) },
  },
  CHALLENGE_EXPIRED: {
    shown: 'refused',
    literally: { ja: ['時間がたちすぎた', '最初からもう一度'], en: ['Too much time passed', 'start again'] },
    causes: {
      both: {
        by: 'the card signs a challenge that VRS no longer knows',
        async bring({ kiosk, resident }) {
          kiosk.relay.tamperChallenge = (challenge) => ({ ...challenge, challengeId: 'A'.repeat(22) });
          await resident.applies({ card: cardOf('ichiyo') });
        },
        mend: honestAgain,
      },
    },
  },
  APPLICATION_REFUSED: {
    shown: 'refused',
    literally: {
      ja: ['正しく確認できませんでした', '最初からもう一度'],
      en: ['did not pass the check', 'start again'],
    },
    causes: { both: asVrsWouldSayIt('APPLICATION_REFUSED') },
    seam: 'A terminal seals what its header says, and a header changed on the way cannot be opened: only a terminal with a bug is refused so.',
  },
} as const satisfies Partial<Record<string, RefusalCase>>;
