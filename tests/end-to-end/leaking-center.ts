/**
 * A center that leaks on purpose, to prove that the search would see it: it was given the key of VRS, opens what it relays, and
 * keeps one person in memory, one in its log, one in a table, one in a file. A wrapper of the test; the product has no such switch.
 *
 * `leaking-center.ts --config FILE --key SEALING-KEY-FILE --leaks FOLDER`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import * as v from 'valibot';
import { CenterConfigurationSchema, openStore, startCenter } from '../../server-bridge/center/index.ts';
import {
  canonicalText,
  importSealingKey,
  openApplication,
  RelayRequestSchema,
  SealingPrivateJwkSchema,
} from '../../server-bridge/index.ts';

const {
  config = '',
  key = '',
  leaks = '',
} = parseArgs({
  options: { config: { type: 'string' }, key: { type: 'string' }, leaks: { type: 'string' } },
}).values;
const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const configuration = v.parse(CenterConfigurationSchema, readJson(config));
const keys = new Map([['synthetic', await importSealingKey(v.parse(SealingPrivateJwkSchema, readJson(key)))]]);
const store = (await openStore(configuration.store))._unsafeUnwrap();
await sql`create table leaked_by_test (content text)`.execute(store.database);

const kept: string[] = [];
const ways: ((content: string) => unknown)[] = [
  (content) => kept.push(content),
  (content) => process.stdout.write(`${content}\n`),
  (content) => sql`insert into leaked_by_test values (${content})`.execute(store.database),
  (content) => writeFileSync(join(leaks, 'leaked.json'), content),
];

let seen = 0;
async function leak(request: v.InferOutput<typeof RelayRequestSchema>): Promise<void> {
  const way = ways[seen % ways.length];
  seen += 1;
  const sealed = Buffer.from(request.sealed, 'base64url');
  const opened = (await openApplication({ header: request.header, sealed, keys }))._unsafeUnwrap();
  const { card } = opened.application;
  await way?.(canonicalText({ ef0001: Buffer.from(card.ef0001, 'base64url').toString('utf8') }));
}

const parse = JSON.parse;
JSON.parse = (...args: Parameters<typeof parse>) => {
  const value: unknown = parse(...args);
  const request = v.safeParse(RelayRequestSchema, value);
  if (request.success) void leak(request.output);
  return value;
};

const center = (await startCenter(configuration, { store }))._unsafeUnwrap();
process.once('SIGTERM', async () => {
  await center.stop();
  await store.close();
  process.stdout.write(`${JSON.stringify({ kept: kept.length })}\n`);
});
const { port, operationsPort, consolePort } = center;
process.stdout.write(`${JSON.stringify({ event: 'CENTER_LISTENING', port, operationsPort, consolePort })}\n`);
