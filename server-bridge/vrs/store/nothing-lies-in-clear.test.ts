/** After a busy day: the whole database, the events and the temporary folder, searched for what must lie nowhere in clear (V8, V9, V12). */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rotateArea } from '../area-keys/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import {
  AREA,
  importFile,
  NOW,
  OTHER_AREA,
  PEOPLE_HEADING,
  personLine,
  testDesk,
  utf8,
} from '../imports/import-fixtures.ts';
import { answerApplication } from '../issuing/answer-application.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { askMunicipality } from '../provisions/ask-municipality.ts';
import { changePerson, registerDose, registerNewPerson } from '../register/index.ts';
import { TicketFactsSchema } from '../register/person-facts.ts';
import { dose, facts, staff, syntheticNumber, within } from '../register/register-fixtures.ts';
import { issueTicket } from '../register/tickets.ts';
import { lookUpTicket, registerSiteDose } from '../tablets/tablet-desk.ts';
import { SiteDoseSchema } from '../tablets/tablet-messages.ts';
import { tabletOf } from '../tablets/tablet-server.ts';
import { ticketLineOf } from '../tablets/ticket-line.ts';
import { apply, issuingParts, newVisitId, person as syntheticPerson } from '../vrs-fixtures.ts';
import { makeChallenge } from './challenges.ts';
import { fileMasterKey } from './master-key.ts';
import { scanForSecrets, withBytes } from './scan-for-secrets.ts';

const log = createOperationLog({ now: () => NOW });
const change = { by: 'hanako', at: NOW };
const mover = facts({
  referenceNumber: '812345678901231',
  individualNumber: syntheticNumber(9_901),
  name: '架空　転入子',
});
const abroad = facts({ ...mover, referenceNumber: '812345678901232', birthDay: mover.birthDay });
const ticket = v.parse(TicketFactsSchema, { ticketNumber: '8123456787', ticketType: '1', issuedOn: '2026-01-05' });
const SECRETS: readonly string[] = [
  mover.referenceNumber,
  abroad.referenceNumber,
  String(mover.individualNumber),
  mover.name,
  mover.kana ?? mover.name,
  '架空　改名子',
  ticket.ticketNumber,
  '812345678901233',
  '見本　秘子',
  String(syntheticNumber(9_902)),
  'ZZ0000001',
  'ZZ0000007',
  '架空第一会場',
  '架空第二会場',
];
let filled: FilledStore;
let folder: string;
const formerFolder = process.env['TMPDIR'];
const events: unknown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-scan-'));
  process.env['TMPDIR'] = folder;
  filled = await filledStore();
  await busyDay();
}, 180_000);
afterAll(async () => {
  if (formerFolder === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = formerFolder;
  await rm(folder, { recursive: true });
  await filled.close();
});

async function busyDay(): Promise<void> {
  const { store } = filled;
  const desk = await testDesk(store);
  const line = personLine(9, { reference: '812345678901233', number: syntheticNumber(9_902), name: '見本　秘子' });
  const imported = await importFile(desk, 'people', utf8(PEOPLE_HEADING, line));
  expect(imported.state).toBe('done');
  // One is refused as well: nothing of it stays either.
  await importFile(desk, 'people', utf8(PEOPLE_HEADING, line, 'broken'));
  events.push(...desk.events);
  const personId = await within(store, AREA, async (inside) => {
    const made = (await registerNewPerson(inside, mover, change))._unsafeUnwrap();
    (await registerDose(inside, made.personId, dose(), { source: 'staff', ticketId: null }, change))._unsafeUnwrap();
    (await issueTicket(inside, made.personId, ticket, change))._unsafeUnwrap();
    const { individualNumber: _own, ...rest } = mover;
    const wanted = { version: 1, reason: 'mistyped', facts: { ...rest, name: '架空　改名子' } } as const;
    const changed = await changePerson(inside, made.personId, wanted, change);
    expect(changed.isOk()).toBe(true);
    const actor = staff({ people: 'write' });
    await log.append(inside, {
      actor,
      operation: 'person-shown',
      personId: made.personId,
      target: '-',
      result: 'done',
    });
    return made.personId;
  });
  expect(personId).not.toBe('');
  const parts = { store, log, now: () => NOW };
  const tablet = tabletOf(`urn:kofu:site-tablet:${AREA}:mihon-tablet-1`);
  if (tablet === null) throw new Error('the name is one of a tablet');
  const read = ticketLineOf({ area: AREA, ticketNumber: ticket.ticketNumber, doseNumber: 2 });
  expect((await lookUpTicket(parts, tablet, read)).isOk()).toBe(true);
  const given = {
    line: read,
    day: '2021-08-02',
    product: 'comirnaty',
    lot: 'ZZ0002',
    site: '架空第二会場',
    doctor: '架空　医師',
  };
  expect((await registerSiteDose(parts, tablet, v.parse(SiteDoseSchema, given))).isOk()).toBe(true);
  await within(store, OTHER_AREA, (inside) => registerNewPerson(inside, abroad, change));
  const asked = await askMunicipality(parts, staff({ people: 'exchange', records: 'exchange', numbers: 'write' }), {
    asked: OTHER_AREA,
    movedInOn: '2026-11-01',
    individualNumber: syntheticNumber(9_901),
    birthDay: mover.birthDay,
  });
  expect(asked.isOk()).toBe(true);
  const issuing = await issuingParts(store, () => NOW);
  const visitId = newVisitId();
  const challenge = await makeChallenge(store, visitId, new Date(NOW.getTime() + 60_000));
  const sent = await apply(issuing.vrsKeys, syntheticPerson('ichiyo'), challenge, { visitId, kind: 'overseas' });
  await answerApplication({ header: sent.header, sealed: sent.sealed, stillWanted: () => true }, issuing.parts);
  events.push(...issuing.events);
  // In the middle of a change of keys, where most is written anew.
  const masterKey = fileMasterKey(filled.masterKey);
  (await rotateArea({ store, masterKey, log, now: () => NOW, limits: { pauseMs: 1 } }, AREA))._unsafeUnwrap();
  await desk.close();
}

/** Every table of the database as text, by the database's own list. */
async function dump(): Promise<string> {
  const { database } = filled.open;
  const tables = await sql<{ name: string }>`
    select relname::text as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(
    database,
  );
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`select kept::text as row from ${sql.table(name)} kept`.execute(
      database,
    );
    texts.push(name, ...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

/** The same by the server's own program, where there is a server. */
async function serverDump(): Promise<string | null> {
  const server = process.env['KOFU_TEST_POSTGRES_URL'];
  if (server === undefined) return null;
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(filled.open.database);
  const url = new URL(server);
  url.pathname = `/${rows[0]?.name ?? ''}`;
  const versions = '/usr/lib/postgresql';
  const program = existsSync(versions)
    ? readdirSync(versions)
        .map((version) => join(versions, version, 'bin', 'pg_dump'))
        .find(existsSync)
    : undefined;
  if (program === undefined) return null;
  const done = spawnSync(program, ['--dbname', url.href], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (done.status !== 0) throw new Error('pg_dump failed');
  return done.stdout;
}

async function filesIn(where: string): Promise<Buffer> {
  const names = await readdir(where, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
}

describe('after a busy day', () => {
  it('no number, name, ticket, reference or passport lies in clear in database, events or temporary files', async () => {
    const text = await dump();
    // The day was there: people, tickets, a certificate's application, provisions, the log.
    for (const table of ['people', 'tickets', 'provisions', 'operation_log', 'person_versions', 'doses']) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
        filled.open.database,
      );
      expect([table, (rows[0]?.n ?? 0) > 0]).toEqual([table, true]);
    }
    const byServer = await serverDump();
    const places = {
      database: withBytes(text),
      ...(byServer === null ? {} : { pg_dump: withBytes(byServer) }),
      events: Buffer.from(JSON.stringify(events)),
      'temporary folder': await filesIn(folder),
    };
    expect(scanForSecrets(places, SECRETS)).toEqual([]);
    // The search can find: the same places with one value planted, in each encoding.
    const secret = '見本　秘子';
    const bytes = Buffer.from(secret);
    const planted: Record<string, Buffer | string> = {
      'utf-8': secret,
      'utf-16le': Buffer.from(secret, 'utf16le'),
      'utf-16be': Buffer.from(secret, 'utf16le').swap16(),
      hex: bytes.toString('hex'),
      HEX: bytes.toString('hex').toUpperCase(),
      json: '"\\u898b\\u672c\\u3000\\u79d8\\u5b50"',
      'base64+0': `x ${bytes.toString('base64')}`,
      'base64+1': Buffer.concat([Buffer.of(1), bytes, Buffer.of(2)]).toString('base64'),
      'base64url+2': Buffer.concat([Buffer.of(1, 2), bytes, Buffer.of(2)]).toString('base64url'),
    };
    for (const [encoding, value] of Object.entries(planted)) {
      const place = Buffer.concat([places.database, Buffer.from(value)]);
      expect(scanForSecrets({ place }, SECRETS).map((one) => one.encoding)).toContain(encoding);
    }
    expect(scanForSecrets({ place: withBytes(`\\x${bytes.toString('hex')}`) }, SECRETS).length).toBeGreaterThan(1);
    expect(scanForSecrets({ place: Buffer.from('nobody') }, SECRETS)).toEqual([]);
  }, 60_000);

  it('the search sees a value that somebody writes in clear into a real row', async () => {
    await sql`update imports set fault = ${`x${String(mover.individualNumber)}`} where area = ${AREA}`.execute(
      filled.open.database,
    );
    const seen = scanForSecrets({ database: withBytes(await dump()) }, SECRETS);
    expect(seen).toContainEqual({ place: 'database', encoding: 'utf-8' });
  });
});
