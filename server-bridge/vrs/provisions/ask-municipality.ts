/**
 * A municipality asks another about somebody who moved in (V4): answered only for a person whose number and birth day the other knows.
 * Where nobody matches, the number is kept nowhere and nothing is provided. Both sides have a row and a line in their log (V5).
 */
import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type MunicipalityCode, MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import { dayInJapan } from '../register/calendar-day.ts';
import { type DoseFacts, DoseFactsSchema } from '../register/dose-facts.ts';
import type { IndividualNumber } from '../register/person-facts.ts';
import { readDoses } from '../register/read-doses.ts';
import type { StaffActor } from '../staff/vrs-staff-route.ts';
import type { ProvisionTables } from '../store/tables/provision-tables.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';

export type Query = {
  readonly asked: MunicipalityCode;
  /** The day of moving in, as the resident register has it. */
  readonly movedInOn: string;
  readonly individualNumber: IndividualNumber;
  readonly birthDay: string;
};

export type QueryError =
  | { readonly kind: 'own-area' }
  | { readonly kind: 'unknown-municipality' }
  /** The purpose does not hold: nobody of that number and birth day is registered here, or the day cannot be (V14). */
  | { readonly kind: 'not-moved-in' };

export type QueryAnswer =
  | { readonly kind: 'unmatched' }
  | {
      readonly kind: 'provided';
      readonly provisionId: string;
      readonly doses: readonly DoseFacts[];
      readonly doubtful: boolean;
    };

export type ProvisionParts = { readonly store: VrsStore; readonly log: OperationLog; readonly now: () => Date };

/** How old a move may be that a query is for. */
const LONGEST_SINCE_MOVE_DAYS = 366;

export const ProvidedSchema = v.array(v.strictObject({ dose: DoseFactsSchema, doubtful: v.boolean() }));
type Provided = v.InferOutput<typeof ProvidedSchema>;

export async function askMunicipality(
  parts: ProvisionParts,
  actor: StaffActor,
  query: Query,
): Promise<Result<QueryAnswer, QueryError>> {
  const at = parts.now();
  const { asked } = query;
  const asking = actor.area;
  if (asked === asking) return err({ kind: 'own-area' });
  if (!isRecentMove(query.movedInOn, at)) return err({ kind: 'not-moved-in' });
  return await parts.store.acrossAreas(async (enter) => {
    const here = await enter(asking);
    const mover = here === undefined ? null : await findMatch(here, query);
    if (here !== undefined && mover === null) {
      // Whether a number is registered here is an answer as well: who tries numbers out is seen.
      const event = { operation: 'query-asked', personId: null, target: asked, result: 'not-moved-in' } as const;
      await parts.log.append(here, { actor, ...event });
    }
    if (mover === null) return err({ kind: 'not-moved-in' });
    const there = await enter(asked);
    if (there === undefined) return err({ kind: 'unknown-municipality' });
    const known = await findMatch(there, query);
    // Somebody under protection is answered about by people, at a counter.
    const provided = known === null || known.protected ? null : await readProvided(there, known.personId);
    const provisionId = randomUUID();
    const row = {
      provision_id: provisionId,
      asking,
      asked,
      purpose: 'moved-in' as const,
      at,
      asked_by: actor.staffId,
      result: provided === null ? ('unmatched' as const) : ('provided' as const),
      doses: provided?.length ?? 0,
    };
    await insert(there, { ...row, side: 'asked', person_id: known?.personId ?? null, contents: null });
    const back = await enter(asking);
    if (back === undefined) throw new Error('an area went away within a transaction');
    const contents =
      provided === null ? null : back.keys.encrypt('provisions.contents', provisionId, JSON.stringify(provided));
    await insert(back, { ...row, side: 'asking', person_id: mover.personId, contents });
    // Two municipalities may ask each other at once: their logs are always taken in the same order.
    for (const code of [asking, asked].toSorted()) {
      const area = await enter(code);
      if (area === undefined) throw new Error('an area went away within a transaction');
      await parts.log.append(
        area,
        code === asking
          ? { actor, operation: 'query-asked', personId: mover.personId, target: asked, result: row.result }
          : {
              actor: { kind: 'system', area: asked },
              operation: provided === null ? 'query-unmatched' : 'query-answered',
              personId: known?.personId ?? null,
              target: `${asking}.${actor.staffId}`,
              result: known !== null && provided === null ? 'withheld' : row.result,
            },
      );
    }
    if (provided === null) return ok({ kind: 'unmatched' });
    return ok({
      kind: 'provided',
      provisionId,
      doses: provided.map(({ dose }) => dose),
      doubtful: provided.some(({ doubtful }) => doubtful),
    });
  });
}

function isRecentMove(day: string, at: Date): boolean {
  const oldest = new Date(at.getTime() - LONGEST_SINCE_MOVE_DAYS * 86_400_000);
  return day <= dayInJapan(at) && day >= dayInJapan(oldest);
}

/** Whoever has this number and this birth day in the area; a number with another birth day is nobody. */
async function findMatch({ database, keys }: AreaTransaction, { individualNumber, birthDay }: Query) {
  const row = await database
    .selectFrom('people')
    .select(['person_id', 'birth_day', 'protected'])
    .where('area', '=', keys.area)
    .where('number_hash', '=', keys.numberHash(individualNumber))
    .executeTakeFirst();
  if (row === undefined) return null;
  if (keys.decrypt('people.birth_day', row.person_id, row.birth_day) !== birthDay) return null;
  return { personId: row.person_id, protected: row.protected };
}

async function readProvided(area: AreaTransaction, personId: string): Promise<Provided> {
  const doses = await readDoses(area, personId);
  const own = v.parse(MunicipalityCodeSchema, area.keys.area);
  return doses.map(({ facts, doubt }) => ({
    // Site and doctor stay with who gave it; where it was given is said, by its own municipality at the least.
    dose: { ...facts, vaccinatedIn: facts.vaccinatedIn ?? own, site: null, doctor: null },
    doubtful: doubt !== null,
  }));
}

async function insert({ database }: AreaTransaction, row: Insertable<ProvisionTables['provisions']>): Promise<void> {
  await database.insertInto('provisions').values(row).execute();
}
