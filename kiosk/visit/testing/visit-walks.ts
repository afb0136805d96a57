/**
 * The walk of every machine of the visit: each touch, each word of a device, each answer it could get.
 */
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { USUAL_OPTIONS } from '../../snapshot.ts';
import {
  applyMachine,
  chooseMachine,
  handOverMachine,
  identifyMachine,
  passportMachine,
  payMachine,
  printMachine,
  visitMachine,
} from '../machine/index.ts';
import { sampleFacts, sampleInput, sampleMunicipalities } from './scripted-world.ts';
import { type Walk, walkMachine } from './walk-machine.ts';

const event = <E extends EventObject>(one: E): EventObject => one;

const touches: readonly EventObject[] = [
  { type: 'UI.start' },
  { type: 'UI.agree' },
  { type: 'UI.back' },
  { type: 'UI.cancel' },
  { type: 'UI.next' },
  event({ type: 'UI.choose-kind', kind: 'domestic' }),
  event({ type: 'UI.digit', digit: 1 }),
  { type: 'UI.erase-digit' },
  event({ type: 'UI.choose-municipality', code: '900010' }),
  event({ type: 'UI.choose-municipality', code: '900036' }),
  event({ type: 'UI.choose-copies', copies: 2 }),
  { type: 'UI.pay' },
  { type: 'UI.misprint' },
  { type: 'UI.more-time' },
  { type: 'UI.reveal' },
  { type: 'UI.help' },
  { type: 'UI.close-help' },
  { type: 'UI.stop-voice' },
  event({ type: 'UI.language', language: 'ko' }),
];
const reader: readonly EventObject[] = [{ type: 'READER.occupied' }, { type: 'READER.empty' }, { type: 'READER.lost' }];
const device: readonly EventObject[] = [
  ...reader,
  { type: 'CARD.removed' },
  event({ type: 'MONEY.inserted', insertedYen: 100 }),
  event({ type: 'MONEY.collected', insertedYen: 120, changeYen: 0 }),
  event({ type: 'MONEY.means', means: ['coins'] }),
  event({ type: 'MONEY.failed', reason: 'unavailable' }),
  event({ type: 'MONEY.failed', reason: 'card-in-reader' }),
  event({ type: 'MONEY.failed', reason: 'printer-attention' }),
  event({ type: 'PRINTER.attention', cause: 'paper' }),
  { type: 'PRINTER.working' },
];

/** A slower pace, and the usual one again. */
const pace: readonly EventObject[] = [true, false].map((slowPace) =>
  event({ type: 'UI.options', options: { ...USUAL_OPTIONS, slowPace } }),
);

/** One of each origin: the machines tell apart only what a passport could mend. All of them: `every-refusal-has-a-way-on.test.ts`. */
const refused = ['BUSY', 'CARD_READ', 'PASSPORT_NOT_REGISTERED'].map((refusal) => ({ type: 'refused', refusal }));
const again = ['unreadable', 'wrong-card', 'taken-early', 'phone'].map((problem) => ({ type: 'again', problem }));
const wholeContext = ({ context }: AnyMachineSnapshot): string => JSON.stringify(context);
const settledMoney = { keptYen: 120, refundedYen: 0, changeYen: 0, owedYen: 0, receiptPrinted: true };

/** The walk of a hand-over, with other answers of the host where a test asks for them. */
export const walkHandOver = (o: {
  maxReprints?: number;
  settle?: readonly unknown[];
  confirmMisprint?: readonly unknown[];
}): Walk =>
  walkMachine(handOverMachine, {
    input: { confirmedCopies: 1, maxReprints: o.maxReprints ?? 2, slowPace: false },
    events: [...touches, ...device, ...pace],
    outputs: {
      settle: o.settle ?? [settledMoney],
      confirmMisprint: o.confirmMisprint ?? [
        { type: 'confirmed' },
        { type: 'wrong' },
        { type: 'locked-out' },
        { type: 'refused' },
      ],
      printAgain: [{ type: 'confirmed' }, { type: 'failed' }, { type: 'uncertain' }, { type: 'right-person' }],
    },
    key: wholeContext,
  });

const identify = walkMachine(identifyMachine, {
  input: { kinds: ['domestic', 'overseas'] },
  events: [...touches, ...device],
  outputs: {
    waitForCard: [undefined],
    waitForRemoval: [undefined],
    openCard: [0, 1, 2, 3].map((triesLeft): unknown => ({ type: 'opened', triesLeft })).concat(again, refused),
    verifyPin: [
      { type: 'verified' },
      { type: 'wrong', triesLeft: 2 },
      { type: 'wrong', triesLeft: 1 },
      { type: 'locked' },
      ...again,
      ...refused,
    ],
    readCard: [{ type: 'read' }, ...again, ...refused],
  },
  key: wholeContext,
});
const apply = walkMachine(applyMachine, {
  input: { kind: 'domestic', municipalities: sampleMunicipalities, chosen: null },
  events: touches,
  outputs: {
    applyForCertificate: [{ type: 'issued', facts: sampleFacts, pages: 1 }, { type: 'right-person' }, ...refused],
  },
  key: ({ context }) => JSON.stringify([context.chosen, context.output]),
});
const passport = walkMachine(passportMachine, {
  input: undefined,
  events: [...touches, ...device],
  outputs: {
    scanPassport: [{ type: 'scanned' }, { type: 'again' }, { type: 'given-up' }],
    waitForCard: [undefined],
    waitForRemoval: [undefined],
    readPassport: [
      { type: 'read' },
      ...['unreadable', 'wrong-document', 'taken-early', 'another-passport'].map((problem) => ({
        type: 'again',
        problem,
      })),
      { type: 'refused', refusal: 'PASSPORT_NOT_GENUINE' },
    ],
  },
  key: wholeContext,
});
const choose = walkMachine(chooseMachine, {
  input: { maxCopies: 3, slowPace: false },
  events: [...touches, ...pace],
  outputs: {},
  key: wholeContext,
});
/** Payment as it begins, with or without a card in the reader. */
const walkPay = (cardInReader: boolean): Walk =>
  walkMachine(payMachine.provide({ actions: { showLife: () => {} } }), {
    input: { dueYen: 120, copies: 1, copyYen: 120, kind: 'domestic', means: ['coins', 'cashless'], cardInReader },
    events: device,
    outputs: {},
    key: wholeContext,
  });
const walkPrint = (cardInReader: boolean): Walk =>
  walkMachine(printMachine.provide({ actions: { showLife: () => {} } }), {
    input: { copies: 2, cardInReader },
    events: device,
    outputs: {
      printCopy: ['confirmed', 'failed', 'uncertain', 'right-person', 'not-permitted'].map((type) => ({ type })),
    },
    key: wholeContext,
  });

/** Every part of a visit, by its name. */
export const parts = {
  identify,
  apply,
  passport,
  choose,
  pay: walkPay(false),
  payOverCard: walkPay(true),
  print: walkPrint(false),
  printOverCard: walkPrint(true),
  handOver: walkHandOver({}),
};

const journeyOf = (snapshot: AnyMachineSnapshot): string => {
  const { value } = snapshot;
  return typeof value === 'object' && typeof value['journey'] === 'string' ? value['journey'] : JSON.stringify(value);
};
const walkVisit = (passportReading: boolean): Walk =>
  walkMachine(visitMachine, {
    input: { ...sampleInput, passportReading },
    events: [
      ...touches,
      ...reader,
      ...pace,
      { type: 'READER.missing' },
      { type: 'EXPIRED' },
      { type: 'ABORT' },
      event({ type: 'SCREEN', screen: 'lay-card' }),
      event({ type: 'SCREEN', screen: 'take-card-first' }),
      event({ type: 'SCREEN', screen: 'receipt' }),
      event({ type: 'PRINTED.so-far', confirmedCopies: 1 }),
    ],
    outputs: {
      identify: [{ type: 'identified', kind: 'domestic' }, { type: 'identified', kind: 'overseas' }, ...refused],
      apply: [
        { type: 'issued', facts: sampleFacts, pages: 1, municipality: sampleMunicipalities[0] },
        { type: 'right-person' },
        ...refused.map((one) => ({ ...one, municipality: sampleMunicipalities[0] })),
      ],
      passport: [{ type: 'read' }, { type: 'refused', refusal: 'PASSPORT_NOT_GENUINE' }],
      choose: [{ type: 'confirmed', copies: 1 }],
      pay: [
        { type: 'paid' },
        { type: 'failed', refusal: 'PAYMENT_UNAVAILABLE' },
        { type: 'failed', refusal: 'PRINTER_ATTENTION' },
      ],
      print: [
        { type: 'printed', confirmedCopies: 1, complete: true, uncertain: false },
        { type: 'printed', confirmedCopies: 1, complete: false, uncertain: true },
        { type: 'printed', confirmedCopies: 0, complete: false, uncertain: true },
        { type: 'right-person', confirmedCopies: 0 },
      ],
      handOver: [
        { type: 'handed-over', settled: null },
        { type: 'handed-over', settled: settledMoney },
        { type: 'right-person', settled: null },
      ],
      returnMoney: [
        { returnedYen: 120, owedYen: 0 },
        { returnedYen: 0, owedYen: 120 },
      ],
      waitForRemoval: [undefined],
    },
    // The screen and the copies make a difference where the journey asks for them, and nowhere else.
    key: (snapshot) => {
      const { context } = snapshot;
      const journey = journeyOf(snapshot);
      return JSON.stringify([
        ['identifying', 'printing', 'handingOver'].includes(journey) ? context.screen : '',
        journey === 'printing' ? context.confirmedCopies : 0,
        journey === 'handingOver' ? context.printedAll : false,
        context.cardInReader,
        context.kind,
        context.applyAgainIn !== null,
        context.issued !== null,
        context.copies,
        context.outcome === 'refused',
        context.outcome === 'right-person',
        context.outcome === 'card-left',
      ]);
    },
    name: journeyOf,
  });

/** The visit itself, at a terminal without and with a passport scanner. */
export const visit = walkVisit(false);
export const visitWithScanner = walkVisit(true);
/** Every machine of the visit. */
export const walks: Readonly<Record<string, Walk>> = { ...parts, visit, visitWithScanner };
