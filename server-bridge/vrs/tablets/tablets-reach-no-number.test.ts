/** V15 over the whole way: a tablet's certificate, its listener, its role in the database. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  authorityProfile,
  type CredentialPaths,
  clientProfile,
  ensureCredential,
  localServerProfile,
} from '../../trust/index.ts';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { registerNewPerson } from '../register/people.ts';
import { readDoses } from '../register/read-doses.ts';
import { CHANGE, CITY, facts, OTHER_CITY, staff, syntheticNumber, within } from '../register/register-fixtures.ts';
import { issueTicket, withdrawTicket } from '../register/tickets.ts';
import { TABLET_ROLE } from '../store/roles.ts';
import { tabletRoutes } from './tablet-routes.ts';
import { createTabletServer } from './tablet-server.ts';
import { ticketLineOf } from './ticket-line.ts';

let filled: FilledStore;
let folder: string;
let server: ReturnType<typeof createTabletServer>;
let origin: string;
let ca: Buffer;
let personId: string;
let authority: Awaited<ReturnType<typeof ensureCredential>>;
const events: string[] = [];
const log = createOperationLog({ now: () => CHANGE.at });
const line = (ticketNumber: string, doseNumber = 1, area = CITY) => ticketLineOf({ area, ticketNumber, doseNumber });
const DOSE = { day: '2021-07-10', product: 'comirnaty', lot: 'ZZ0001', site: '架空会場', doctor: '架空　医師' };

const paths = (name: string): CredentialPaths => ({
  certificateFile: join(folder, `${name}.certificate.pem`),
  keyFile: join(folder, `${name}.key.pem`),
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-tablets-'));
  filled = await filledStore();
  const now = new Date();
  authority = await ensureCredential(paths('ca'), authorityProfile('Synthetic tablet CA'), null, now);
  await ensureCredential(paths('server'), localServerProfile('Synthetic VRS'), authority, now);
  ca = await readFile(paths('ca').certificateFile);
  const [cert, key] = [await readFile(paths('server').certificateFile), await readFile(paths('server').keyFile)];
  let clock = 0;
  server = createTabletServer({
    store: filled.store,
    log,
    // Every look at the clock is a minute later, so that no test meets the rate but the one that asks for it.
    now: () => new Date(CHANGE.at.getTime() + 60_000 * clock++),
    tls: { ca, cert, key },
    report: (event) => events.push(event),
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const address = server.server.address();
  origin = `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  await within(filled.store, CITY, async (area) => {
    ({ personId } = (await registerNewPerson(area, facts(), CHANGE))._unsafeUnwrap());
    await issueTicket(area, personId, { ticketNumber: '0000000001', ticketType: '1', issuedOn: '2021-04-01' }, CHANGE);
    const old = { ticketNumber: '0000000002', ticketType: '1', issuedOn: '2021-04-01' };
    const { ticketId } = (await issueTicket(area, personId, old, CHANGE))._unsafeUnwrap();
    await withdrawTicket(area, ticketId, CHANGE);
  });
  await register('tablet-1');
}, 120_000);
afterAll(async () => {
  await server.close();
  await filled.close();
  await rm(folder, { recursive: true });
});

const routes = () => tabletRoutes({ store: filled.store, log, now: () => CHANGE.at });
const chief = staff({ accounts: 'write' });
async function register(tablet: string): Promise<void> {
  const route = routes().find(({ method, path }) => method === 'POST' && path === '/site-tablets');
  const body = Buffer.from(JSON.stringify({ tablet }));
  (await route?.run(chief, { parameters: {}, query: {}, body }))?._unsafeUnwrap();
}

/** One request with the certificate of that URI name. */
async function ask(uri: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const name = uri.replaceAll(':', '_');
  await ensureCredential(paths(name), clientProfile('Synthetic tablet', uri), authority, new Date());
  const [cert, key] = [await readFile(paths(name).certificateFile), await readFile(paths(name).keyFile)];
  const session = connect(origin, { ca, cert, key });
  try {
    return await new Promise((resolve, reject) => {
      session.once('error', reject);
      session.once('close', () => reject(new Error('closed')));
      const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/json' });
      let status = 0;
      const pieces: Buffer[] = [];
      stream.once('error', reject);
      stream.once('response', (headers) => {
        status = Number(headers[':status']);
      });
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.once('end', () => {
        const text = Buffer.concat(pieces).toString('utf8');
        resolve({ status, body: text === '' ? null : JSON.parse(text) });
      });
      stream.end(JSON.stringify(body));
    });
  } finally {
    session.destroy();
  }
}
const TABLET = `urn:kofu:site-tablet:${CITY}:tablet-1`;
const found = v.strictObject({
  doseNumber: v.number(),
  name: v.string(),
  birthDay: v.string(),
  registered: v.array(v.number()),
});

describe('a tablet at a vaccination site', () => {
  it('is told no more of the holder than it takes to see the right one', async () => {
    const { status, body } = await ask(TABLET, '/v1/tickets', { line: line('0000000001') });
    expect(status).toBe(200);
    expect(v.parse(found, body)).toEqual({ doseNumber: 1, name: '架＊＊＊', birthDay: '1985-04-23', registered: [] });
  });

  it('registers a dose once, however often it asks, and not with other facts', async () => {
    const dose = { line: line('0000000001'), ...DOSE };
    expect(await ask(TABLET, '/v1/doses', dose)).toEqual({ status: 200, body: { result: 'registered', doubt: null } });
    expect(await ask(TABLET, '/v1/doses', dose)).toEqual({ status: 200, body: { result: 'already', doubt: null } });
    const other = await ask(TABLET, '/v1/doses', { ...dose, lot: 'ZZ0002' });
    expect(other).toEqual({ status: 409, body: { error: 'other-facts' } });
    const doses = await within(filled.store, CITY, (area) => readDoses(area, personId));
    expect(doses).toMatchObject([
      { source: 'tablet', ticketNumber: '0000000001', facts: { vaccinatedIn: CITY, doctor: DOSE.doctor } },
    ]);
  });

  it('has a doubt told at once, and it gates', async () => {
    const dose = { line: line('0000000001', 2), ...DOSE };
    expect(await ask(TABLET, '/v1/doses', dose)).toEqual({
      status: 200,
      body: { result: 'registered', doubt: 'order-of-days' },
    });
  });

  it.each<[string, unknown, number, string]>([
    ['a misread line', { line: `${line('0000000001').slice(0, 17)}x` }, 400, 'malformed'],
    [
      'a wrong check digit',
      { line: line('0000000001').replace(/.$/, (digit) => String((Number(digit) + 1) % 10)) },
      400,
      'check-digit',
    ],
    ['a ticket nobody issued', { line: line('0000000009') }, 404, 'unknown-ticket'],
    ['a ticket of another municipality', { line: line('0000000001', 1, OTHER_CITY) }, 404, 'unknown-ticket'],
    ['a withdrawn ticket', { line: line('0000000002') }, 409, 'withdrawn'],
    ['something else', { line: line('0000000001'), individualNumber: syntheticNumber(77) }, 400, 'malformed'],
  ])('is refused %s', async (_, body, status, error) => {
    expect(await ask(TABLET, '/v1/tickets', body)).toEqual({ status, body: { error } });
  });

  it('that is not registered, withdrawn, or no tablet is not let in', async () => {
    const lookup = { line: line('0000000001') };
    const strange = `urn:kofu:site-tablet:${CITY}:tablet-9`;
    expect(await ask(strange, '/v1/tickets', lookup)).toEqual({ status: 403, body: { error: 'forbidden' } });
    await register('tablet-2');
    const second = `urn:kofu:site-tablet:${CITY}:tablet-2`;
    expect((await ask(second, '/v1/tickets', lookup)).status).toBe(200);
    const withdraw = routes().find(({ path }) => path === '/site-tablets/:tablet/withdraw');
    await withdraw?.run(chief, { parameters: { tablet: 'tablet-2' }, query: {}, body: undefined });
    expect((await ask(second, '/v1/tickets', lookup)).status).toBe(403);
    // Of its own municipality there may be a tablet of that name; its tickets it does not find here.
    expect((await ask(`urn:kofu:site-tablet:${OTHER_CITY}:tablet-1`, '/v1/tickets', lookup)).status).toBe(403);
    for (const uri of ['urn:kofu:center:one', `urn:kofu:staff-terminal:${CITY}:desk-1`]) {
      // Cut off before an answer, which the client sees as an error or as an end.
      const { status } = await ask(uri, '/v1/tickets', lookup).catch(() => ({ status: 0 }));
      expect(status).toBe(0);
    }
    expect(events).toContain('TABLET_REFUSED');
    expect(events).toContain('STRANGER_REFUSED');
  });

  it('finds no other door on its listener', async () => {
    for (const path of [
      '/v1/applications',
      '/v1/key-set',
      '/operations/people/search',
      '/console/session',
      '/v1/numbers',
    ]) {
      expect((await ask(TABLET, path, {})).status).toBe(404);
    }
  });
});

describe('the role of tablets in the database', () => {
  const asTablet = (work: Parameters<typeof filled.store.inArea<unknown>>[1]) =>
    filled.store.inArea(CITY, work, { role: TABLET_ROLE });

  it.each(['individual_number', 'number_hash', 'kana', 'sex'] as const)('cannot read people.%s', async (column) => {
    await expect(asTablet(({ database }) => database.selectFrom('people').select(column).execute())).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      asTablet(({ database }) =>
        database.selectFrom('people').select('person_id').where(column, 'is not', null).execute(),
      ),
    ).rejects.toThrow(/permission denied/);
  });

  it('cannot write a number, change a person, or look at what is not its own', async () => {
    const number = Buffer.from('x');
    const works = [
      ({ database }: Parameters<Parameters<typeof asTablet>[0]>[0]) =>
        database.updateTable('people').set({ individual_number: number }).execute(),
      ({ database }: Parameters<Parameters<typeof asTablet>[0]>[0]) =>
        database.updateTable('doses').set({ lot: 'ZZ9999' }).execute(),
    ];
    for (const work of works) await expect(asTablet(work)).rejects.toThrow(/permission denied/);
    for (const table of ['certificates', 'passports', 'person_versions', 'provisions', 'staff_accounts'] as const) {
      await expect(asTablet(({ database }) => database.selectFrom(table).selectAll().execute())).rejects.toThrow(
        /permission denied/,
      );
    }
  });
});
