/**
 * Everything a relay between VRS and many terminals can do to their answers, and more than any relay can: it also has VRS's sealing key
 * (so it reads applications and can seal to any visit), an answer key of an earlier key set, and for mix-ups inside VRS the answer key
 * in use. Each thing done is counted when it has been done.
 */
import { randomBytes } from 'node:crypto';
import {
  type AnswerPayload,
  type Challenge,
  type Es256Signer,
  generateSigningJwk,
  type IssuedResult,
  openApplication,
  type RelayAnswer,
  type RelayRequest,
  sealAnswer,
  signAnswer,
  signerFromJwk,
} from '../../server-bridge/index.ts';
import type { Tamper } from './hostile-relay.ts';

/**
 * What each attack must come to: `right`: the very answer of this person, whole; `alarm`: a right-person failure; else the refusal
 * classes of which it must be one.
 */
export const ATTACKS = {
  none: 'right',
  delayed: 'right',
  // Whole answers at the wrong place or time.
  'answer of another visit': 'alarm',
  'own earlier answer': 'alarm',
  'earlier answer of another': 'alarm',
  'to the wrong terminal, as it is': ['UNAVAILABLE'],
  'after the end of the wait': ['UNAVAILABLE'],
  // VRS decides once on the same sealed bytes, and says it again.
  'asked twice, second answer': 'right',
  // Bytes.
  'one character altered': 'alarm',
  'sealed bytes cut': 'alarm',
  'random bytes': 'alarm',
  'message cut': ['UNAVAILABLE'],
  'message twice over': ['UNAVAILABLE'],
  'empty body': ['UNAVAILABLE'],
  'empty record': ['UNAVAILABLE'],
  'refusal in clear': ['UNAVAILABLE'],
  // Well-formed, sealed to this visit.
  'signed by a stranger': 'alarm',
  'signed by a stranger under our key id': 'alarm',
  'no record, signed by a stranger': 'alarm',
  'signed under an earlier key set': 'alarm',
  unsigned: 'alarm',
  'true answer of another visit': 'alarm',
  'true answer of eleven minutes ago': ['UNAVAILABLE'],
  'facts of another, truly signed': 'alarm',
  'code of another, truly signed': 'alarm',
  'doses of another, truly signed': 'alarm',
  // Challenges.
  'challenge of another visit': ['CHALLENGE_EXPIRED'],
  'earlier challenge': ['CHALLENGE_EXPIRED'],
  'invented challenge': ['CHALLENGE_EXPIRED'],
  'right number, other challenge': ['CARD_NOT_GENUINE'],
} as const satisfies Record<string, 'right' | 'alarm' | readonly string[]>;
export type Attack = keyof typeof ATTACKS;

const isAttack = (name: string): name is Attack => Object.hasOwn(ATTACKS, name);
export const ALL_ATTACKS: readonly Attack[] = Object.keys(ATTACKS).filter(isAttack);

/** What is done to one terminal in one round. `other` is how many places further the other one stands. */
export type Plan = { readonly attack: Attack; readonly other: number; readonly delayMs: number };

type Insider = {
  readonly sealing: Parameters<typeof openApplication>[0]['keys'];
  readonly answerKey: Es256Signer;
  readonly earlierAnswerKey: Es256Signer;
};

const COUNTER_ONLY = { type: 'refused', refusal: 'COUNTER_ONLY' } as const;

type Exchange = { readonly answer: RelayAnswer; readonly request: RelayRequest };

const pause = (durationMs: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, durationMs));

export type Mischief = {
  readonly done: Map<Attack, number>;
  /** What terminals were truly issued in an earlier round, as the relay has it from inside VRS. */
  readonly issued: Map<string, IssuedResult>;
  begin(plans: ReadonlyMap<string, Plan>): void;
  /** Lets go what is still held back. */
  end(): void;
  tamper: Tamper;
  tamperChallenge(terminalId: string, challenge: Challenge): Challenge;
};

export async function makeMischief(o: {
  terminals: readonly string[];
  insider: Insider;
  /** Sends a request to the center once more, in the name of the terminal that had sent it. */
  askAgain: (request: RelayRequest) => Promise<RelayAnswer>;
  /** The terminal's wait is over, now that its answer is held back here. */
  endWait: (terminalId: string) => void;
}): Promise<Mischief> {
  const { insider } = o;
  const stranger = signerFromJwk(await generateSigningJwk());
  const done = new Map<Attack, number>();
  const issued = new Map<string, IssuedResult>();
  let plans: ReadonlyMap<string, Plan> = new Map();
  let now = new Map<string, PromiseWithResolvers<Exchange>>();
  let over = Promise.withResolvers<void>();
  const earlier = new Map<string, RelayAnswer>();
  const challenges = new Map<string, Challenge>();

  const planOf = (terminalId: string): Plan => {
    const plan = plans.get(terminalId);
    if (plan === undefined) throw new Error('Nothing is planned for this terminal.');
    return plan;
  };
  const otherOf = (terminalId: string, isFit: (candidate: string) => boolean = () => true): string => {
    const place = o.terminals.indexOf(terminalId);
    for (let step = 0; step < o.terminals.length; step += 1) {
      const candidate = o.terminals[(place + planOf(terminalId).other + step) % o.terminals.length];
      if (candidate !== undefined && candidate !== terminalId && isFit(candidate)) return candidate;
    }
    throw new Error('There is nobody else.');
  };
  const exchangeOf = (terminalId: string): PromiseWithResolvers<Exchange> => {
    const found = now.get(terminalId) ?? Promise.withResolvers<Exchange>();
    now.set(terminalId, found);
    return found;
  };
  const issuedTo = (terminalId: string): IssuedResult => {
    const result = issued.get(terminalId);
    if (result === undefined) throw new Error('Nothing was issued there.');
    return result;
  };
  const anotherIssued = (terminalId: string) => issuedTo(otherOf(terminalId, (candidate) => issued.has(candidate)));

  /** A payload that answers `question`, sealed to the visit of `request`. */
  const made = async (
    request: RelayRequest,
    result: AnswerPayload['result'],
    signer: Es256Signer | null,
    how: { question?: RelayRequest; answeredAt?: Date } = {},
  ): Promise<RelayAnswer> => {
    const { application: asked, digest } = await opened(how.question ?? request);
    const { visitId, terminalId, municipality, kind, nonce } = asked;
    const answeredAt = (how.answeredAt ?? new Date()).toISOString();
    const payload: AnswerPayload = {
      ...{ v: 1, visitId, terminalId, municipality, kind, nonce },
      ...{ applicationDigest: digest, answeredAt, result },
    };
    const jws = await signAnswer(payload, signer ?? stranger);
    const [, body = '', signature = ''] = jws.split('.');
    const none = Buffer.from('{"alg":"none","typ":"kofu-answer+jwt"}').toString('base64url');
    const { application } = await opened(request);
    const sealed = await sealAnswer({
      jws: signer === null ? `${none}.${body}.${signature}` : jws,
      visitId: application.visitId,
      answerKey: Buffer.from(application.answerKey, 'base64url'),
    });
    return { visitId: application.visitId, sealed: Buffer.from(sealed._unsafeUnwrap()).toString('base64url') };
  };
  const opened = async (request: RelayRequest) =>
    (
      await openApplication({
        header: request.header,
        sealed: Buffer.from(request.sealed, 'base64url'),
        keys: insider.sealing,
      })
    )._unsafeUnwrap();

  const attackOn = async (attack: Attack, { answer, request }: Exchange): Promise<RelayAnswer | string | null> => {
    const { visitId, sealed } = answer;
    const { terminalId } = request.header;
    const whole = JSON.stringify(answer);
    const ours = issued.get(terminalId);
    const theirs = anotherIssued(terminalId);
    switch (attack) {
      case 'none':
      case 'delayed':
      case 'challenge of another visit':
      case 'earlier challenge':
      case 'invented challenge':
      case 'right number, other challenge':
        return answer;
      case 'answer of another visit':
        return { visitId, sealed: (await exchangeOf(otherOf(terminalId)).promise).answer.sealed };
      case 'own earlier answer':
        return { visitId, sealed: earlier.get(terminalId)?.sealed ?? '' };
      case 'earlier answer of another':
        return { visitId, sealed: earlier.get(otherOf(terminalId))?.sealed ?? '' };
      case 'to the wrong terminal, as it is':
        return (await exchangeOf(otherOf(terminalId)).promise).answer;
      case 'after the end of the wait':
        o.endWait(terminalId);
        await over.promise;
        return answer;
      case 'asked twice, second answer':
        return await o.askAgain(request);
      case 'one character altered': {
        const at = Math.floor(sealed.length / 2);
        return { visitId, sealed: `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}` };
      }
      case 'sealed bytes cut':
        return { visitId, sealed: sealed.slice(0, Math.floor(sealed.length / 8) * 4) };
      case 'random bytes':
        return { visitId, sealed: randomBytes(3_000).toString('base64url') };
      case 'message cut':
        return whole.slice(0, Math.floor(whole.length / 2));
      case 'message twice over':
        return whole + whole;
      case 'empty body':
        return '';
      case 'empty record':
        return '{"doses":[]}';
      case 'refusal in clear':
        return '{"refusal":"NO_RECORD_ASK_CITY"}';
      case 'signed by a stranger':
        return await made(request, theirs, stranger);
      case 'signed by a stranger under our key id':
        return await made(request, theirs, { kid: insider.answerKey.kid, sign: stranger.sign });
      case 'no record, signed by a stranger':
        return await made(request, { type: 'refused', refusal: 'NO_RECORD_ASK_CITY' }, stranger);
      case 'signed under an earlier key set':
        return await made(request, theirs, insider.earlierAnswerKey);
      case 'unsigned':
        return await made(request, theirs, null);
      case 'true answer of another visit': {
        const other = otherOf(terminalId, (candidate) => issued.has(candidate));
        const { request: question } = await exchangeOf(other).promise;
        return await made(request, issuedTo(other), insider.answerKey, { question });
      }
      case 'true answer of eleven minutes ago':
        return await made(request, ours ?? COUNTER_ONLY, insider.answerKey, {
          answeredAt: new Date(Date.now() - 660_000),
        });
      case 'facts of another, truly signed':
        return await made(request, theirs, insider.answerKey);
      case 'code of another, truly signed':
        return await made(request, { ...(ours ?? theirs), healthCard: theirs.healthCard }, insider.answerKey);
      case 'doses of another, truly signed': {
        const mine = ours ?? theirs;
        const doses = theirs.facts.doses.map((dose) => ({ ...dose, lot: `${dose.lot.slice(0, 4)}QQ` }));
        return await made(request, { ...mine, facts: { ...mine.facts, doses } }, insider.answerKey);
      }
      default: {
        const never: never = attack;
        throw new Error(`Unknown attack ${String(never)}`);
      }
    }
  };
  const count = (attack: Attack): void => void done.set(attack, (done.get(attack) ?? 0) + 1);

  return {
    done,
    issued,
    begin(next) {
      plans = next;
      now = new Map();
      over = Promise.withResolvers<void>();
    },
    end() {
      over.resolve();
      for (const [terminalId, { promise }] of now) {
        void promise.then(({ answer }) => earlier.set(terminalId, answer));
      }
    },
    async tamper(answer, request) {
      const { terminalId } = request.header;
      const { attack, delayMs } = planOf(terminalId);
      exchangeOf(terminalId).resolve({ answer, request });
      await pause(delayMs);
      if (attack === 'none') return answer;
      const given = await attackOn(attack, { answer, request });
      if (!attack.includes('challenge')) count(attack);
      return given;
    },
    tamperChallenge(terminalId, challenge) {
      const own = challenges.get(terminalId);
      challenges.set(terminalId, challenge);
      const given = otherChallenge(planOf(terminalId).attack, challenge, {
        own,
        others: challenges.get(otherOf(terminalId)),
      });
      if (given !== challenge) count(planOf(terminalId).attack);
      return given;
    },
  };
}

/** What the card is given to sign in place of its own visit's challenge. */
function otherChallenge(
  attack: Attack,
  challenge: Challenge,
  seen: { own: Challenge | undefined; others: Challenge | undefined },
): Challenge {
  switch (attack) {
    case 'challenge of another visit':
      return seen.others ?? challenge;
    case 'earlier challenge':
      return seen.own ?? challenge;
    case 'invented challenge':
      return { ...challenge, challengeId: randomBytes(16).toString('base64url') };
    case 'right number, other challenge':
      return { ...challenge, challenge: randomBytes(32).toString('base64url') };
    default:
      return challenge;
  }
}
