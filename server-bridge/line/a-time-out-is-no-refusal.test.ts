/**
 * Fault: a new certificate was thrown away whenever its first connection came to nothing. The center may have noted its use by then, which
 * ends the old one: the terminal was locked out with no certificate at all.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createSecureServer, type Http2SecureServer, type Http2Session } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TERMINAL } from '../center/test-support/bridge-world.ts';
import { LINE_VERSION, LINE_VERSION_HEADER } from '../protocol/index.ts';
import { createDevelopmentTrust, type DevelopmentTrust } from '../trust/index.ts';
import { LineConfigurationSchema } from './configuration.ts';
import { openConnection } from './connection.ts';
import type { Credential, CredentialStore } from './credentials.ts';
import { LINE_DELAYS } from './delays.ts';
import { keepRenewed } from './keep-renewed.ts';

let directory: string;
let trust: DevelopmentTrust;
let server: Http2SecureServer;
let port = 0;
let answer: number | 'silence' | 'reset' = 'silence';
const sessions = new Set<Http2Session>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-refusal-'));
  trust = (await createDevelopmentTrust(directory, { terminals: [TERMINAL], now: new Date() }))._unsafeUnwrap();
  const { certificateFile, keyFile } = trust.centerServer;
  server = createSecureServer({
    ca: readFileSync(trust.lineCaFile),
    cert: readFileSync(certificateFile),
    key: readFileSync(keyFile),
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
  });
  server.on('stream', (stream) => {
    stream.on('error', () => undefined);
    if (answer === 'reset') stream.session?.destroy();
    else if (answer !== 'silence') {
      stream.respond({ ':status': answer, [LINE_VERSION_HEADER]: LINE_VERSION });
      stream.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  for (const session of sessions) session.destroy();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true, force: true });
});

/** @returns whether the center's answer was taken as its word on the certificate */
async function isTakenAsRefusal(given: typeof answer): Promise<boolean> {
  answer = given;
  let refused = false;
  const paths = trust.terminals.get(TERMINAL);
  if (paths === undefined) throw new Error('no terminal');
  const opened = await openConnection({
    node: { host: '127.0.0.1', port },
    tls: {
      ca: readFileSync(trust.lineCaFile),
      cert: readFileSync(paths.certificateFile),
      key: readFileSync(paths.keyFile),
    },
    delays: { ...LINE_DELAYS, connectMs: given === 'silence' ? 300 : 10_000 },
    signal: new AbortController().signal,
    onFrame: () => undefined,
    onRefused: () => {
      refused = true;
    },
    onDown: () => undefined,
  });
  expect(opened).toBeNull();
  return refused;
}

test('a center that says nothing, breaks off or is busy has refused nothing', async () => {
  for (const given of ['silence', 'reset', 429, 500, 503] as const) {
    expect(await isTakenAsRefusal(given), String(given)).toBe(false);
  }
});

test('a center that says so has refused', async () => {
  expect(await isTakenAsRefusal(403)).toBe(true);
});

test.each([
  [false, 'kept', 'RENEWAL_FAILED'],
  [true, 'dropped', 'NEW_CERTIFICATE_REFUSED'],
] as const)('refused: %s; while the old one is let in the new one is %s', async (refused, what, told) => {
  const paths = trust.terminals.get(TERMINAL);
  if (paths === undefined) throw new Error('no terminal');
  const current: Credential = {
    certificate: readFileSync(paths.certificateFile, 'utf8'),
    keyText: readFileSync(paths.keyFile, 'utf8'),
  };
  let next: Credential | null = { ...current };
  const fresh = next;
  const refuse = () => Promise.reject(new Error('not asked for here'));
  const credentials: CredentialStore = {
    current: () => current,
    next: () => next,
    keepNextKey: refuse,
    keepNext: refuse,
    promote: refuse,
    dropNext() {
      next = null;
      return Promise.resolve();
    },
  };
  const checked = v.parse(LineConfigurationSchema, {
    terminalId: TERMINAL,
    nodes: [{ host: '127.0.0.1', port }],
    caFile: trust.lineCaFile,
    ...paths,
    directiveKeys: [trust.directivePublicKey],
    vrsRootKey: trust.directivePublicKey,
  });
  const reports: string[] = [];
  const renewing = keepRenewed({
    credentials,
    checked,
    delays: LINE_DELAYS,
    random: () => 0,
    now: () => new Date(),
    report: (code) => reports.push(code),
    isFree: () => true,
  });
  expect(renewing.choices()).toEqual([fresh, current]);
  if (refused) renewing.refused(fresh);
  await renewing.accepted(current);
  expect(next === null ? 'dropped' : 'kept').toBe(what);
  expect(reports).toEqual([told]);
});
