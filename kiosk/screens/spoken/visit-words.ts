/** What the screens of a visit say aloud, each by its name. */
import type { LocalizedText } from '../../../server-bridge/protocol/index.ts';
import type { Language, ScreenName } from '../../snapshot.ts';
import { japaneseTime } from '../japanese-time.ts';
import { paymentChoice } from '../payment-choice.ts';
import { refundWords } from '../refund-words.ts';
import type { OperatorScreenName } from '../screen-of.ts';
import { inLanguage } from '../texts/in-language.ts';
import type { Texts } from '../texts/texts.ts';
import { certificateWords } from './certificate-words.ts';
import { municipalityWords } from './municipality-words.ts';
import type { SpeechTexts } from './speech-texts.ts';
import {
  inARow,
  listed,
  named,
  nameOf,
  onTheScreen,
  personal,
  type SpokenLine,
  sentences,
  told,
  withNumbers,
} from './spoken-line.ts';
import { type Spoken, tells } from './spoken-screen.ts';

type VisitScreenName = Exclude<ScreenName, OperatorScreenName>;

/** Hours of service: the words before them, then from when to when. */
function hoursOf(
  text: string,
  { from, to }: { from: string; to: string },
  { guide }: Texts,
  speech: SpeechTexts,
  language: Language,
): SpokenLine {
  const times = { from: { kind: 'time', time: from }, to: { kind: 'time', time: to } } as const;
  const word = (words: string) => ({ kind: 'phrase', text: words }) as const;
  const name = word(guide.hours);
  return language === 'ja'
    ? told(text, name, times.from, word(speech.from), times.to, word(speech.to))
    : told(text, name, word(speech.from), times.from, word(speech.to), times.to);
}

/** Prefecture and municipality as one name: how the second is read is not known here. */
function placeOf(place: LocalizedText, language: Language): SpokenLine {
  const [prefecture = '', ...rest] = place.ja.split(' ');
  if (language !== 'ja' || rest.length === 0) return nameOf(place, language);
  return inARow(nameOf({ ja: prefecture, en: '' }, language), onTheScreen(rest.join(' ')));
}

/** A sum of the screen. */
const yenOf = (texts: Texts, yen: number): SpokenLine => withNumbers(texts.yen(yen), [yen]);

/** What somebody has to bring, and which PIN is meant. */
function needsOf({ attract, guide }: Texts): SpokenLine {
  return sentences(named(attract.needs, listed(attract.needCard, attract.needPin)), attract.whichPin, guide.notThisPin);
}

export const VISIT_WORDS: { [N in VisitScreenName]: Spoken<N> } = {
  'out-of-service': ({ screen, language, texts, speech }) => {
    const { outOfService } = texts;
    const time = japaneseTime(screen.at);
    const { happened, next } = outOfService.causes[screen.cause];
    return tells(
      outOfService.heading,
      happened,
      next,
      ...(screen.refundOwedYen === 0
        ? []
        : [withNumbers(outOfService.refundOwed(screen.refundOwedYen), [screen.refundOwedYen])]),
      ...(screen.hours === null
        ? []
        : [hoursOf(outOfService.hours(screen.hours.from, screen.hours.to), screen.hours, texts, speech, language)]),
      inARow(outOfService.time, told(time, { kind: 'time', time: time.slice(-5), ticking: true })),
    );
  },
  attract: ({ screen, language, texts, speech }) => {
    const { attract, kind } = texts;
    return {
      heading: attract.heading,
      words: [
        attract.lead,
        ...(screen.notice === null ? [] : [named(attract.notice, onTheScreen(inLanguage(screen.notice, language)))]),
        named(attract.offers, listed(...screen.kinds.map((one) => kind.kinds[one].name))),
        needsOf(texts),
        withNumbers(attract.price(screen.priceYen), [screen.priceYen]),
        ...(screen.priceYen === 0 ? [] : [attract.payWith[paymentChoice(screen.means)]]),
        hoursOf(attract.hours(screen.hours.from, screen.hours.to), screen.hours, texts, speech, language),
      ],
      choices: [attract.start],
    };
  },
  menu: ({ screen, language, texts, speech }) => {
    const { menu, attract } = texts;
    return {
      heading: menu.heading,
      words: [
        menu.lead,
        needsOf(texts),
        ...(screen.priceYen === 0 ? [] : [attract.payWith[paymentChoice(screen.means)]]),
        hoursOf(attract.hours(screen.hours.from, screen.hours.to), screen.hours, texts, speech, language),
      ],
      choices: [listed(menu.item, menu.itemLead, withNumbers(menu.price(screen.priceYen), [screen.priceYen]))],
    };
  },
  terms: ({ screen, language, texts: { terms } }) => ({
    heading: terms.heading,
    words: [terms.lead, onTheScreen(inLanguage(screen.text, language))],
    choices: [terms.agree],
  }),
  'lay-card': ({ screen, texts: { layCard } }) =>
    tells(
      layCard.heading,
      ...(screen.problem === 'none' ? [] : [layCard.again, layCard.problems[screen.problem]]),
      layCard.lead,
    ),
  'checking-card': ({ texts: { waiting } }) => tells(waiting['checking-card'].heading, waiting['checking-card'].lead),
  kind: ({ screen, texts: { kind } }) => ({
    heading: kind.heading,
    words: [kind.lead],
    choices: screen.kinds.map((one) => listed(kind.kinds[one].name, kind.kinds[one].contents)),
  }),
  pin: ({ screen, texts: { pin, guide } }) => ({
    heading: pin.heading,
    words: [
      ...(screen.wrong ? [pin.wrong] : []),
      sentences(pin.which, guide.notThisPin),
      pin.triesLeft(screen.triesLeft),
      pin.lockWarning,
      pin.entered(screen.digits),
    ],
    choices: [],
    types: true,
  }),
  'last-try': ({ texts: { lastTry }, canCancel }) => ({
    heading: lastTry.heading,
    words: [lastTry.lead, lastTry.lock, ...(canCancel ? [lastTry.forgotten] : [])],
    choices: [lastTry.continue],
  }),
  'reading-card': ({ texts: { waiting } }) => tells(waiting['reading-card'].heading, waiting['reading-card'].lead),
  'take-card': ({ screen, texts: { takeCard } }) =>
    tells(takeCard[screen.reason].heading, takeCard[screen.reason].lead),
  municipality: municipalityWords,
  applying: ({ texts: { waiting } }) => tells(waiting.applying.heading, waiting.applying.lead),
  'scan-passport': ({ screen, texts: { passport } }) =>
    tells(
      passport.scan.heading,
      ...(screen.problem === 'none' ? [] : [passport.again, passport.scan.problems[screen.problem]]),
      passport.scan.lead,
    ),
  'lay-passport': ({ screen, texts: { passport } }) =>
    tells(
      passport.lay.heading,
      ...(screen.problem === 'none' ? [] : [passport.again, passport.lay.problems[screen.problem]]),
      passport.lay.lead,
    ),
  'reading-passport': ({ texts: { waiting } }) =>
    tells(waiting['reading-passport'].heading, waiting['reading-passport'].lead),
  'take-passport': ({ screen, texts: { passport } }) =>
    tells(passport.take[screen.reason].heading, passport.take[screen.reason].lead),
  preview: ({ screen, language, texts, speech, canCancel, alone }) => {
    const { preview } = texts;
    if (screen.facts === null) {
      return { heading: preview.hiddenHeading, words: [preview.hiddenLead], choices: [preview.reveal] };
    }
    return {
      heading: preview.heading,
      words: [
        preview.lead,
        ...(alone === null ? [speech.plugIn] : certificateWords(alone, screen.facts, language, texts, speech)),
        preview.pages(screen.pages),
        ...(canCancel ? [preview.different] : []),
      ],
      choices: [preview.accept],
    };
  },
  copies: ({ screen: { copies, maxCopies, copyYen }, texts }) => {
    const { copiesChoice } = texts;
    return {
      heading: copiesChoice.heading,
      words: [
        copiesChoice.lead,
        inARow(copiesChoice.count, texts.copies(copies)),
        copiesChoice.upTo(maxCopies),
        inARow(copiesChoice.total, yenOf(texts, copies * copyYen)),
      ],
      choices: [
        ...(copies <= 1 ? [] : [copiesChoice.fewer]),
        ...(copies >= maxCopies ? [] : [copiesChoice.more]),
        copiesChoice.next,
      ],
    };
  },
  confirm: ({ screen, language, texts, speech, alone }) => {
    const { confirm, kind } = texts;
    return {
      heading: confirm.heading,
      words: [
        confirm.lead,
        named(confirm.kind, kind.kinds[screen.kind].short),
        // Where somebody lived is said to that person only.
        alone === null
          ? speech.plugIn
          : personal(alone, named(confirm.municipality, placeOf(screen.municipality, language))),
        named(confirm.copies, texts.copies(screen.copies)),
        named(confirm.total, yenOf(texts, screen.totalYen)),
        confirm.noRefund,
      ],
      choices: [screen.totalYen === 0 ? confirm.print : confirm.pay],
    };
  },
  'take-card-first': ({ screen, texts }) =>
    tells(
      texts.takeCardFirst.heading,
      texts.takeCardFirst.lead,
      named(texts.takeCardFirst.total, yenOf(texts, screen.totalYen)),
    ),
  payment: ({ screen: { totalYen, insertedYen, means }, texts, canCancel }) => {
    const { payment } = texts;
    const choice = paymentChoice(means);
    const how =
      choice === 'both'
        ? [payment.means.coins, payment.means.cashless].map((one) => named(one.name, one.how))
        : [payment.means[choice].how];
    const missingYen = Math.max(0, totalYen - insertedYen);
    return tells(
      payment.headings[choice],
      named(payment.total, yenOf(texts, totalYen)),
      ...(choice === 'coins'
        ? [named(payment.inserted, yenOf(texts, insertedYen)), named(payment.missing, yenOf(texts, missingYen))]
        : []),
      ...how,
      payment.afterwards,
      ...(canCancel ? [payment.cancelHint] : []),
    );
  },
  'returning-money': ({ screen, texts: { waiting } }) =>
    tells(
      waiting['returning-money'].heading,
      withNumbers(waiting.returned(screen.yen), [screen.yen]),
      waiting['returning-money'].lead,
    ),
  printing: ({ screen, texts: { printing } }) =>
    tells(
      printing.heading,
      ...(screen.copies > 1
        ? [withNumbers(printing.copy(screen.copy, screen.copies), [screen.copy, screen.copies])]
        : []),
      printing.lead,
    ),
  'printer-attention': ({ screen, texts: { printerAttention } }) => {
    const { heading, lead } = printerAttention.causes[screen.cause];
    return tells(
      heading,
      lead,
      screen.again ? printerAttention.safeAgain : printerAttention.safe,
      printerAttention.stay,
    );
  },
  'take-paper': ({ screen, texts }) => {
    const { takePaper } = texts;
    return {
      heading: takePaper.heading,
      words: [
        texts.copies(screen.copies),
        ...(screen.reprint === 'none' ? [] : [takePaper.reprints[screen.reprint]]),
        takePaper.lead,
      ],
      choices: [...(screen.reprintAllowed ? [takePaper.defective] : []), takePaper.taken],
    };
  },
  misprint: ({ screen, texts: { misprint } }) =>
    screen.lockedOut
      ? tells(misprint.heading, misprint.lockedOut, misprint.lockedOutNext, misprint.keep)
      : {
          heading: misprint.heading,
          words: [
            misprint.lead,
            misprint.keep,
            screen.wrong ? misprint.wrong : misprint.code,
            misprint.entered(screen.digits),
          ],
          choices: [],
          types: true,
        },
  receipt: ({ screen, texts: { receipt } }) => ({
    heading: screen.printed ? receipt.heading : receipt.notPrinted,
    words: [
      screen.printed ? receipt.lead : receipt.notPrintedLead,
      ...(screen.changeYen > 0 ? [withNumbers(receipt.change(screen.changeYen), [screen.changeYen])] : []),
      receipt.checkAll,
    ],
    choices: [receipt.finish],
  }),
  goodbye: ({ texts: { goodbye } }) => tells(goodbye.heading, goodbye.lead),
  refused: ({ screen: { refusal, refundYen }, texts }) => {
    const { title, happened, next } = texts.refused.codes[refusal];
    return {
      heading: title,
      words: [happened, next, withNumbers(refundWords(refusal, refundYen, texts), [refundYen])],
      choices: [texts.refused.finish],
    };
  },
};
