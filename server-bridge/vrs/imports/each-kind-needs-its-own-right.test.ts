import { ok } from 'neverthrow';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Import, ImportKind } from '../console-api/imports.ts';
import { RightsSchema } from '../staff/rights.ts';
import type { StaffActor } from '../staff/vrs-staff-route.ts';
import type { ImportDesk } from './import-desk.ts';
import { AREA, NOW, piecesOf, staffOf } from './import-fixtures.ts';
import { importRoutes } from './import-routes.ts';

const ID = '00000000-0000-4000-8000-000000000001';

/** A desk that has one import of a kind and notes what it is asked for. */
function deskWith(kind: ImportKind) {
  const asked: string[] = [];
  const one: Import = {
    ...{ importId: ID, kind, state: 'waiting', encoding: null, fault: null, refusals: [], endedAt: null },
    ...{
      bytes: 10,
      bytesDone: 0,
      lines: 0,
      linesDone: 0,
      added: 0,
      changed: 0,
      unchanged: 0,
      doubtful: 0,
      refusedLines: 0,
    },
    ...{ begunAt: NOW.toISOString(), begunBy: 'mihon.staff' },
  };
  const desk: ImportDesk = {
    begin: () => {
      asked.push('begin');
      return Promise.resolve(ok({ importId: ID }));
    },
    receive: (_actor, _id, _upload, { withNumbers }) => {
      asked.push(`receive ${withNumbers}`);
      return Promise.resolve(ok());
    },
    state: () => Promise.resolve(ok(one)),
    list: () => Promise.resolve([one]),
    report: () => Promise.resolve(ok(noPieces())),
    abandon: () => {
      asked.push('abandon');
      return Promise.resolve(ok());
    },
    endOverdue: () => Promise.resolve(),
    settled: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  return { asked, routes: importRoutes(desk) };
}

async function* noPieces(): AsyncGenerator<string> {
  yield await Promise.resolve('');
}

function staffWith(rights: Record<string, string>): StaffActor {
  const actor = staffOf(AREA);
  if (actor.kind !== 'person') throw new Error('staff are persons');
  return { ...actor, rights: v.parse(RightsSchema, rights) };
}

/** Everything one can ask of an import of a kind: how each is answered. */
async function askAll(kind: ImportKind, rights: Record<string, string>) {
  const { asked, routes } = deskWith(kind);
  const actor = staffWith(rights);
  const answers: string[] = [];
  for (const { method, path, takes, isUpload, run } of routes) {
    const body = isUpload
      ? piecesOf(Buffer.from('x'))
      : takes.body === null
        ? undefined
        : Buffer.from(JSON.stringify({ kind, encoding: 'detect', bytes: 10 }));
    const parameters = takes.parameters === null ? {} : { importId: ID };
    const done = await run(actor, { parameters, query: {}, body });
    if (method === 'GET' && path === '/imports') {
      const list = done._unsafeUnwrap();
      answers.push('value' in list && JSON.stringify(list.value).includes(ID) ? 'seen' : 'unseen');
    } else answers.push(done.isOk() ? 'done' : done.error.kind);
  }
  return { answers, asked };
}

describe('an import', () => {
  it.each<[ImportKind, Record<string, string>]>([
    ['people', { people: 'write', records: 'exchange', numbers: 'write' }],
    ['tickets', { people: 'write', records: 'exchange', numbers: 'write' }],
    ['records', { people: 'exchange', records: 'write', numbers: 'write' }],
    ['address-numbers', { people: 'exchange', records: 'exchange', numbers: 'read' }],
  ])('of %s is neither seen nor touched by whoever lacks the right to its kind', async (kind, rights) => {
    expect(await askAll(kind, rights)).toEqual({
      answers: ['unseen', 'forbidden', 'forbidden', 'forbidden', 'forbidden', 'forbidden'],
      asked: [],
    });
  });

  it.each<[ImportKind, Record<string, string>, boolean]>([
    ['people', { people: 'exchange' }, false],
    ['people', { people: 'exchange', numbers: 'write' }, true],
    ['records', { people: 'read', records: 'exchange' }, false],
    ['address-numbers', { people: 'exchange', numbers: 'write' }, true],
  ])('of %s goes its way with it, with numbers only by the right to them', async (kind, rights, withNumbers) => {
    const { answers, asked } = await askAll(kind, rights);
    expect(answers).toEqual(['seen', 'done', 'done', 'done', 'done', 'done']);
    expect(asked).toEqual(['begin', `receive ${withNumbers}`, 'abandon']);
  });
});
