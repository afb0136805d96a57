/**
 * Scripted actors for tests of the visit's machines: each device answers what the script says, or never when it says nothing.
 */

import * as v from 'valibot';
import { fromCallback, fromPromise } from 'xstate';
import {
  type CertificateFacts,
  CertificateFactsSchema,
  type Municipality,
  MunicipalitySchema,
} from '../../../server-bridge/protocol/index.ts';
import { USUAL_OPTIONS } from '../../snapshot.ts';
import type {
  Applied,
  CardOpened,
  CardRead,
  CopyPrinted,
  DeviceEvent,
  MisprintConfirmed,
  PassportRead,
  PassportScanned,
  PinVerified,
  Printed,
  Settled,
} from '../machine/actor-contracts.ts';
import { applyMachine } from '../machine/apply.ts';
import { handOverMachine } from '../machine/hand-over.ts';
import { identifyMachine } from '../machine/identify.ts';
import { passportMachine } from '../machine/passport.ts';
import { payMachine } from '../machine/pay.ts';
import { printMachine } from '../machine/print.ts';
import { visitMachine } from '../machine/visit.ts';
import type { VisitInput } from '../machine/visit-types.ts';

/** Answers in the order they are asked for; when a list is used up, its last entry repeats. 'silent' never answers. */
export type Script = {
  waitForCard?: ('laid' | 'silent')[];
  openCard?: (CardOpened | 'silent' | 'throws')[];
  verifyPin?: (PinVerified | 'silent' | 'throws')[];
  readCard?: (CardRead | 'silent' | 'throws')[];
  waitForRemoval?: ('taken' | 'silent')[];
  apply?: (Applied | 'silent' | 'throws')[];
  scanPassport?: (PassportScanned | 'silent' | 'throws')[];
  readPassport?: (PassportRead | 'silent' | 'throws')[];
  print?: (CopyPrinted | 'silent' | 'throws')[];
  confirmMisprint?: (MisprintConfirmed | 'silent' | 'throws')[];
  printAgain?: (Printed | 'silent' | 'throws')[];
  /** What the printer says while a sheet is printed again. */
  printerSays?: DeviceEvent[];
  settle?: (Settled | 'silent' | 'throws')[];
  returnMoney?: ({ returnedYen: number; owedYen: number } | 'silent' | 'throws')[];
  money?: DeviceEvent[];
};

const municipality = (code: string, name: string, kana: string, takingPart: boolean): Municipality =>
  v.parse(MunicipalitySchema, {
    code,
    prefecture: { ja: '架空県', en: 'Kaku Prefecture' },
    name: { ja: name, en: code },
    kana,
    takingPart,
  });

export const sampleMunicipalities: readonly Municipality[] = [
  municipality('900010', '架空市', 'かくうし', true),
  municipality('900036', '例示村', 'れいじむら', false),
];

export const sampleFacts: CertificateFacts = v.parse(CertificateFactsSchema, {
  certificateId: 'KF0000000001',
  issuedOn: '2026-11-21',
  kind: 'domestic',
  municipality: {
    code: '900010',
    prefecture: { ja: '架空県', en: 'Kaku Prefecture' },
    name: { ja: '架空市', en: 'Kaku City' },
  },
  holder: { name: '見本　一葉', birthDate: '1987-06-05', passport: null },
  doses: [
    {
      number: 1,
      day: '2021-07-10',
      vaccineType: { ja: 'メッセンジャーRNAワクチン', en: 'mRNA vaccine' },
      manufacturer: { ja: 'ファイザー', en: 'Pfizer' },
      product: { ja: 'コミナティ', en: 'Comirnaty' },
      lot: 'ZZ0001',
      cvx: '208',
      country: 'JPN',
    },
  ],
});

export const sampleInput: VisitInput = {
  language: 'ja',
  options: USUAL_OPTIONS,
  voiceVolumePercent: 70,
  headphones: 'unknown',
  kinds: ['domestic', 'overseas'],
  municipalities: sampleMunicipalities,
  terms: { ja: '規約', en: 'Terms' },
  copyYen: 120,
  maxCopies: 10,
  maxReprints: 2,
  passportReading: false,
  paymentMeans: ['coins'],
  hours: { from: '06:30', to: '23:00' },
};

const never = <T>(): Promise<T> => new Promise<T>(() => {});

function answers<T>(script: readonly (T | 'silent' | 'throws')[] | undefined, fallback: T): () => Promise<T> {
  const list = script ?? [fallback];
  let asked = 0;
  return () => {
    const answer = list[Math.min(asked, list.length - 1)] ?? fallback;
    asked += 1;
    if (answer === 'silent') return never<T>();
    if (answer === 'throws') return Promise.reject(new Error('A bug in a device.'));
    return Promise.resolve(answer);
  };
}

export type ScriptedVisit = {
  machine: typeof visitMachine;
  /** What was asked for, in order. */
  log: string[];
  /** Something is laid into the reader, or taken out of it; or the reader itself is gone. */
  reader: (is: 'occupied' | 'empty' | 'lost') => void;
  /** The host's word about the money, while it collects. */
  till: (event: DeviceEvent) => void;
  /** The card in use is lifted. */
  liftCard: () => void;
};

/** The visit machine with every actor scripted. */
export function scriptedVisit(script: Script): ScriptedVisit {
  const log: string[] = [];
  const readerListeners = new Set<(event: DeviceEvent) => void>();
  const cardListeners = new Set<(event: DeviceEvent) => void>();
  const tillListeners = new Set<(event: DeviceEvent) => void>();
  const listening = <Input>(listeners: Set<(event: DeviceEvent) => void>, begun: () => void) =>
    fromCallback<DeviceEvent, Input>(({ sendBack }) => {
      listeners.add(sendBack);
      begun();
      return () => listeners.delete(sendBack);
    });
  const tell = (listeners: Set<(event: DeviceEvent) => void>, event: DeviceEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const scripted = <T, I>(name: string, answer: () => Promise<T>) =>
    fromPromise<T, I>(() => {
      log.push(name);
      return answer();
    });
  const laid = answers<'laid'>(script.waitForCard, 'laid');
  const taken = answers<'taken'>(script.waitForRemoval, 'taken');
  const removal = scripted<void, undefined>('waitForRemoval', async () => void (await taken()));
  const money = script.money ?? [{ type: 'MONEY.collected', insertedYen: 120, changeYen: 0 }];
  const machine = visitMachine.provide({
    actions: { forgetPerson: () => void log.push('forgetPerson') },
    actors: {
      waitForRemoval: removal,
      watchReader: listening(readerListeners, () => tell(readerListeners, { type: 'READER.empty' })),
      returnMoney: scripted('returnMoney', answers(script.returnMoney, { returnedYen: 120, owedYen: 0 })),
      identify: identifyMachine.provide({
        actions: { wipePin: () => void log.push('wipePin') },
        actors: {
          waitForCard: scripted<void, undefined>('waitForCard', async () => void (await laid())),
          openCard: scripted('openCard', answers<CardOpened>(script.openCard, { type: 'opened', triesLeft: 3 })),
          watchCard: listening(cardListeners, () => {}),
          verifyPin: scripted('verifyPin', answers<PinVerified>(script.verifyPin, { type: 'verified' })),
          readCard: scripted('readCard', answers<CardRead>(script.readCard, { type: 'read' })),
          waitForRemoval: removal,
        },
      }),
      apply: applyMachine.provide({
        actors: {
          applyForCertificate: scripted(
            'apply',
            answers<Applied>(script.apply, { type: 'issued', facts: sampleFacts, pages: 1 }),
          ),
        },
      }),
      passport: passportMachine.provide({
        actors: {
          scanPassport: scripted('scanPassport', answers<PassportScanned>(script.scanPassport, { type: 'scanned' })),
          readPassport: scripted('readPassport', answers<PassportRead>(script.readPassport, { type: 'read' })),
          waitForCard: scripted<void, undefined>('waitForCard', async () => void (await laid())),
          waitForRemoval: removal,
        },
      }),
      pay: payMachine.provide({
        actors: {
          collectMoney: listening(tillListeners, () => {
            log.push('collectMoney');
            setImmediate(() => {
              for (const event of money) tell(tillListeners, event);
            });
          }),
        },
      }),
      print: printMachine.provide({
        actors: {
          printCopy: scripted('printCopy', answers<CopyPrinted>(script.print, { type: 'confirmed' })),
          watchPrinter: fromCallback<DeviceEvent, undefined>(() => {}),
        },
      }),
      handOver: handOverMachine.provide({
        actions: { wipeCode: () => void log.push('wipeCode') },
        actors: {
          confirmMisprint: scripted(
            'confirmMisprint',
            answers<MisprintConfirmed>(script.confirmMisprint, { type: 'confirmed' }),
          ),
          printAgain: scripted('printAgain', answers<Printed>(script.printAgain, { type: 'confirmed' })),
          watchPrinter: fromCallback<DeviceEvent, undefined>(({ sendBack }) => {
            for (const event of script.printerSays ?? []) sendBack(event);
          }),
          settle: scripted(
            'settle',
            answers<Settled>(script.settle, {
              keptYen: 120,
              refundedYen: 0,
              changeYen: 0,
              owedYen: 0,
              receiptPrinted: true,
            }),
          ),
        },
      }),
    },
  });
  return {
    machine,
    log,
    reader: (is) => tell(readerListeners, { type: `READER.${is}` }),
    till: (event) => tell(tillListeners, event),
    liftCard: () => tell(cardListeners, { type: 'CARD.removed' }),
  };
}
