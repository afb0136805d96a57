/**
 * What the visit machine is given, holds, hears and ends with.
 */
import type {
  CertificateFacts,
  CertificateKind,
  LocalizedText,
  Municipality,
  Refusal,
} from '../../../server-bridge/protocol/index.ts';
import type { Headphones, Language, PaymentMeans, ScreenOptions } from '../../snapshot.ts';
import type { DeviceEvent, Settled } from './actor-contracts.ts';
import type { TouchEvent } from './events.ts';
import type { VisitScreenName } from './patience.ts';

export type VisitOutcome =
  | 'finished'
  | 'cancelled'
  | 'timed-out'
  | 'refused'
  | 'card-left'
  | 'paper-left'
  | 'right-person'
  | 'aborted';

export type VisitOutput = { outcome: VisitOutcome; refusal: Refusal | null };

export type VisitInput = {
  language: Language;
  options: ScreenOptions;
  /** How loud the spoken guidance is at this hour. */
  voiceVolumePercent: number;
  headphones: Headphones;
  kinds: readonly CertificateKind[];
  municipalities: readonly Municipality[];
  terms: LocalizedText;
  copyYen: number;
  maxCopies: number;
  /** How many defective sheets a clerk may have printed again; 0 where the directive names no clerk. */
  maxReprints: number;
  /** The directive allows it and a scanner is there. */
  passportReading: boolean;
  /** What the fee can be paid with. */
  paymentMeans: readonly PaymentMeans[];
  /** Of service, `HH:MM` in Japan Standard Time. */
  hours: { readonly from: string; readonly to: string };
};

export type VisitContext = VisitInput & {
  screen: VisitScreenName;
  warningSeconds: number | null;
  /** The help for this screen lies over it. */
  help: boolean;
  /** The resident has heard enough of this screen. */
  voiceStopped: boolean;
  /** Something lies in the reader. */
  cardInReader: boolean;
  /** What was laid down last, and has to be taken back. */
  laidDown: 'card' | 'passport';
  kind: CertificateKind | null;
  /** Where VRS missed the passport and it is applied for again, once. */
  applyAgainIn: Municipality | null;
  issued: { facts: CertificateFacts; pages: number; municipality: Municipality } | null;
  copies: number;
  insertedYen: number;
  confirmedCopies: number;
  printedAll: boolean;
  settled: Settled | null;
  refusal: Refusal | null;
  /** The refusal has been shown, and need not be shown again. */
  refusalShown: boolean;
  refundYen: number;
  outcome: VisitOutcome;
};

export type VisitEvent =
  | TouchEvent
  | Extract<DeviceEvent, { type: `READER.${string}` }>
  /** The reader was lost, and has not come back in time. */
  | { type: 'READER.missing' }
  | { type: 'HEADPHONES'; headphones: Headphones }
  | { type: 'SCREEN'; screen: VisitScreenName }
  | { type: 'PAID.so-far'; insertedYen: number }
  | { type: 'PRINTED.so-far'; confirmedCopies: number }
  | { type: 'EXPIRED' }
  | { type: 'ABORT' }
  | { type: 'OVER' };
