/**
 * P10: unavailable, not found and empty never turn into each other. Each statement of an application is made to fail, before it is
 * done and after; then nothing is kept, nothing is answered, and the same application gets the answer it would have had.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VrsKeys } from '../../certificates/index.ts';
import type { VrsRefusal } from '../../protocol/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { makeChallenge } from '../store/challenges.ts';
import { createVrsStore } from '../store/vrs-store.ts';
import type { VrsEvent } from '../vrs-events.ts';
import { apply, issuingParts, newVisitId, person, readAnswer, type SentApplication, START } from '../vrs-fixtures.ts';
import { answerApplication } from './answer-application.ts';
import type { IssuingParts } from './issuing-parts.ts';
import { type FailingStore, failingStore, InjectedFailure, unheardStore } from './testing/failing-store.ts';

const stillWanted = () => true;
/** More than an application has; the test ends where the last one is reached. */
const MOST_STATEMENTS = 40;
let filled: FilledStore;
let parts: IssuingParts;
let vrsKeys: VrsKeys;
let events: VrsEvent[];
let failing: FailingStore;

beforeAll(async () => {
  filled = await filledStore();
}, 120_000);
afterAll(() => filled.close());
beforeEach(async () => {
  ({ parts, vrsKeys, events } = await issuingParts(filled.store, () => START));
  failing = failingStore(filled.open, filled.masterKey);
});

type Options = { readonly kind?: 'domestic' | 'overseas'; readonly municipality?: string };

async function send(id: string, o: Options): Promise<SentApplication> {
  const visitId = newVisitId();
  const challenge = await makeChallenge(filled.store, visitId, new Date(START.getTime() + 60_000));
  return await apply(vrsKeys, person(id), challenge, { visitId, ...o });
}

const ask = ({ header, sealed }: SentApplication, over: Partial<IssuingParts> = {}) =>
  answerApplication({ header, sealed, stillWanted }, { ...parts, ...over });

async function resultOf(sent: SentApplication, over: Partial<IssuingParts> = {}): Promise<'issued' | VrsRefusal> {
  const { result } = await readAnswer(vrsKeys, sent, (await ask(sent, over))._unsafeUnwrap(), START);
  return result.type === 'issued' ? 'issued' : result.refusal;
}

async function idOf(sent: SentApplication, over: Partial<IssuingParts> = {}): Promise<string> {
  const { result } = await readAnswer(vrsKeys, sent, (await ask(sent, over))._unsafeUnwrap(), START);
  if (result.type !== 'issued') throw new Error(`refused: ${result.refusal}`);
  return result.facts.certificateId;
}

/** Certificates, decisions and challenges there are: what a failure must leave as it was. */
async function kept({ header }: SentApplication): Promise<string> {
  const counts = await filled.store.inArea(header.municipality, async ({ database }) => [
    (await database.selectFrom('certificates').select('certificate_id').execute()).length,
    (await database.selectFrom('applications').select('digest').execute()).length,
    (await database.selectFrom('challenges').select('challenge_id').execute()).length,
  ]);
  return String(counts);
}

const cases: readonly [string, 'issued' | VrsRefusal, Options][] = [
  ['four-doses', 'issued', {}],
  ['passport', 'issued', { kind: 'overseas' }],
  ['ichiyo', 'NO_RECORD_CHECK_CITY', { municipality: '900028' }],
  ['no-record', 'NO_RECORD_ASK_CITY', { municipality: '900028' }],
  ['doubtful', 'NEEDS_CONFIRMATION', {}],
  ['deceased', 'NEEDS_CONFIRMATION', {}],
  ['protected', 'COUNTER_ONLY', {}],
  ['many-doses', 'TOO_MANY_DOSES', {}],
  ['no-passport', 'PASSPORT_NOT_REGISTERED', { kind: 'overseas' }],
  ['ichiyo', 'CITY_STOPPED', { municipality: '900036' }],
];

describe.each(cases)('%s, otherwise %s', (id, wanted, o) => {
  it.each(['before', 'after'] as const)('is unavailable where any statement fails %s it is done', async (when) => {
    const sent = await send(id, o);
    const before = await kept(sent);
    let statements = 0;
    for (; statements < MOST_STATEMENTS; statements += 1) {
      failing.failAt(statements, when);
      const answer = await ask(sent, { store: failing.store });
      if (!failing.hasFailed()) break;
      expect(answer._unsafeUnwrapErr()).toBe('UNAVAILABLE');
      expect(events).toEqual(['STORE_FAILED']);
      expect(await kept(sent)).toBe(before);
      events.length = 0;
    }
    // Entering the area, reading it, the decision before, the challenge, the decision kept: at the least.
    expect(statements).toBeGreaterThanOrEqual(5);
    expect(statements).toBeLessThan(MOST_STATEMENTS);
    // The last round was let through; asked again it is the same answer.
    expect(await resultOf(sent)).toBe(wanted);
    expect(events).toContain('DECISION_REPEATED');
  });
});

describe('an answer that is lost after everything was kept', () => {
  it('is had by the same application again, on whichever node, and there is one certificate', async () => {
    const sent = await send('four-doses', {});
    const before = await kept(sent);
    expect((await ask(sent, { store: unheardStore(filled.store) }))._unsafeUnwrapErr()).toBe('UNAVAILABLE');
    const afterwards = await kept(sent);
    expect(afterwards).not.toBe(before);
    const other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
    const ids = [await idOf(sent), await idOf(sent, { store: other }), await idOf(sent)];
    expect(new Set(ids).size).toBe(1);
    expect(await kept(sent)).toBe(afterwards);
    expect(events).toEqual(['STORE_FAILED', 'DECISION_REPEATED', 'DECISION_REPEATED', 'DECISION_REPEATED']);
  });

  it('costs nothing where others ask the same at once on a node that hears', async () => {
    const sent = await send('four-doses', {});
    const other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, index) =>
        ask(sent, { store: [unheardStore(filled.store), filled.store, other][index % 3] ?? other }),
      ),
    );
    const ids = new Set<string>();
    for (const [index, answer] of answers.entries()) {
      if (index % 3 === 0) {
        expect(answer._unsafeUnwrapErr()).toBe('UNAVAILABLE');
        continue;
      }
      const { result } = await readAnswer(vrsKeys, sent, answer._unsafeUnwrap(), START);
      ids.add(result.type === 'issued' ? result.facts.certificateId : result.refusal);
    }
    expect([...ids]).toEqual([await idOf(sent)]);
  });

  it('is not had where nobody waited when it was to become final and the store failed as well', async () => {
    const sent = await send('four-doses', {});
    const before = await kept(sent);
    let asked = 0;
    const { header, sealed } = sent;
    const leaves = () => {
      asked += 1;
      return asked === 1;
    };
    const store = { ...filled.store, inArea: () => Promise.reject(new InjectedFailure()) };
    expect((await answerApplication({ header, sealed, stillWanted: leaves }, { ...parts, store })).isErr()).toBe(true);
    expect((await answerApplication({ header, sealed, stillWanted: () => false }, parts)).isErr()).toBe(true);
    expect(await kept(sent)).toBe(before);
    expect(await resultOf(sent)).toBe('issued');
  });
});
