/** Appends to an area's chain within the transaction of the act: both are kept, or neither (V11). */
import * as v from 'valibot';
import { normalName } from '../register/search-terms.ts';
import { actorId, type VrsActor } from '../staff/rights.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { BEFORE_THE_FIRST, entryHash, LogEntrySchema, markPerson } from './log-entry.ts';
import type { OperationEvent, OperationLog } from './operation-log.ts';

export function createOperationLog({ now }: { readonly now: () => Date }): OperationLog {
  return { append: (transaction, event) => appendEntry(transaction, event, now()) };
}

async function appendEntry(transaction: AreaTransaction, event: OperationEvent, at: Date): Promise<void> {
  const { database, keys } = transaction;
  // The person behind the head: erasing holds it too, and an entry that waited for it names nobody who is erased by then (V16).
  const head = await holdHead(transaction);
  const person = event.personId === null ? null : await readMarked(transaction, event.personId);
  const place = head.place + 1;
  const name = nameOf(event.actor);
  const marked = person?.referenceNumber == null ? null : markPerson(person.referenceNumber);
  const entry = v.parse(LogEntrySchema, {
    area: keys.area,
    place,
    at: at.toISOString(),
    staffId: actorId(event.actor),
    name,
    terminal: terminalOf(event.actor),
    operation: event.operation,
    personMark: marked?.mark.toString('hex') ?? null,
    target: event.target,
    result: event.result,
    previous: head.hash,
  });
  const hash = entryHash(entry);
  await database
    .insertInto('operation_log')
    .values({
      place,
      at,
      staff_id: entry.staffId,
      staff_name: name,
      terminal: entry.terminal,
      operation: entry.operation,
      person_mark: marked?.mark ?? null,
      reference: marked === null ? null : keys.encrypt('operation_log.reference', String(place), marked.opening),
      reference_hash:
        person?.referenceNumber == null ? null : keys.lookupHash('reference-number', person.referenceNumber),
      own_family: person !== null && event.actor.kind === 'person' && familyOf(person.name) === familyOf(name),
      target: entry.target,
      result: entry.result,
      previous: Buffer.from(entry.previous, 'hex'),
      hash: Buffer.from(hash, 'hex'),
    })
    .execute();
  await database
    .updateTable('operation_log_heads')
    .set({ place, hash: Buffer.from(hash, 'hex') })
    .where('area', '=', keys.area)
    .execute();
}

/** The head of the chain, held until the transaction ends: entries of an area follow one another on whichever node. */
export async function holdHead({ database, keys }: AreaTransaction): Promise<{
  readonly place: number;
  readonly hash: string;
}> {
  await database
    .insertInto('operation_log_heads')
    .values({ place: 0, hash: Buffer.from(BEFORE_THE_FIRST, 'hex'), watched_up_to: 0, reviewed_up_to: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await database
    .selectFrom('operation_log_heads')
    .select(['place', 'hash'])
    .where('area', '=', keys.area)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { place: Number(row.place), hash: Buffer.from(row.hash).toString('hex') };
}

async function readMarked({ database, keys }: AreaTransaction, personId: string) {
  const row = await database
    .selectFrom('people')
    .select(['person_id', 'reference_number', 'name'])
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { person_id: id, reference_number: reference } = row;
  return {
    referenceNumber: reference === null ? null : keys.decrypt('people.reference_number', id, reference),
    name: keys.decrypt('people.name', id, row.name),
  };
}

/** The first part of a name; one that has no parts is compared whole. */
const familyOf = (name: string): string => normalName(name).split(' ')[0] ?? '';

function nameOf(actor: VrsActor): string {
  switch (actor.kind) {
    case 'person':
      return actor.name;
    case 'tablet':
      return actor.tablet;
    case 'system':
      return 'system';
    default: {
      const never: never = actor;
      throw new Error(`unknown actor ${String(never)}`);
    }
  }
}

function terminalOf(actor: VrsActor): string | null {
  switch (actor.kind) {
    case 'person':
      return actor.terminal;
    case 'tablet':
      return actor.tablet;
    case 'system':
      return actor.terminal ?? null;
    default: {
      const never: never = actor;
      throw new Error(`unknown actor ${String(never)}`);
    }
  }
}
