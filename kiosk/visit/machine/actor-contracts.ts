/**
 * What the visit's machines ask of the world. The machines import no device, line, clock or chance: each of these is an
 * actor that the visit process provides, and a test replaces. Every answer is a value; a rejection is a bug and ends the
 * visit as unavailable.
 */
import { fromCallback, fromPromise } from 'xstate';
import type {
  CertificateFacts,
  CertificateKind,
  MunicipalityCode,
  Refusal,
} from '../../../server-bridge/protocol/index.ts';
import type { PaymentMeans } from '../../snapshot.ts';

/** Why a card has to be laid down again. */
export type CardProblem = 'unreadable' | 'wrong-card' | 'taken-early' | 'phone';

/** A card was laid down and its card AP answered; the challenge of VRS is at hand. */
export type CardOpened =
  | { type: 'opened'; triesLeft: number }
  | { type: 'again'; problem: CardProblem }
  | { type: 'refused'; refusal: Refusal };

/** One VERIFY has been made with the digits in the visit's PIN buffer (never repeated by program, P16). */
export type PinVerified =
  | { type: 'verified' }
  | { type: 'wrong'; triesLeft: number }
  | { type: 'locked' }
  | { type: 'again'; problem: 'unreadable' | 'taken-early' }
  | { type: 'refused'; refusal: Refusal };

/** The card's files and its signature over the challenge are in the visit's memory. */
export type CardRead =
  | { type: 'read' }
  | { type: 'again'; problem: 'unreadable' | 'taken-early' }
  | { type: 'refused'; refusal: Refusal };

/** The zone of a passport's photo page is in the visit's memory. `given-up`: no scanner, or nobody laid a page on. */
export type PassportScanned = { type: 'scanned' } | { type: 'again' } | { type: 'given-up' };

/** The passport's files are in the visit's memory, proved. `another-passport`: the chip is not of the scanned page. */
export type PassportRead =
  | { type: 'read' }
  | { type: 'again'; problem: 'unreadable' | 'wrong-document' | 'taken-early' | 'another-passport' }
  | { type: 'refused'; refusal: Refusal };

/** The application came back, was matched with this visit's card (invariant A), rendered and checked for release. */
export type Applied =
  | { type: 'issued'; facts: CertificateFacts; pages: number }
  | { type: 'refused'; refusal: Refusal }
  | { type: 'right-person' };

export type PrintPhase = { copy: number; copies: number };
export type Printed = { type: 'confirmed' } | { type: 'failed' } | { type: 'uncertain' } | { type: 'right-person' };
/** `not-permitted`: the host lets no sheet move now, and none has. */
export type CopyPrinted = Printed | { type: 'not-permitted' };
/** What the host said to a clerk's code; a miss and a lock-out are shown as what they are. */
export type MisprintConfirmed =
  | { type: 'confirmed' }
  | { type: 'wrong' }
  | { type: 'locked-out' }
  | { type: 'refused' };
export type Settled = {
  keptYen: number;
  refundedYen: number;
  changeYen: number;
  /** The resident's, but it could not be paid out; a clerk settles it. */
  owedYen: number;
  receiptPrinted: boolean;
};
export type PrinterCause = 'paper' | 'jam' | 'cover' | 'toner' | 'other';

/** Events that devices send while they work. */
export type DeviceEvent =
  | { type: 'CARD.removed' }
  /** Something lies in the reader, whatever it is; sent at the start of a visit as well. */
  | { type: 'READER.occupied' }
  | { type: 'READER.empty' }
  /** There is no reader any more; said after `READER.empty`, and taken back by the next word of the reader. */
  | { type: 'READER.lost' }
  | { type: 'MONEY.inserted'; insertedYen: number }
  | { type: 'MONEY.collected'; insertedYen: number; changeYen: number }
  | { type: 'MONEY.means'; means: readonly PaymentMeans[] }
  | { type: 'MONEY.failed'; reason: 'card-in-reader' | 'printer-attention' | 'unavailable' }
  | { type: 'PRINTER.attention'; cause: PrinterCause }
  | { type: 'PRINTER.working' };

const notProvided = (): never => {
  throw new Error('The actor was not provided.');
};
const promised = <Output, Input>() => fromPromise<Output, Input>(async () => notProvided());
const watching = <Input>() => fromCallback<DeviceEvent, Input>(() => notProvided());

/** Resolves when a card lies on the reader. */
export const waitForCard = promised<void, undefined>();
export const openCard = promised<CardOpened, undefined>();
/** Sends `CARD.removed` when the card in use leaves the reader. */
export const watchCard = watching<undefined>();
/** Sends `READER.*` for as long as the visit lasts: nobody pays, and no sheet starts, with a card in the reader (P15). */
export const watchReader = watching<undefined>();
export const verifyPin = promised<PinVerified, undefined>();
export const readCard = promised<CardRead, undefined>();
/** Powers the card off and resolves when the reader is empty; at once if it is. */
export const waitForRemoval = promised<void, undefined>();
export const scanPassport = promised<PassportScanned, undefined>();
export const readPassport = promised<PassportRead, undefined>();
export const applyForCertificate = promised<Applied, { kind: CertificateKind; municipality: MunicipalityCode }>();
/** Asks the host to collect and sends `MONEY.*`; stopping it gives nothing back: `returnMoney` does. */
export const collectMoney = watching<{ dueYen: number; copies: number; copyYen: number; kind: CertificateKind }>();
/** Everything inserted in this visit goes back to the resident; resolves with the yen returned. */
export const returnMoney = promised<{ returnedYen: number; owedYen: number }, undefined>();
/** Prints one copy and resolves when its end is known; sends `PRINTER.*` to its parent meanwhile. */
export const printCopy = promised<CopyPrinted, PrintPhase>();
export const watchPrinter = watching<undefined>();
/** Has the host check the clerk's code in the visit's buffer; `reprint` says which reprint of this visit it would be. */
export const confirmMisprint = promised<MisprintConfirmed, { reprint: number }>();
/** Prints one sheet again after it was confirmed; never asks for money. */
export const printAgain = promised<Printed, { reprint: number }>();
/** Keeps the money of the confirmed copies, refunds the rest, gives change, prints the receipt. */
export const settle = promised<Settled, { confirmedCopies: number }>();
