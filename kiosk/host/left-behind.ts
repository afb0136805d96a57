/**
 * A card or a sheet that somebody left (K5, P15): the terminal stays closed for it, over restarts, until the thing is gone or a
 * clerk says what became of it; never the next person's screen. The center is told of its beginning and of its end.
 */
import type { DeviceUnion } from '../../server-bridge/index.ts';
import type { OperatorId } from '../../server-bridge/protocol/index.ts';
import type { OperatorAnswer } from '../operator/index.ts';
import type { HoldStore } from './holds.ts';
import type { HostLog } from './host-parts.ts';

export type LeftBehind = {
  /** The journal of the last run says that a sheet may lie in the machine. True once it is written down. */
  paperFound(): boolean;
  /** A visit is over: what it left, as the devices and the holds say. */
  visitEnded(outcome: string): void;
  /** Looks at the reader: a card that has gone without a clerk ends its hold. */
  look(): void;
  /** A clerk's entry. False when it could not be written down. */
  clerkSays(what: 'card' | 'paper', answer: OperatorAnswer, operatorId: OperatorId): boolean;
  /** The center's named person has had the machine looked into. False when it could not be written down. */
  release(): boolean;
};

export function watchLeftBehind(o: {
  holds: HoldStore;
  log: Pick<HostLog, 'report'>;
  cardReader: () => DeviceUnion['cardReader'];
  inVisit: () => boolean;
  /** A clerk is signed in: the card may be in the clerk's hand, and the entry follows. */
  clerkIsThere: () => boolean;
}): LeftBehind {
  const { holds, log } = o;
  let lookedAtStart = false;

  const cardLeft = (): void => {
    if (holds.get().card) return;
    holds.set({ card: true });
    log.report('CARD_LEFT', { code: 'left' });
  };

  return {
    paperFound() {
      const written = holds.set({ paper: true });
      log.report('PAPER_LEFT', { code: 'left' });
      return written;
    },

    visitEnded(outcome) {
      if (holds.get().paper) log.report('PAPER_LEFT', { code: 'left' });
      // However the visit ended, and whatever it said: a card that lies there now is not the next person's.
      if (outcome === 'card-left' || o.cardReader() === 'occupied') cardLeft();
      this.look();
    },

    look() {
      const reader = o.cardReader();
      if (o.inVisit() || reader === 'unknown') return;
      if (!lookedAtStart) {
        lookedAtStart = true;
        // It lay there before anybody was invited: left in a visit that a power cut ended.
        if (reader === 'occupied') cardLeft();
      }
      if (!holds.get().card || reader !== 'empty' || o.clerkIsThere()) return;
      if (holds.set({ card: false })) log.report('CARD_LEFT', { code: 'gone' });
    },

    clerkSays(what, answer, operatorId) {
      if (!holds.set(what === 'card' ? { card: false } : { paper: false })) return false;
      if (what === 'card') log.report('CARD_LEFT', { code: cardEnd(answer), operator: operatorId });
      else log.report('PAPER_LEFT', { code: paperEnd(answer), operator: operatorId });
      return true;
    },

    release() {
      const wasHeld = holds.get().paper;
      if (!holds.set({ paper: false })) return false;
      if (wasHeld) log.report('PAPER_LEFT', { code: 'released' });
      return true;
    },
  };
}

function cardEnd(answer: OperatorAnswer): 'kept' | 'returned' | 'gone' {
  if (answer === 'returned-to-owner') return 'returned';
  return answer === 'nothing-found' ? 'gone' : 'kept';
}

function paperEnd(answer: OperatorAnswer): 'kept' | 'returned' | 'nothing-found' {
  if (answer === 'returned-to-owner') return 'returned';
  return answer === 'nothing-found' ? 'nothing-found' : 'kept';
}
