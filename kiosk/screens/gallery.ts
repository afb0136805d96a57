/**
 * A sample of every screen and its variants, for tests, screenshots and the README. All data is invented. Each entry is
 * parsed by the schema, so a screen that changes its contract cannot keep an old sample.
 */
import * as v from 'valibot';
import { RefusalSchema } from '../../server-bridge/protocol/index.ts';
import {
  CARD_PROBLEMS,
  OUT_OF_SERVICE_CAUSES,
  PASSPORT_PROBLEMS,
  REPRINT_ENDS,
  SCAN_PROBLEMS,
  type Snapshot,
  SnapshotSchema,
  USUAL_OPTIONS,
} from '../snapshot.ts';
import { DOMESTIC_FACTS, LONG_FACTS, OVERSEAS_FACTS } from './gallery-facts.ts';
import { LARGE_PREFECTURE, SMALL_PREFECTURE, WHOLE_COUNTRY } from './gallery-municipalities.ts';
import { OPERATOR_SAMPLES } from './gallery-operator.ts';
import { OPTION_SAMPLES } from './gallery-options.ts';
import type { Sample } from './gallery-sample.ts';
import { helpOf } from './texts/help-of.ts';
import { TEXTS } from './texts/index.ts';

export interface GalleryEntry {
  /** The screen's name, and what the variant shows. */
  id: string;
  snapshot: Snapshot;
  /** To see it, the settings must be opened by a touch: the snapshot knows nothing of that. */
  optionsOpen: boolean;
  /** What the machine says about itself must be opened from the settings. */
  aboutOpen: boolean;
}

const TERMS = {
  ja: Array.from(
    { length: 9 },
    (_, index) =>
      `第${index + 1}条　これは見本の利用規約です。この機械は、カードから読み取った情報を、証明書の発行のためだけに使います。発行が終わると、情報はこの機械に残りません。`,
  ).join('\n'),
  en: Array.from(
    { length: 9 },
    (_, index) =>
      `Article ${index + 1}. These are sample terms of use. This machine uses what it reads from your card only to issue the certificate. Nothing is kept in it afterwards.`,
  ).join('\n'),
};
const HOURS = { from: '06:30', to: '23:00' };
const CLOSED = { terminalId: 'SYN-0001', build: '0.1.0-sample', at: '2026-11-21T11:47:00.000Z', hours: HOURS };
const PRINTER_CAUSES = ['paper', 'jam', 'cover', 'toner', 'other'] as const;

const SAMPLES: readonly Sample[] = [
  {
    screen: {
      name: 'attract',
      priceYen: 120,
      kinds: ['domestic', 'overseas'],
      means: ['coins', 'cashless'],
      hours: HOURS,
      notice: null,
    },
  },
  {
    variant: 'notice',
    screen: {
      name: 'attract',
      priceYen: 0,
      kinds: ['domestic'],
      means: ['coins'],
      hours: HOURS,
      notice: {
        ja: '12月29日から1月3日までは、お取り扱いを休みます。',
        en: 'The service is closed from 29 December to 3 January.',
        zh: '12月29日至1月3日暂停服务。',
        ko: '12월 29일부터 1월 3일까지는 서비스를 쉽니다.',
      },
    },
  },
  ...OUT_OF_SERVICE_CAUSES.map((cause) => ({
    variant: cause,
    screen: {
      name: 'out-of-service' as const,
      cause,
      ...CLOSED,
      refundOwedYen: cause === 'needs-staff-printer' ? 240 : 0,
    },
  })),
  {
    variant: 'identify',
    screen: { name: 'out-of-service', cause: 'needs-staff-card-left', ...CLOSED, refundOwedYen: 0 },
    identify: CLOSED.terminalId,
  },
  {
    variant: 'identify',
    screen: {
      name: 'attract',
      priceYen: 120,
      kinds: ['domestic', 'overseas'],
      means: ['coins', 'cashless'],
      hours: HOURS,
      notice: null,
    },
    // As long as an identifier may be.
    identify: 'SYN-0001-WITH-A-NAME-OF-32-SIGNS',
  },
  { screen: { name: 'menu', priceYen: 120, means: ['coins', 'cashless'], hours: HOURS }, cancel: true },
  { screen: { name: 'terms', text: TERMS }, back: true, cancel: true },
  ...CARD_PROBLEMS.map((problem) => ({
    variant: problem,
    screen: { name: 'lay-card' as const, problem },
    back: true,
    cancel: true,
  })),
  { screen: { name: 'checking-card' } },
  { screen: { name: 'kind', kinds: ['domestic', 'overseas'] }, cancel: true },
  { screen: { name: 'pin', digits: 0, triesLeft: 3, wrong: false }, cancel: true },
  { variant: 'typing', screen: { name: 'pin', digits: 2, triesLeft: 3, wrong: false }, cancel: true },
  { variant: 'wrong', screen: { name: 'pin', digits: 0, triesLeft: 2, wrong: true }, cancel: true },
  { screen: { name: 'last-try' }, cancel: true },
  { screen: { name: 'reading-card' } },
  { screen: { name: 'take-card', reason: 'done' } },
  { variant: 'ended', screen: { name: 'take-card', reason: 'ended' } },
  { screen: { name: 'municipality', municipalities: SMALL_PREFECTURE }, cancel: true },
  { variant: 'prefectures', screen: { name: 'municipality', municipalities: WHOLE_COUNTRY }, cancel: true },
  { variant: 'rows', screen: { name: 'municipality', municipalities: LARGE_PREFECTURE }, cancel: true },
  { variant: 'none', screen: { name: 'municipality', municipalities: [] }, cancel: true },
  { screen: { name: 'applying' } },
  ...SCAN_PROBLEMS.map((problem) => ({
    variant: problem,
    screen: { name: 'scan-passport' as const, problem },
    cancel: true,
  })),
  ...PASSPORT_PROBLEMS.map((problem) => ({
    variant: problem,
    screen: { name: 'lay-passport' as const, problem },
    cancel: true,
  })),
  { screen: { name: 'reading-passport' } },
  { screen: { name: 'take-passport', reason: 'done' } },
  { variant: 'again', screen: { name: 'take-passport', reason: 'again' } },
  { variant: 'ended', screen: { name: 'take-passport', reason: 'ended' } },
  { screen: { name: 'preview', facts: DOMESTIC_FACTS, pages: 1 }, back: true, cancel: true },
  {
    variant: 'overseas',
    screen: { name: 'preview', facts: OVERSEAS_FACTS, pages: 1 },
    back: true,
    cancel: true,
  },
  {
    variant: 'long',
    screen: { name: 'preview', facts: LONG_FACTS, pages: 2 },
    back: true,
    cancel: true,
  },
  {
    variant: 'hidden',
    screen: { name: 'preview', facts: null, pages: 1 },
    back: true,
    cancel: true,
  },
  { screen: { name: 'copies', copies: 1, maxCopies: 10, copyYen: 120 }, back: true, cancel: true },
  { variant: 'many', screen: { name: 'copies', copies: 10, maxCopies: 10, copyYen: 120 }, back: true, cancel: true },
  {
    screen: {
      name: 'confirm',
      kind: 'overseas',
      municipality: { ja: '若葉県 青波市', en: 'Aonami City, Wakaba' },
      copies: 2,
      totalYen: 240,
    },
    back: true,
    cancel: true,
  },
  { screen: { name: 'take-card-first', totalYen: 240 }, cancel: true },
  {
    screen: { name: 'payment', totalYen: 240, insertedYen: 0, means: ['coins', 'cashless'] },
    cancel: true,
  },
  { variant: 'coins', screen: { name: 'payment', totalYen: 240, insertedYen: 100, means: ['coins'] }, cancel: true },
  {
    variant: 'cashless',
    screen: { name: 'payment', totalYen: 240, insertedYen: 0, means: ['cashless'] },
    cancel: true,
  },
  {
    variant: 'idle',
    screen: { name: 'payment', totalYen: 240, insertedYen: 100, means: ['coins'] },
    cancel: true,
    idleWarningSeconds: 18,
  },
  { screen: { name: 'returning-money', yen: 100 } },
  { screen: { name: 'printing', copy: 1, copies: 2 } },
  ...PRINTER_CAUSES.map((cause) => ({
    variant: cause,
    screen: { name: 'printer-attention' as const, cause, again: false },
  })),
  { variant: 'again', screen: { name: 'printer-attention', cause: 'jam', again: true } },
  { screen: { name: 'take-paper', copies: 2, reprintAllowed: false, reprint: 'none' } },
  ...REPRINT_ENDS.map((reprint) => ({
    variant: `reprint-${reprint}`,
    screen: { name: 'take-paper' as const, copies: 2, reprintAllowed: true, reprint },
  })),
  { screen: { name: 'misprint', digits: 0, wrong: false, lockedOut: false }, back: true },
  { variant: 'typing', screen: { name: 'misprint', digits: 6, wrong: false, lockedOut: false }, back: true },
  { variant: 'wrong', screen: { name: 'misprint', digits: 0, wrong: true, lockedOut: false }, back: true },
  { variant: 'locked-out', screen: { name: 'misprint', digits: 0, wrong: false, lockedOut: true }, back: true },
  { screen: { name: 'receipt', printed: true, changeYen: 60 } },
  { variant: 'not-printed', screen: { name: 'receipt', printed: false, changeYen: 0 } },
  { screen: { name: 'goodbye' } },
  ...RefusalSchema.options.map((refusal) => ({
    variant: refusal,
    screen: { name: 'refused' as const, refusal, refundYen: refusal === 'PRINTER_ATTENTION' ? 120 : 0 },
  })),
  ...OPERATOR_SAMPLES,
];

/** The first sample of each screen once more, with its help over it. */
const HELP_SAMPLES: readonly Sample[] = SAMPLES.filter(
  ({ screen }, index) =>
    helpOf(screen.name, TEXTS.ja) !== null && SAMPLES.findIndex((other) => other.screen.name === screen.name) === index,
).map((sample) => ({ ...sample, variant: 'help', help: true }));

const ALL_SAMPLES: readonly Sample[] = [
  ...SAMPLES,
  ...HELP_SAMPLES,
  ...OPTION_SAMPLES,
  // The warning lies over the help too.
  {
    variant: 'help-idle',
    screen: { name: 'pin' as const, digits: 0, triesLeft: 3, wrong: false },
    cancel: true,
    help: true,
    idleWarningSeconds: 18,
  },
];

export const gallery: readonly GalleryEntry[] = ALL_SAMPLES.map(
  ({ variant, screen, back = false, cancel = false, help = false, ...more }, index) => ({
    id: variant === undefined ? screen.name : `${screen.name}-${variant.toLowerCase().replaceAll('_', '-')}`,
    optionsOpen: more.optionsOpen ?? false,
    aboutOpen: more.aboutOpen ?? false,
    snapshot: v.parse(SnapshotSchema, {
      v: 1,
      screenSeq: index + 1,
      language: 'ja',
      options: { ...USUAL_OPTIONS, ...more.options },
      voice: {
        volumePercent: 70,
        stopped: more.voiceStopped ?? false,
        // Who has everything spoken has plugged headphones in.
        headphones: more.options?.spokenGuidance === true ? 'in' : 'unknown',
      },
      idleWarningSeconds: more.idleWarningSeconds ?? null,
      allows: { back, cancel, help: helpOf(screen.name, TEXTS.ja) !== null },
      help,
      ...(more.identify === undefined ? {} : { identify: more.identify }),
      screen,
    }),
  }),
);
