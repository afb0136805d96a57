/**
 * Every word a screen can say, as one type that each language fills completely. Sentences are short and plain; a value that
 * depends on figures is a function of them.
 */
import type { CertificateKind, Refusal } from '../../../server-bridge/protocol/index.ts';
import type {
  CARD_PROBLEMS,
  OutOfServiceCause,
  PASSPORT_PROBLEMS,
  PaymentMeans,
  SCAN_PROBLEMS,
  ScreenName,
} from '../../snapshot.ts';
import type { ScreenOf } from '../screen-of.ts';
import type { Step } from '../steps.ts';
import type { AboutTexts } from './about-texts.ts';
import type { HeadingAndLead, IdleTexts } from './common-texts.ts';
import type { GuideTexts } from './guide-texts.ts';
import type { OperatorTexts } from './operator-texts.ts';

export type CardProblem = Exclude<(typeof CARD_PROBLEMS)[number], 'none'>;
export type PrinterCause = ScreenOf<'printer-attention'>['cause'];
/** Screens on which the machine works and the resident only waits. */
export type WaitingScreen = Extract<
  ScreenName,
  'checking-card' | 'reading-card' | 'reading-passport' | 'applying' | 'returning-money'
>;

/** Screens of a visit, each of which can be explained. */
export type HelpScreen = Exclude<ScreenName, 'attract' | 'out-of-service' | `operator-${string}`>;

export interface HelpTexts {
  open: string;
  heading: string;
  close: string;
  /** Said on every one: whom to ask, and what nobody may be told. */
  staff: string;
  screens: Record<HelpScreen, readonly string[]>;
}

/** What went wrong, said in the three parts a resident needs. */
export interface RefusalText {
  title: string;
  happened: string;
  next: string;
}

export interface PassportTexts {
  again: string;
  scan: HeadingAndLead & { problems: Record<Exclude<(typeof SCAN_PROBLEMS)[number], 'none'>, string> };
  lay: HeadingAndLead & { problems: Record<Exclude<(typeof PASSPORT_PROBLEMS)[number], 'none'>, string> };
  take: Record<ScreenOf<'take-passport'>['reason'], HeadingAndLead>;
}

export interface Texts {
  serviceName: string;
  /** A calendar day `YYYY-MM-DD` in the words of the language. */
  day: (day: string) => string;
  yen: (yen: number) => string;
  copies: (copies: number) => string;

  steps: Record<Step, string>;
  progress: { label: string; done: string; current: string };
  controls: {
    back: string;
    cancel: string;
    language: string;
    /** What all the settings below are called together. */
    options: string;
    largeText: string;
    highContrast: string;
    slowPace: string;
    lowControls: string;
    spokenGuidance: string;
    stopVoice: string;
    scrollUp: string;
    scrollDown: string;
  };
  idle: IdleTexts;
  linkLost: HeadingAndLead;
  /** Over one of the terminal's own screens, above its name: the store is looking for this machine. */
  identify: string;
  help: HelpTexts;
  guide: GuideTexts;
  about: AboutTexts;
  operator: OperatorTexts;

  outOfService: {
    heading: string;
    causes: Record<OutOfServiceCause, { happened: string; next: string }>;
    hours: (from: string, to: string) => string;
    refundOwed: (yen: number) => string;
    terminal: string;
    build: string;
    time: string;
  };
  attract: {
    heading: string;
    lead: string;
    start: string;
    /** Over the kinds of certificate that can be had. */
    offers: string;
    needs: string;
    needCard: string;
    needPin: string;
    /** Which PIN of the several a card has. */
    whichPin: string;
    price: (priceYen: number) => string;
    payWith: Record<PaymentMeans | 'both', string>;
    hours: (from: string, to: string) => string;
    notice: string;
  };
  menu: HeadingAndLead & { item: string; itemLead: string; price: (yen: number) => string };
  terms: HeadingAndLead & { agree: string };
  layCard: HeadingAndLead & { again: string; problems: Record<CardProblem, string> };
  waiting: Record<WaitingScreen, HeadingAndLead> & { returned: (yen: number) => string };
  kind: HeadingAndLead & { kinds: Record<CertificateKind, { name: string; short: string; contents: string }> };
  pin: {
    heading: string;
    which: string;
    whichLead: string;
    entered: (digits: number) => string;
    triesLeft: (tries: number) => string;
    wrong: string;
    lockWarning: string;
    pad: string;
    erase: string;
  };
  lastTry: HeadingAndLead & { lock: string; forgotten: string; continue: string };
  takeCard: Record<ScreenOf<'take-card'>['reason'], HeadingAndLead>;
  passport: PassportTexts;
  municipality: {
    choosePrefecture: HeadingAndLead;
    chooseRow: HeadingAndLead;
    chooseOne: HeadingAndLead;
    /** What a row of the list is called; `row` is a kana such as あ, or a letter. */
    row: (row: string) => string;
    otherPrefecture: string;
    otherRow: string;
    closed: string;
    list: string;
    none: string;
    noneLead: string;
  };
  preview: HeadingAndLead & {
    hiddenHeading: string;
    hiddenLead: string;
    reveal: string;
    accept: string;
    different: string;
    sheet: string;
    title: string;
    pages: (pages: number) => string;
    name: string;
    romanName: string;
    birthDate: string;
    nationality: string;
    passportNumber: string;
    doses: string;
    dose: string;
    doseNumber: (dose: number) => string;
    doseDay: string;
    vaccine: string;
    manufacturer: string;
    product: string;
    lot: string;
    country: string;
    issuer: string;
    certificateId: string;
    issuedOn: string;
  };
  copiesChoice: HeadingAndLead & {
    fewer: string;
    more: string;
    count: string;
    upTo: (copies: number) => string;
    total: string;
    sum: (copies: number, copyYen: number) => string;
    next: string;
  };
  confirm: HeadingAndLead & {
    kind: string;
    municipality: string;
    copies: string;
    total: string;
    noRefund: string;
    pay: string;
    print: string;
  };
  takeCardFirst: HeadingAndLead & { total: string };
  payment: {
    headings: Record<PaymentMeans | 'both', string>;
    /** What a means is called, and what to do with it. */
    means: Record<PaymentMeans, { name: string; how: string }>;
    afterwards: string;
    total: string;
    inserted: string;
    missing: string;
    cancelHint: string;
  };
  printing: HeadingAndLead & { copy: (copy: number, copies: number) => string };
  printerAttention: { causes: Record<PrinterCause, HeadingAndLead>; safe: string; safeAgain: string; stay: string };
  takePaper: HeadingAndLead & {
    taken: string;
    defective: string;
    /** What became of a sheet that was to be printed again. */
    reprints: Record<Exclude<ScreenOf<'take-paper'>['reprint'], 'none'>, string>;
  };
  misprint: HeadingAndLead & {
    keep: string;
    /** Said to the clerk, who types. */
    code: string;
    entered: (digits: number) => string;
    wrong: string;
    lockedOut: string;
    lockedOutNext: string;
    pad: string;
    erase: string;
    confirm: string;
  };
  receipt: {
    heading: string;
    notPrinted: string;
    lead: string;
    notPrintedLead: string;
    change: (yen: number) => string;
    checkAll: string;
    finish: string;
  };
  goodbye: HeadingAndLead;
  refused: {
    happened: string;
    next: string;
    money: string;
    notCharged: string;
    /** For refusals after which money may lie in the machine although no refund is reported. */
    checkSlot: string;
    refunded: (yen: number) => string;
    finish: string;
    codes: Record<Refusal, RefusalText>;
  };
}
