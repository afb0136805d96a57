/**
 * What each screen says. Exhaustive: a screen without a sentence or a chosen silence does not compile. The answer is an id and
 * never words, so what a snapshot says of a person cannot reach the loudspeaker.
 */
import type { Refusal } from '../../server-bridge/protocol/index.ts';
import type { OutOfServiceCause, Screen, ScreenName, Snapshot } from '../snapshot.ts';
import { SENTENCES, type SentenceId } from './sentences/index.ts';

/** `null` is silence. */
export type Cue = SentenceId | null;

type CuesByScreen = { readonly [Name in ScreenName]: (screen: Extract<Screen, { name: Name }>) => Cue };

const say = (id: SentenceId) => () => id;
/** A closed or idle machine does not talk to the store; the store's own people read. */
const silence = () => null;

/** What is lying there is called for even when the machine is closed (K5); whatever else closes it is for the staff to read. */
function closed(cause: OutOfServiceCause): Cue {
  if (cause === 'needs-staff-card-left') return 'card-left';
  if (cause === 'needs-staff-paper-left') return 'paper-left';
  return null;
}

/** Only three things are said of a refusal, none of which tells bystanders why. */
const NEEDS_STAFF: ReadonlySet<Refusal> = new Set(['RIGHT_PERSON', 'PAYMENT_UNAVAILABLE', 'PRINTER_ATTENTION']);

const CUES: CuesByScreen = {
  'out-of-service': ({ cause }) => closed(cause),
  attract: silence,
  menu: say('menu'),
  terms: say('terms'),
  'lay-card': ({ problem }) => {
    if (problem === 'none') return 'lay-card';
    return problem === 'wrong-card' || problem === 'phone' ? 'lay-right-card' : 'lay-card-again';
  },
  'checking-card': say('leave-card'),
  kind: ({ kinds }) => (kinds.length > 1 ? 'kind' : 'read-the-screen'),
  // Whoever has begun to type needs no more words; that an entry was wrong is nobody else's business.
  pin: ({ digits, wrong }) => (digits > 0 ? null : wrong ? 'pin-again' : 'pin'),
  'last-try': say('read-the-screen'),
  'reading-card': say('leave-card'),
  'take-card': say('take-card'),
  municipality: say('municipality'),
  applying: say('please-wait'),
  'scan-passport': say('scan-passport'),
  'lay-passport': say('lay-passport'),
  'reading-passport': say('leave-passport'),
  'take-passport': say('take-passport'),
  preview: say('preview'),
  copies: say('copies'),
  confirm: say('confirm'),
  'take-card-first': say('take-card'),
  payment: ({ means }) => {
    const coins = means.includes('coins');
    const cashless = means.includes('cashless');
    return coins && cashless ? 'pay' : coins ? 'insert-coins' : 'touch-to-pay';
  },
  'returning-money': say('take-money-back'),
  printing: say('printing'),
  'printer-attention': say('call-staff'),
  'take-paper': ({ reprint }) => {
    if (reprint === 'printed') return 'take-both-papers';
    return reprint === 'none' ? 'take-paper' : 'call-staff';
  },
  misprint: ({ digits }) => (digits > 0 ? null : 'show-the-clerk'),
  receipt: ({ printed, changeYen }) => {
    if (!printed) return 'no-receipt';
    return changeYen > 0 ? 'take-receipt-and-change' : 'take-receipt';
  },
  goodbye: say('thanks'),
  refused: ({ refusal, refundYen }) => {
    if (refusal === 'RIGHT_PERSON') return 'refused-call-staff';
    if (refundYen > 0) return 'refused-money-back';
    return NEEDS_STAFF.has(refusal) ? 'refused-call-staff' : 'refused';
  },
  'operator-code': silence,
  'operator-home': silence,
  'operator-step': silence,
  'operator-question': silence,
  'operator-working': silence,
  'operator-readiness': silence,
  'operator-result': silence,
};

function cueOfScreen<Name extends ScreenName>(screen: Extract<Screen, { name: Name }>, name: Name): Cue {
  const cue: CuesByScreen[Name] = CUES[name];
  return cue(screen);
}

/** What is said for a snapshot, whoever listens. */
export function cueOf(snapshot: Snapshot): Cue {
  const cue = cueOfScreen(snapshot.screen, snapshot.screen.name);
  if (snapshot.idleWarningSeconds === null || snapshot.screen.name.startsWith('operator-')) return cue;
  // "Take your card" matters more than "do you want to go on?".
  return cue !== null && SENTENCES[cue].repeat.kind === 'rising' ? cue : 'go-on';
}
