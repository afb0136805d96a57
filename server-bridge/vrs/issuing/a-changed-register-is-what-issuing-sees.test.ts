/**
 * P5 and P9 through everything: a person's record is registered, corrected, doubted, confirmed, moved, protected by the register's own
 * functions; after each act an application of that person's card is answered as the requirement's words say of the record as it then is.
 */
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeSyntheticPerson } from '../../../card-reader/virtual/index.ts';
import type { VrsKeys } from '../../certificates/index.ts';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { confirmDose, correctDose, deleteDose, flagDose, registerDose } from '../register/doses.ts';
import { changePerson, registerNewPerson } from '../register/people.ts';
import { IndividualNumberSchema } from '../register/person-facts.ts';
import { eraseExpired } from '../register/retention.ts';
import { makeChallenge } from '../store/challenges.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { apply, issuingParts, newVisitId, readAnswer, START } from '../vrs-fixtures.ts';
import { answerApplication } from './answer-application.ts';
import type { IssuingParts } from './issuing-parts.ts';
import { dayAfter, productAndLot, rightDoses } from './testing/record-arbitraries.ts';
import { type OracleDose, type OraclePerson, verdictOf } from './testing/record-oracle.ts';

const CITY = v.parse(MunicipalityCodeSchema, '900044');
const TODAY = '2026-11-20';
const CHANGE = { by: 'hanako', at: START };
const RUNS = 25;
let filled: FilledStore;
let parts: IssuingParts;
let vrsKeys: VrsKeys;
let seeds = 9_000;

beforeAll(async () => {
  filled = await filledStore();
  ({ parts, vrsKeys } = await issuingParts(filled.store, () => START));
}, 120_000);
afterAll(() => filled.close());

type KeptDose = OracleDose & { readonly doseId: string; readonly version: number };
type Model = Omit<OraclePerson, 'doses'> & { readonly version: number; readonly doses: KeptDose[] };
type Someone = ReturnType<typeof makeSyntheticPerson>;

const act = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('register' as const),
      after: fc.integer({ min: 1, max: 200 }),
      kind: productAndLot,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('register-any' as const),
      day: fc.integer({ min: 0, max: 2200 }),
      number: fc.integer({ min: 1, max: 6 }),
      lot: fc.constantFrom('ZZ0001', 'ZZ00O1', '9000006'),
      said: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('correct' as const),
      which: fc.nat(9),
      to: rightDoses(1),
      number: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('delete' as const, 'flag' as const), which: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('confirm' as const), which: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('person' as const),
      protected: fc.boolean(),
      movedOn: fc.option(fc.integer({ min: 0, max: 1400 }).map(dayAfter)),
      deceasedOn: fc.option(fc.integer({ min: 0, max: 1400 }).map(dayAfter), { freq: 5 }),
      isBornOtherwise: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('clear-flags' as const) }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

const birthDayOf = ({ birthDate }: Someone) =>
  `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}`;

const personFacts = (who: Someone, model: Pick<OraclePerson, 'birthDay' | 'protected' | 'movedOn' | 'deceasedOn'>) => ({
  referenceNumber: `6${who.individualNumber}00`,
  name: who.name,
  kana: null,
  birthDay: model.birthDay,
  sex: 'unknown' as const,
  protected: model.protected,
  movedOn: model.movedOn,
  deceasedOn: model.deceasedOn,
});

const doseFacts = ({ number, day, product, lot }: Omit<OracleDose, 'said'>) => ({
  ...{ number, day, product, lot },
  ...{ vaccinatedIn: null, site: null, doctor: null },
});

const inCity = async <T>(work: (area: AreaTransaction) => Promise<T>): Promise<T> => {
  const done = await filled.store.inArea(CITY, async (area) => ({ value: await work(area) }));
  if (done === undefined) throw new Error('the city exists');
  return done.value;
};

async function newPerson(who: Someone, at: Date): Promise<string> {
  const facts = personFacts(who, { birthDay: birthDayOf(who), protected: false, movedOn: null, deceasedOn: null });
  const individualNumber = v.parse(IndividualNumberSchema, who.individualNumber);
  const made = await inCity((area) => registerNewPerson(area, { ...facts, individualNumber }, { by: 'hanako', at }));
  return made._unsafeUnwrap().personId;
}

async function addDose(personId: string, model: Model, dose: OracleDose): Promise<Model> {
  const from = { source: 'staff', ticketId: null, saidDoubtful: dose.said } as const;
  const made = await inCity((area) => registerDose(area, personId, doseFacts(dose), from, CHANGE));
  return { ...model, doses: [...model.doses, { ...dose, doseId: made._unsafeUnwrap().doseId, version: 1 }] };
}

async function changeDose(model: Model, what: Extract<Act, { which: number }>): Promise<Model> {
  const dose = model.doses[what.which % Math.max(1, model.doses.length)];
  if (dose === undefined) return model;
  const others = model.doses.filter((one) => one !== dose);
  const wanted = { version: dose.version, reason: 'mistyped' } as const;
  const next = { ...dose, version: dose.version + 1 };
  switch (what.type) {
    case 'correct': {
      const facts = { ...(what.to[0] ?? dose), number: what.number };
      (
        await inCity((area) => correctDose(area, dose.doseId, { ...wanted, dose: doseFacts(facts) }, CHANGE))
      )._unsafeUnwrap();
      return { ...model, doses: [...others, { ...facts, doseId: dose.doseId, version: next.version, said: false }] };
    }
    case 'delete':
      (await inCity((area) => deleteDose(area, dose.doseId, wanted, CHANGE)))._unsafeUnwrap();
      return { ...model, doses: others };
    case 'flag':
      (await inCity((area) => flagDose(area, dose.doseId, wanted, CHANGE)))._unsafeUnwrap();
      return { ...model, doses: [...others, { ...next, said: true }] };
    case 'confirm': {
      // Against a rule only a correction helps: then nothing has changed.
      const confirmed = await inCity((area) => confirmDose(area, dose.doseId, wanted, CHANGE));
      return confirmed.isErr() ? model : { ...model, doses: [...others, { ...next, said: false }] };
    }
    default: {
      const never: never = what;
      throw new Error(`unknown change ${String(never)}`);
    }
  }
}

async function changeFlags(who: Someone, personId: string, model: Model, flags: Partial<OraclePerson>): Promise<Model> {
  const next = { ...model, ...flags };
  const wanted = { version: model.version, reason: 'source-corrected', facts: personFacts(who, next) } as const;
  (await inCity((area) => changePerson(area, personId, wanted, CHANGE)))._unsafeUnwrap();
  return { ...next, doses: model.doses, version: model.version + 1 };
}

async function doAct(who: Someone, personId: string, model: Model, what: Act): Promise<Model> {
  switch (what.type) {
    case 'register': {
      const numbers = model.doses.map(({ number }) => number);
      const last =
        model.doses
          .map(({ day }) => day)
          .toSorted()
          .at(-1) ?? '2021-02-17';
      const day = new Date(Date.parse(last) + what.after * 86_400_000).toISOString().slice(0, 10);
      return await addDose(personId, model, { number: Math.max(0, ...numbers) + 1, day, ...what.kind, said: false });
    }
    case 'register-any': {
      const { number, lot, said } = what;
      return await addDose(personId, model, { number, day: dayAfter(what.day), product: 'comirnaty', lot, said });
    }
    case 'person': {
      const birthDay = what.isBornOtherwise && model.protected ? '1901-01-01' : birthDayOf(who);
      const { movedOn, deceasedOn } = what;
      return await changeFlags(who, personId, model, { protected: what.protected, movedOn, deceasedOn, birthDay });
    }
    case 'clear-flags':
      return await changeFlags(who, personId, model, {
        protected: false,
        movedOn: null,
        deceasedOn: null,
        birthDay: birthDayOf(who),
      });
    case 'correct':
    case 'delete':
    case 'flag':
    case 'confirm':
      return await changeDose(model, what);
    default: {
      const never: never = what;
      throw new Error(`unknown act ${String(never)}`);
    }
  }
}

async function applicationOf(who: Someone): Promise<{ outcome: string; doses: readonly string[] }> {
  const visitId = newVisitId();
  const challenge = await makeChallenge(filled.store, visitId, new Date(START.getTime() + 60_000));
  const sent = await apply(vrsKeys, who, challenge, { visitId, municipality: CITY });
  const answer = await answerApplication({ header: sent.header, sealed: sent.sealed, stillWanted: () => true }, parts);
  const { result } = await readAnswer(vrsKeys, sent, answer._unsafeUnwrap(), START);
  if (result.type === 'refused') return { outcome: result.refusal, doses: [] };
  return { outcome: 'issued', doses: result.facts.doses.map(({ number, day, lot }) => `${number} ${day} ${lot}`) };
}

/** As the store gives them: by number, then day. */
const inOrder = (doses: readonly KeptDose[]): KeptDose[] =>
  doses.toSorted((one, other) => one.number - other.number || (one.day < other.day ? -1 : Number(one.day > other.day)));

it('whatever is done to a record, the next answer is that of the record as it now is', async () => {
  const outcomes: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 9 }), async (acts) => {
      seeds += 1;
      const who = makeSyntheticPerson(seeds);
      expect((await applicationOf(who)).outcome).toBe('NO_RECORD_CHECK_CITY');
      const personId = await newPerson(who, START);
      const none = { protected: false, movedOn: null, deceasedOn: null, doses: [] };
      let model: Model = { ...none, birthDay: birthDayOf(who), version: 1 };
      for (const [index, what] of acts.entries()) {
        model = await doAct(who, personId, model, what);
        if (index % 2 === 1 && index < acts.length - 1) continue;
        const doses = inOrder(model.doses);
        const wanted = verdictOf({ ...model, doses }, birthDayOf(who), TODAY);
        const { outcome, doses: certified } = await applicationOf(who);
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        expect(outcome).toBe(wanted);
        if (outcome !== 'issued') continue;
        expect(certified).toEqual(doses.map(({ number, day, lot }) => `${number} ${day} ${lot}`));
      }
    }),
    { numRuns: RUNS, seed: 10, endOnFailure: true },
  );
  for (const class_ of ['issued', 'NEEDS_CONFIRMATION', 'NO_RECORD_ASK_CITY', 'COUNTER_ONLY']) {
    expect(outcomes[class_] ?? 0).toBeGreaterThan(3);
  }
}, 120_000);

it('a person whose data has served its time is not found: no empty record is left behind', async () => {
  const who = makeSyntheticPerson(8_999);
  await newPerson(who, new Date('2012-01-01T00:00:00Z'));
  expect((await applicationOf(who)).outcome).toBe('NO_RECORD_ASK_CITY');
  expect(await eraseExpired(filled.store, CITY, new Date('2020-01-01T00:00:00Z'))).toBe(1);
  expect((await applicationOf(who)).outcome).toBe('NO_RECORD_CHECK_CITY');
});
