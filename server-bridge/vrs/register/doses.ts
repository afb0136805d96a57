/** Registering, correcting, deleting, confirming and flagging doses of one municipality (V2, V16). The row before each change is kept. */
import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { DoseSource } from '../store/tables/register-tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { dayInJapan } from './calendar-day.ts';
import type { CorrectionReason, DoseFacts, Doubt } from './dose-facts.ts';
import { holdPerson } from './people.ts';
import { doubtOfRow, openDose, type RegisteredDose } from './read-doses.ts';
import { isForSomebodyToEnd, refreshDoubts } from './refresh-doubts.ts';
import type { Change, RegisterError } from './register-error.ts';
import { sealVersion } from './versions.ts';

export type Doubted = { readonly doubt: Doubt | null };
type Wanted = { readonly version: number; readonly reason: CorrectionReason };

export type DoseOrigin = {
  readonly source: DoseSource;
  readonly ticketId: string | null;
  /** The source itself has said that it is doubtful. */
  readonly saidDoubtful?: boolean;
};

/** Registers a dose; what a rule speaks against is kept and flagged. */
export async function registerDose(
  transaction: AreaTransaction,
  personId: string,
  dose: DoseFacts,
  from: DoseOrigin,
  change: Change,
): Promise<Result<Doubted & { readonly doseId: string }, RegisterError>> {
  const person = await holdPerson(transaction, personId);
  if (person.isErr()) return err(person.error);
  const doseId = await insertDose(transaction, personId, dose, from, change);
  return ok({ doseId, ...(await doubtAfter(transaction, personId, doseId, change.at)) });
}

/** Writes the row alone: whoever writes several of one person holds the person and lets the rules look once, at the end. */
export async function insertDose(
  transaction: AreaTransaction,
  personId: string,
  dose: DoseFacts,
  from: DoseOrigin,
  { by, at }: Change,
): Promise<string> {
  const doseId = randomUUID();
  const said: Doubt | null = from.saidDoubtful === true ? 'said-by-source' : null;
  await transaction.database
    .insertInto('doses')
    .values({
      area: transaction.keys.area,
      dose_id: doseId,
      person_id: personId,
      ...columnsOf(transaction, doseId, dose),
      doubtful: said !== null,
      doubt: said,
      ticket_id: from.ticketId,
      source: from.source,
      registered_at: at,
      registered_by: by,
    })
    .execute();
  return doseId;
}

/** Puts other facts in place. A doubt that somebody has said ends with it; the rules look anew. */
export async function correctDose(
  transaction: AreaTransaction,
  wantedId: string,
  wanted: Wanted & { readonly dose: DoseFacts },
  change: Change,
): Promise<Result<Doubted & { readonly version: number; readonly personId: string }, RegisterError>> {
  const held = await holdDose(transaction, wantedId, wanted.version);
  if (held.isErr()) return err(held.error);
  const { doseId, personId } = held.value;
  await keepDoseVersion(transaction, held.value, 'corrected', wanted.reason, change);
  const version = wanted.version + 1;
  await updateDose(transaction, doseId, {
    ...columnsOf(transaction, doseId, wanted.dose),
    doubtful: false,
    doubt: null,
    version,
  });
  return ok({ version, personId, ...(await doubtAfter(transaction, personId, doseId, change.at)) });
}

/** Takes a dose away; only its versions stay. */
export async function deleteDose(
  transaction: AreaTransaction,
  doseId: string,
  wanted: Wanted,
  change: Change,
): Promise<Result<{ readonly personId: string }, RegisterError>> {
  const held = await holdDose(transaction, doseId, wanted.version);
  if (held.isErr()) return err(held.error);
  const { personId } = held.value;
  await keepDoseVersion(transaction, held.value, 'deleted', wanted.reason, change);
  await transaction.database
    .deleteFrom('doses')
    .where('area', '=', transaction.keys.area)
    .where('dose_id', '=', doseId)
    .execute();
  await refreshDoubts(transaction, personId, change.at);
  return ok({ personId });
}

/**
 * Somebody has looked and it is right: ends a doubt that somebody had said, or that a dose was registered before its day, once that has
 * come. Against a rule only a correction helps (P9).
 */
export async function confirmDose(
  transaction: AreaTransaction,
  doseId: string,
  wanted: Wanted,
  change: Change,
): Promise<Result<{ readonly personId: string }, RegisterError>> {
  const held = await holdDose(transaction, doseId, wanted.version);
  if (held.isErr()) return err(held.error);
  const { personId, doubt, facts } = held.value;
  const isStillToCome = doubt === 'in-the-future' && facts.day > dayInJapan(change.at);
  if (isStillToCome || (doubt !== null && !isForSomebodyToEnd(doubt))) return err({ kind: 'still-doubtful' });
  await keepDoseVersion(transaction, held.value, 'confirmed', wanted.reason, change);
  await updateDose(transaction, doseId, { doubtful: false, doubt: null, version: wanted.version + 1 });
  await refreshDoubts(transaction, personId, change.at);
  return ok({ personId });
}

/** Somebody doubts it: no certificate until it is confirmed or corrected. */
export async function flagDose(
  transaction: AreaTransaction,
  doseId: string,
  wanted: Wanted,
  change: Change,
): Promise<Result<{ readonly personId: string }, RegisterError>> {
  const held = await holdDose(transaction, doseId, wanted.version);
  if (held.isErr()) return err(held.error);
  await keepDoseVersion(transaction, held.value, 'flagged', wanted.reason, change);
  await updateDose(transaction, doseId, { doubtful: true, doubt: 'said-by-staff', version: wanted.version + 1 });
  return ok({ personId: held.value.personId });
}

/** Its source has said that it is doubtful. Whoever calls holds the person. */
export async function doubtDose(
  transaction: AreaTransaction,
  personId: string,
  dose: RegisteredDose,
  change: Change,
): Promise<void> {
  await keepDoseVersion(transaction, { ...dose, personId }, 'flagged', 'source-corrected', change);
  await updateDose(transaction, dose.doseId, { doubtful: true, doubt: 'said-by-source', version: dose.version + 1 });
}

/** The person's row first, then the dose as it stands behind that lock. */
async function holdDose(
  transaction: AreaTransaction,
  doseId: string,
  version: number,
): Promise<Result<RegisteredDose & { readonly personId: string }, RegisterError>> {
  const { database, keys } = transaction;
  const read = () =>
    database
      .selectFrom('doses')
      .selectAll()
      .where('area', '=', keys.area)
      .where('dose_id', '=', doseId)
      .executeTakeFirst();
  const found = await read();
  if (found === undefined) return err({ kind: 'unknown-dose' });
  const person = await holdPerson(transaction, found.person_id);
  if (person.isErr()) return err(person.error);
  const row = await read();
  if (row === undefined) return err({ kind: 'unknown-dose' });
  if (row.version !== version) return err({ kind: 'changed-meanwhile' });
  return ok({ ...openDose(keys, row), personId: row.person_id });
}

function columnsOf({ keys }: AreaTransaction, doseId: string, dose: DoseFacts) {
  return {
    number: dose.number,
    day: dose.day,
    product: dose.product,
    lot: dose.lot,
    vaccinated_in: dose.vaccinatedIn,
    site: dose.site === null ? null : keys.encrypt('doses.site', doseId, dose.site),
    doctor: dose.doctor === null ? null : keys.encrypt('doses.doctor', doseId, dose.doctor),
  };
}

type DoseColumns = Partial<ReturnType<typeof columnsOf>> & {
  readonly doubtful: boolean;
  readonly doubt: Doubt | null;
  readonly version: number;
};

async function updateDose({ database, keys }: AreaTransaction, doseId: string, columns: DoseColumns): Promise<void> {
  await database
    .updateTable('doses')
    .set(columns)
    .where('area', '=', keys.area)
    .where('dose_id', '=', doseId)
    .execute();
}

async function doubtAfter(
  transaction: AreaTransaction,
  personId: string,
  doseId: string,
  at: Date,
): Promise<{ readonly doubt: Doubt | null }> {
  await refreshDoubts(transaction, personId, at);
  const row = await transaction.database
    .selectFrom('doses')
    .select(['doubtful', 'doubt'])
    .where('area', '=', transaction.keys.area)
    .where('dose_id', '=', doseId)
    .executeTakeFirstOrThrow();
  return { doubt: doubtOfRow(row) };
}

async function keepDoseVersion(
  transaction: AreaTransaction,
  dose: RegisteredDose & { readonly personId: string },
  change: 'corrected' | 'deleted' | 'confirmed' | 'flagged',
  reason: CorrectionReason,
  { by, at }: Change,
): Promise<void> {
  const { doseId, personId, version, facts, doubt } = dose;
  const contents = sealVersion(transaction.keys, 'dose_versions.contents', `${doseId}/${version}`, { ...facts, doubt });
  await transaction.database
    .insertInto('dose_versions')
    .values({ dose_id: doseId, person_id: personId, version, change, reason, contents, changed_at: at, changed_by: by })
    .execute();
}
