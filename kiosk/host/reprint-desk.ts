/**
 * The host's side of a misprint: a clerk's code permits one sheet more, in the visit it belongs to and never after it. Paper
 * without money: the journal holds the sheet from before it may move until its end is known, and yen never.
 */
import { randomBytes } from 'node:crypto';
import type { CodeDesk, Operator } from '../operator/index.ts';
import { MAX_REPRINTS, type ReprintAnswer, type VisitToHost } from '../visit/index.ts';
import type { CrashJournal } from './crash-journal.ts';

type Request = Extract<VisitToHost, { type: 'request-reprint' }>;
type End = Extract<VisitToHost, { type: 'reprint-ended' }>;

/** What the store's books say of a misprint: reported to the center, and logged with who it was. */
export const REPRINT_ACTIONS = [
  'reprint',
  'reprint-not-printed',
  'reprint-uncertain',
  'code-wrong',
  'code-locked-out',
] as const;
export type ReprintAction = (typeof REPRINT_ACTIONS)[number];

/** What the terminal gives every visit's desk. */
export type ReprintOffice = {
  codes: CodeDesk;
  /** Those of the newest directive the terminal holds. */
  operators: () => readonly Operator[];
  journal: Pick<CrashJournal, 'append' | 'clear'>;
  /** Nothing else stands in the journal that must be remembered. */
  journalIsFree: () => boolean;
  /** `operatorId` is null where no code was right. */
  onAction: (action: ReprintAction, operatorId: string | null) => void;
};

export type ReprintDesk = {
  /** `mayReprint` is asked before the code is looked at, and again after it: a visit can end in between. */
  request(message: Request, mayReprint: () => boolean): Promise<ReprintAnswer>;
  ended(message: End): void;
  /** A sheet is permitted and its end is not known. */
  isUnderWay(): boolean;
  /** The visit is over: a sheet whose end nobody told is uncertain. True if there was one. */
  close(): boolean;
  /** Sheets confirmed. */
  printed(): number;
};

export function openReprintDesk(o: ReprintOffice): ReprintDesk {
  let underWay: { reprint: number; transactionId: string; operatorId: string } | null = null;
  /** Sheets that came out, or may have. */
  let spent = 0;
  let printed = 0;
  let closed = false;

  const mayBegin = (message: Request): boolean =>
    !closed && underWay === null && message.reprint === spent + 1 && message.reprint <= MAX_REPRINTS;

  const end = (how: End['end']): void => {
    if (underWay === null) return;
    const { transactionId, operatorId } = underWay;
    underWay = null;
    if (how !== 'failed') spent += 1;
    if (how === 'confirmed') printed += 1;
    else o.onAction(how === 'failed' ? 'reprint-not-printed' : 'reprint-uncertain', operatorId);
    o.journal.append({ phase: 'settled', transactionId });
    if (o.journalIsFree()) o.journal.clear();
  };

  return {
    async request(message, mayReprint) {
      if (!mayBegin(message) || !mayReprint()) {
        message.code.fill(0);
        return 'refused';
      }
      const checked = await o.codes.check(message.code, o.operators());
      switch (checked.kind) {
        case 'locked-out':
          return 'locked-out';
        case 'no-match':
          o.onAction(checked.lockedOut ? 'code-locked-out' : 'code-wrong', null);
          return checked.lockedOut ? 'locked-out' : 'wrong-code';
        case 'confirmed': {
          if (!mayBegin(message) || !mayReprint()) return 'refused';
          const transactionId = randomBytes(16).toString('base64url');
          const noted = o.journal.append({ phase: 'reprinting', transactionId, copy: message.reprint });
          if (noted.isErr()) return 'refused';
          underWay = { reprint: message.reprint, transactionId, operatorId: checked.operatorId };
          o.onAction('reprint', checked.operatorId);
          return 'permitted';
        }
        default: {
          const never: never = checked;
          throw new Error(`Unknown check ${String(never)}`);
        }
      }
    },
    ended(message) {
      if (underWay?.reprint === message.reprint) end(message.end);
    },
    isUnderWay: () => underWay !== null,
    close() {
      closed = true;
      const unknown = underWay !== null;
      end('uncertain');
      return unknown;
    },
    printed: () => printed,
  };
}
