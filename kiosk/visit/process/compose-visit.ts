/**
 * Gives the visit's machines their world: the card desk, the line through the host, the page printer, the money at the host.
 * The only file where the rooms of the terminal meet inside the visit process.
 */
import { type EventObject, fromCallback, fromPromise } from 'xstate';
import type { CardReader } from '../../../card-reader/index.ts';
import type { CertificateFonts, GroundConfiguration, PagePrinter } from '../../../printing/index.ts';
import type { Directive, VisitId, VrsKeySet } from '../../../server-bridge/index.ts';
import type { TerminalId } from '../../../server-bridge/protocol/index.ts';
import type { Applied, DeviceEvent, Settled } from '../machine/actor-contracts.ts';
import { applyMachine } from '../machine/apply.ts';
import { handOverMachine } from '../machine/hand-over.ts';
import { identifyMachine } from '../machine/identify.ts';
import { passportMachine } from '../machine/passport.ts';
import { payMachine } from '../machine/pay.ts';
import { printMachine } from '../machine/print.ts';
import { visitMachine } from '../machine/visit.ts';
import { applyForCertificate } from './apply-for-certificate.ts';
import type { CardDesk } from './card-desk.ts';
import { confirmMisprint } from './confirm-misprint.ts';
import type { HostLink } from './host-link.ts';
import type { PassportDesk } from './passport-desk.ts';
import { printAgain, printCopy } from './print-copy.ts';
import { watchReader } from './reader-desk.ts';
import type { Vault } from './vault.ts';

export type VisitWorld = {
  visitId: VisitId;
  terminalId: TerminalId;
  directive: Directive;
  keySet: VrsKeySet;
  fonts: CertificateFonts;
  ground: GroundConfiguration;
  reader: CardReader;
  desk: CardDesk;
  passportDesk: PassportDesk;
  printer: PagePrinter;
  vault: Vault;
  link: HostLink;
  now: () => Date;
};

export function composeVisit(world: VisitWorld): typeof visitMachine {
  const { desk, passportDesk, link, vault } = world;
  const waitForRemoval = fromPromise<void, undefined>(({ signal }) => desk.waitForRemoval(signal));
  // The running copy tells the print machine what the printer says, through the watcher that lives as long as the machine.
  const printerListeners = new Set<(event: DeviceEvent) => void>();
  const notify = (event: DeviceEvent): void => {
    for (const listener of printerListeners) listener(event);
  };

  const printing = { printer: world.printer, vault, link, notify };
  const watchPrinter = deviceCallback((send) => {
    printerListeners.add(send);
    return () => printerListeners.delete(send);
  });

  return visitMachine.provide({
    actions: { forgetPerson: () => vault.wipe() },
    actors: {
      waitForRemoval,
      watchReader: deviceCallback((send) => watchReader(world.reader, (what) => send({ type: `READER.${what}` }))),
      returnMoney: fromPromise<{ returnedYen: number; owedYen: number }, undefined>(async ({ signal }) => {
        const answer = await link.ask({ type: 'return-money' }, 'returned', signal);
        if (answer === null) throw new Error('The host did not return the money.');
        return { returnedYen: answer.returnedYen, owedYen: answer.owedYen };
      }),
      identify: identifyMachine.provide({
        actions: {
          keepDigit: (_, { digit }) => vault.pin.append(digit),
          dropDigit: () => vault.pin.erase(),
          wipePin: () => vault.pin.wipe(),
          powerCardOff: () => void desk.powerOff(),
        },
        actors: {
          waitForCard: fromPromise<void, undefined>(({ signal }) => desk.waitForCard(signal)),
          openCard: fromPromise(({ signal }) => desk.open(signal)),
          watchCard: deviceCallback((send) => desk.watchRemoval(() => send({ type: 'CARD.removed' }))),
          verifyPin: fromPromise(({ signal }) => desk.verifyPin(signal)),
          readCard: fromPromise(async ({ signal }) => {
            const read = await desk.read(signal);
            link.send({ type: 'card', ...desk.counts() });
            return read;
          }),
          waitForRemoval,
        },
      }),
      apply: applyMachine.provide({
        actors: {
          applyForCertificate: fromPromise<Applied, Parameters<typeof applyForCertificate>[1]>(({ input, signal }) =>
            applyForCertificate(world, input, signal),
          ),
        },
      }),
      passport: passportMachine.provide({
        actors: {
          scanPassport: fromPromise(({ signal }) => passportDesk.scan(signal)),
          readPassport: fromPromise(({ signal }) => passportDesk.read(signal)),
          waitForCard: fromPromise<void, undefined>(({ signal }) => desk.waitForCard(signal)),
          waitForRemoval,
        },
      }),
      pay: payMachine.provide({
        actors: {
          collectMoney: fromCallback(({ input, sendBack }) => {
            const off = link.on((message) => {
              if (message.type === 'inserted') sendBack({ type: 'MONEY.inserted', insertedYen: message.insertedYen });
              if (message.type === 'collected') {
                sendBack({ type: 'MONEY.collected', insertedYen: message.insertedYen, changeYen: message.changeYen });
              }
              if (message.type === 'payment-means') sendBack({ type: 'MONEY.means', means: message.means });
              if (message.type === 'payment-failed') sendBack({ type: 'MONEY.failed', reason: message.reason });
            });
            link.send({ type: 'collect', ...input });
            return off;
          }),
        },
      }),
      print: printMachine.provide({
        actors: {
          printCopy: fromPromise(({ input, signal }) => printCopy(printing, input, signal)),
          watchPrinter,
        },
      }),
      handOver: handOverMachine.provide({
        actions: {
          tellPaperTaken: () => link.send({ type: 'paper-taken' }),
          keepCodeDigit: (_, { digit }) => vault.operatorCode.append(digit),
          dropCodeDigit: () => vault.operatorCode.erase(),
          wipeCode: () => vault.operatorCode.wipe(),
        },
        actors: {
          confirmMisprint: fromPromise(({ input, signal }) => confirmMisprint({ vault, link }, input, signal)),
          printAgain: fromPromise(({ input, signal }) => printAgain(printing, input, signal)),
          watchPrinter,
          settle: fromPromise<Settled, { confirmedCopies: number }>(async ({ input, signal }) => {
            const answer = await link.ask(
              { type: 'settle', confirmedCopies: input.confirmedCopies },
              'settled',
              signal,
            );
            if (answer === null) throw new Error('The host did not settle.');
            const { keptYen, refundedYen, changeYen, owedYen, receiptPrinted } = answer;
            return { keptYen, refundedYen, changeYen, owedYen, receiptPrinted };
          }),
        },
      }),
    },
  });
}

function deviceCallback(watch: (send: (event: DeviceEvent) => void) => () => void) {
  return fromCallback<DeviceEvent, undefined, EventObject>(({ sendBack }) => {
    const stop = watch((event) => sendBack(event));
    return () => {
      stop();
    };
  });
}
