/** What an application costs whatever a store does: each piece alone, in milliseconds of processor time. */
import { openApplication, sealAnswer, signAnswer } from '../../sealing/index.ts';
import { checkCard } from '../issuing/card-check.ts';
import { certify } from '../issuing/certify.ts';
import type { IssuingParts } from '../issuing/issuing-parts.ts';
import { readAnswer, START } from '../vrs-fixtures.ts';
import type { Prepared } from './applications.ts';

const ROUNDS = 200;
const WARM_UP = 20;

export type Arithmetic = Readonly<Record<'open' | 'card' | 'sign' | 'answer' | 'seal', number>>;

/** @param answered the sealed answer that the application had */
export async function arithmeticOf(
  parts: IssuingParts,
  vrsKeys: Parameters<typeof readAnswer>[0],
  { sent, challenge }: Prepared,
  answered: Uint8Array,
): Promise<Arithmetic> {
  const { header, sealed } = sent;
  const payload = await readAnswer(vrsKeys, sent, answered, START);
  const { result } = payload;
  if (result.type !== 'issued') throw new Error('the bench application is issued');
  const opened = await openApplication({ header, sealed, keys: parts.keys.sealing });
  if (opened.isErr()) throw new Error('the bench application opens');
  const { card, visitId, answerKey: key } = opened.value.application;
  const answerKey = Buffer.from(key, 'base64url');
  const { anchors, verifyCard } = parts;
  const bytes = Buffer.from(challenge.challenge, 'base64url');
  const jws = await signAnswer(payload, parts.keys.answerAt(START));
  return {
    open: await costMs(() => openApplication({ header, sealed, keys: parts.keys.sealing })),
    card: await costMs(() => Promise.resolve(checkCard({ card, challenge: bytes, anchors, verifyCard }))),
    sign: await costMs(() => certify(result.facts, START, parts.keys)),
    answer: await costMs(() => signAnswer(payload, parts.keys.answerAt(START))),
    seal: await costMs(() => sealAnswer({ jws, visitId, answerKey })),
  };
}

/** Processor time of one round, all threads: signatures run in threads of their own. */
export async function costMs(work: (round: number) => Promise<unknown>, rounds = ROUNDS): Promise<number> {
  for (let round = 0; round < WARM_UP; round += 1) await work(round);
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) await work(WARM_UP + round);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / rounds;
}
