/** What the screens of a visit say aloud, each by its name. */
import type { ScreenName } from '../../snapshot.ts';
import { japaneseTime } from '../japanese-time.ts';
import { paymentChoice } from '../payment-choice.ts';
import { refundWords } from '../refund-words.ts';
import type { OperatorScreenName } from '../screen-of.ts';
import { inLanguage } from '../texts/in-language.ts';
import { certificateWords } from './certificate-words.ts';
import { municipalityWords } from './municipality-words.ts';
import { type Spoken, told } from './spoken-screen.ts';

type VisitScreenName = Exclude<ScreenName, OperatorScreenName>;

export const VISIT_WORDS: { [N in VisitScreenName]: Spoken<N> } = {
  'out-of-service': ({ screen, texts: { outOfService } }) => {
    const { happened, next } = outOfService.causes[screen.cause];
    return told(
      outOfService.heading,
      happened,
      next,
      ...(screen.refundOwedYen === 0 ? [] : [outOfService.refundOwed(screen.refundOwedYen)]),
      ...(screen.hours === null ? [] : [outOfService.hours(screen.hours.from, screen.hours.to)]),
      `${outOfService.time} ${japaneseTime(screen.at)}`,
    );
  },
  attract: ({ screen, language, texts: { attract, kind, guide } }) => ({
    heading: attract.heading,
    words: [
      attract.lead,
      ...(screen.notice === null ? [] : [`${attract.notice}: ${inLanguage(screen.notice, language)}`]),
      `${attract.offers}: ${screen.kinds.map((one) => kind.kinds[one].name).join(', ')}`,
      `${attract.needs}: ${attract.needCard}, ${attract.needPin}. ${attract.whichPin}. ${guide.notThisPin}`,
      attract.price(screen.priceYen),
      ...(screen.priceYen === 0 ? [] : [attract.payWith[paymentChoice(screen.means)]]),
      attract.hours(screen.hours.from, screen.hours.to),
    ],
    choices: [attract.start],
  }),
  menu: ({ screen, texts: { menu, attract, guide } }) => ({
    heading: menu.heading,
    words: [
      menu.lead,
      `${attract.needs}: ${attract.needCard}, ${attract.needPin}. ${attract.whichPin}. ${guide.notThisPin}`,
    ],
    choices: [`${menu.item}, ${menu.itemLead}, ${menu.price(screen.priceYen)}`],
  }),
  terms: ({ screen, language, texts: { terms } }) => ({
    heading: terms.heading,
    words: [terms.lead, ...inLanguage(screen.text, language).split(/\n+/)],
    choices: [terms.agree],
  }),
  'lay-card': ({ screen, texts: { layCard } }) =>
    told(
      layCard.heading,
      ...(screen.problem === 'none' ? [] : [layCard.again, layCard.problems[screen.problem]]),
      layCard.lead,
    ),
  'checking-card': ({ texts: { waiting } }) => told(waiting['checking-card'].heading, waiting['checking-card'].lead),
  kind: ({ screen, texts: { kind } }) => ({
    heading: kind.heading,
    words: [kind.lead],
    choices: screen.kinds.map((one) => `${kind.kinds[one].name}, ${kind.kinds[one].contents}`),
  }),
  pin: ({ screen, texts: { pin, guide } }) => ({
    heading: pin.heading,
    words: [
      ...(screen.wrong ? [pin.wrong] : []),
      `${pin.which}. ${guide.notThisPin}`,
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
  'reading-card': ({ texts: { waiting } }) => told(waiting['reading-card'].heading, waiting['reading-card'].lead),
  'take-card': ({ screen, texts: { takeCard } }) => told(takeCard[screen.reason].heading, takeCard[screen.reason].lead),
  municipality: municipalityWords,
  applying: ({ texts: { waiting } }) => told(waiting.applying.heading, waiting.applying.lead),
  'scan-passport': ({ screen, texts: { passport } }) =>
    told(
      passport.scan.heading,
      ...(screen.problem === 'none' ? [] : [passport.again, passport.scan.problems[screen.problem]]),
      passport.scan.lead,
    ),
  'lay-passport': ({ screen, texts: { passport } }) =>
    told(
      passport.lay.heading,
      ...(screen.problem === 'none' ? [] : [passport.again, passport.lay.problems[screen.problem]]),
      passport.lay.lead,
    ),
  'reading-passport': ({ texts: { waiting } }) =>
    told(waiting['reading-passport'].heading, waiting['reading-passport'].lead),
  'take-passport': ({ screen, texts: { passport } }) =>
    told(passport.take[screen.reason].heading, passport.take[screen.reason].lead),
  preview: ({ screen, language, texts, canCancel, personal }) => {
    const { preview } = texts;
    if (screen.facts === null) {
      return { heading: preview.hiddenHeading, words: [preview.hiddenLead], choices: [preview.reveal] };
    }
    return {
      heading: preview.heading,
      words: [
        preview.lead,
        ...(personal ? certificateWords(screen.facts, language, texts) : []),
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
        `${copiesChoice.count} ${texts.copies(copies)}`,
        copiesChoice.upTo(maxCopies),
        `${copiesChoice.total} ${texts.yen(copies * copyYen)}`,
      ],
      choices: [
        ...(copies <= 1 ? [] : [copiesChoice.fewer]),
        ...(copies >= maxCopies ? [] : [copiesChoice.more]),
        copiesChoice.next,
      ],
    };
  },
  confirm: ({ screen, language, texts, personal }) => {
    const { confirm, kind } = texts;
    return {
      heading: confirm.heading,
      words: [
        confirm.lead,
        `${confirm.kind}: ${kind.kinds[screen.kind].short}`,
        // Where somebody lived is said to that person only.
        ...(personal ? [`${confirm.municipality}: ${inLanguage(screen.municipality, language)}`] : []),
        `${confirm.copies}: ${texts.copies(screen.copies)}`,
        `${confirm.total}: ${texts.yen(screen.totalYen)}`,
        confirm.noRefund,
      ],
      choices: [screen.totalYen === 0 ? confirm.print : confirm.pay],
    };
  },
  'take-card-first': ({ screen, texts }) =>
    told(
      texts.takeCardFirst.heading,
      texts.takeCardFirst.lead,
      `${texts.takeCardFirst.total}: ${texts.yen(screen.totalYen)}`,
    ),
  payment: ({ screen: { totalYen, insertedYen, means }, texts, canCancel }) => {
    const { payment } = texts;
    const choice = paymentChoice(means);
    const how =
      choice === 'both'
        ? [payment.means.coins, payment.means.cashless].map((one) => `${one.name}: ${one.how}`)
        : [payment.means[choice].how];
    const missingYen = Math.max(0, totalYen - insertedYen);
    return told(
      payment.headings[choice],
      `${payment.total}: ${texts.yen(totalYen)}`,
      ...(choice === 'coins'
        ? [`${payment.inserted}: ${texts.yen(insertedYen)}`, `${payment.missing}: ${texts.yen(missingYen)}`]
        : []),
      ...how,
      payment.afterwards,
      ...(canCancel ? [payment.cancelHint] : []),
    );
  },
  'returning-money': ({ screen, texts: { waiting } }) =>
    told(waiting['returning-money'].heading, waiting.returned(screen.yen), waiting['returning-money'].lead),
  printing: ({ screen, texts: { printing } }) =>
    told(printing.heading, ...(screen.copies > 1 ? [printing.copy(screen.copy, screen.copies)] : []), printing.lead),
  'printer-attention': ({ screen, texts: { printerAttention } }) => {
    const { heading, lead } = printerAttention.causes[screen.cause];
    return told(
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
      ? told(misprint.heading, misprint.lockedOut, misprint.lockedOutNext, misprint.keep)
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
      ...(screen.changeYen > 0 ? [receipt.change(screen.changeYen)] : []),
      receipt.checkAll,
    ],
    choices: [receipt.finish],
  }),
  goodbye: ({ texts: { goodbye } }) => told(goodbye.heading, goodbye.lead),
  refused: ({ screen: { refusal, refundYen }, texts }) => {
    const { title, happened, next } = texts.refused.codes[refusal];
    return {
      heading: title,
      words: [happened, next, refundWords(refusal, refundYen, texts)],
      choices: [texts.refused.finish],
    };
  },
};
