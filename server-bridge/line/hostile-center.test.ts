import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createSecureServer, type Http2SecureServer, type Http2Session, type ServerHttp2Stream } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { applicationOf, makeKeySet, syntheticContent, TERMINAL, visitId } from '../center/test-support/bridge-world.ts';
import { eventually } from '../center/test-support/eventually.ts';
import { filler } from '../center/test-support/stub-vrs.ts';
import {
  CommandSchema,
  DirectiveSchema,
  EventLogPageSchema,
  RelayRequestSchema,
  VisitIdSchema,
} from '../protocol/index.ts';
import {
  EcPrivateJwkSchema,
  type Es256Signer,
  generateSigningJwk,
  publicJwkOf,
  signCommand,
  signDirective,
  signerFromJwk,
} from '../sealing/index.ts';
import { createDevelopmentTrust, type DevelopmentTrust } from '../trust/index.ts';
import { type Line, type LineDelays, type LineEvent, type LineReport, openLine } from './index.ts';

/** A center under a good certificate that has turned: it answers whatever the test says. */
let directory: string;
let trust: DevelopmentTrust;
let server: Http2SecureServer;
let port: number;
let signer: Es256Signer;
let keySet: string;
let rootKey: Awaited<ReturnType<typeof generateSigningJwk>>;
/** An answer; null resets the request; 'silence' never answers it. */
type Reply = { status: number; body: string } | null | 'silence';
let answer: (path: string) => Reply | Promise<Reply> = () => null;
let stream: ServerHttp2Stream | null = null;
const sessions = new Set<Http2Session>();
const lines: Line[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-hostile-'));
  const now = new Date();
  trust = (await createDevelopmentTrust(directory, { terminals: [TERMINAL], now }))._unsafeUnwrap();
  signer = signerFromJwk(v.parse(EcPrivateJwkSchema, JSON.parse(readFileSync(trust.directiveKeyFile, 'utf8'))));
  rootKey = await generateSigningJwk();
  keySet = await makeKeySet(rootKey, now);
  server = createSecureServer({
    ca: readFileSync(trust.lineCaFile),
    cert: readFileSync(trust.centerServer.certificateFile),
    key: readFileSync(trust.centerServer.keyFile),
    requestCert: true,
    rejectUnauthorized: true,
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  server.on('stream', (opened, headers) => {
    const path = headers[':path'] ?? '';
    opened.on('error', () => undefined);
    if (path === '/v1/events') {
      stream = opened;
      opened.respond({ ':status': 200 });
      opened.write(': open\n\n');
      return;
    }
    opened.resume();
    void Promise.resolve(answer(path)).then((reply) => {
      if (reply === 'silence' || opened.destroyed) return;
      if (reply === null) return opened.close(8);
      opened.respond({ ':status': reply.status });
      opened.end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterEach(async () => {
  await Promise.all(lines.splice(0).map((line) => line.stop()));
  stream = null;
  answer = () => null;
});
afterAll(async () => {
  for (const session of sessions) session.destroy();
  await new Promise((resolve) => server.close(resolve));
  await rm(directory, { recursive: true, force: true });
});

const open = async (delays: Partial<LineDelays> = {}) => {
  const paths = trust.terminals.get(TERMINAL);
  if (paths === undefined) throw new Error('no certificate');
  const reports: LineReport[] = [];
  const configuration = {
    terminalId: TERMINAL,
    nodes: [{ host: '127.0.0.1', port }],
    caFile: trust.lineCaFile,
    ...paths,
    directiveKeys: [trust.directivePublicKey],
    vrsRootKey: publicJwkOf(rootKey),
  };
  const line = (await openLine(configuration, { delays, report: (code) => reports.push(code) }))._unsafeUnwrap();
  lines.push(line);
  const events: LineEvent[] = [];
  line.watch((event) => events.push(event));
  line.start();
  await eventually(() => expect(line.state()).toBe('connected'));
  return { line, events, reports };
};
const say = (text: string | Buffer) => stream?.write(text);
const sayEvent = (event: object) => say(`data: ${JSON.stringify(event)}\n\n`);
const directive = (changes: { version: number; issuedAt?: Date; expiresAt?: Date; by?: Es256Signer }) => {
  const issuedAt = changes.issuedAt ?? new Date();
  const content = {
    ...structuredClone(syntheticContent),
    version: changes.version,
    issuedAt: issuedAt.toISOString(),
    expiresAt: (changes.expiresAt ?? new Date(Date.now() + 3_600_000)).toISOString(),
    vrsKeySet: keySet,
  };
  return signDirective(v.parse(DirectiveSchema, content), changes.by ?? signer);
};
/** Offers a directive and waits until the line has judged it. */
const offer = async (events: readonly LineEvent[], jws: string) => {
  const judged = () =>
    events.filter((event) => event.type === 'directive' || event.type === 'directive-refused').length;
  const before = judged();
  let asked = 0;
  // Answered once: the line may still be asking for an earlier reason.
  answer = (path) => {
    if (path !== '/v1/directive' || asked > 0) return null;
    asked += 1;
    return { status: 200, body: JSON.stringify({ directive: jws }) };
  };
  sayEvent({ type: 'directive-changed', version: 1 });
  await eventually(() => expect(judged()).toBe(before + 1));
};
const command = (changes: { terminalId?: string; expiresAt?: Date; by?: Es256Signer } = {}) =>
  signCommand(
    v.parse(CommandSchema, {
      v: 1,
      commandId: filler(22),
      terminalId: changes.terminalId ?? TERMINAL,
      processId: filler(22),
      expiresAt: (changes.expiresAt ?? new Date(Date.now() + 60_000)).toISOString(),
      order: { kind: 'suspend' },
    }),
    changes.by ?? signer,
  );

describe('directives', () => {
  test('the line never goes back: an older version, or an older issue of the same one, is refused', async () => {
    const { line, events } = await open();
    const issuedAt = new Date();
    await offer(events, await directive({ version: 5, issuedAt }));
    expect(line.directive()?.directive.version).toBe(5);
    await offer(events, await directive({ version: 4 }));
    await offer(events, await directive({ version: 5, issuedAt: new Date(issuedAt.getTime() - 1) }));
    expect(events.filter((event) => event.type === 'directive-refused')).toEqual([
      { type: 'directive-refused', reason: 'older' },
      { type: 'directive-refused', reason: 'older' },
    ]);
    await offer(
      events,
      await directive({
        version: 5,
        issuedAt: new Date(issuedAt.getTime() + 1),
        expiresAt: new Date(Date.now() + 7_200_000),
      }),
    );
    await offer(events, await directive({ version: 6 }));
    expect(events.filter((event) => event.type === 'directive')).toHaveLength(3);
    expect(line.directive()?.directive.version).toBe(6);
  });

  test('expired, forged, altered, or no directive at all: refused, and the one that is held stays', async () => {
    const { line, events } = await open();
    const good = await directive({ version: 1 });
    await offer(events, good);
    const stranger = signerFromJwk(await generateSigningJwk());
    const [header = '', payload = '', signature = ''] = good.split('.');
    const altered = Buffer.from(
      Buffer.from(payload, 'base64url').toString('utf8').replace('"maxCopies":10', '"maxCopies":20'),
    ).toString('base64url');
    const bad = [
      await directive({
        version: 9,
        issuedAt: new Date(Date.now() - 7_200_000),
        expiresAt: new Date(Date.now() - 3_600_000),
      }),
      await directive({ version: 9, by: stranger }),
      await directive({ version: 9, by: { ...stranger, kid: signer.kid } }),
      `${header}.${altered}.${signature}`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
      await command(),
      '',
    ];
    for (const jws of bad) await offer(events, jws);
    const reasons = events.flatMap((event) => (event.type === 'directive-refused' ? [event.reason] : []));
    expect(reasons).toEqual([
      'expired',
      'untrusted-key',
      'bad-signature',
      'bad-signature',
      'malformed',
      'malformed',
      'malformed',
    ]);
    expect(line.directive()?.directive.version).toBe(1);
  });
});

describe('a directive asked for', () => {
  const envelope = (jws: string): Reply => ({ status: 200, body: JSON.stringify({ directive: jws }) });

  test('is newer, the same, or not to be had: what is held is held on', async () => {
    const { line } = await open();
    // The fetch of the fresh connection is over before anything is answered.
    expect(await line.refreshDirective()).toBe('unavailable');
    const issuedAt = new Date();
    const five = envelope(await directive({ version: 5, issuedAt }));
    const longer = envelope(await directive({ version: 5, issuedAt: new Date(issuedAt.getTime() + 1) }));
    const refresh = async (reply: Reply) => {
      answer = () => reply;
      return await line.refreshDirective();
    };
    expect(await refresh(five)).toBe('newer');
    expect(await refresh(five)).toBe('same');
    expect(await refresh(longer)).toBe('newer');
    expect(await refresh(five)).toBe('unavailable');
    expect(await refresh(envelope(await directive({ version: 4 })))).toBe('unavailable');
    const stranger = signerFromJwk(await generateSigningJwk());
    expect(await refresh(envelope(await directive({ version: 9, by: stranger })))).toBe('unavailable');
    for (const reply of [null, envelope(''), { status: 200, body: '' }, { status: 503, body: '{"refusal":"BUSY"}' }]) {
      expect(await refresh(reply)).toBe('unavailable');
    }
    expect(line.directive()?.directive.version).toBe(5);
  });

  test('is not taken from a fetch that began before, and several wishes then share one', async () => {
    const { line } = await open();
    const [one, two] = [envelope(await directive({ version: 1 })), envelope(await directive({ version: 2 }))];
    expect(await line.refreshDirective()).toBe('unavailable');
    const gate = Promise.withResolvers<void>();
    let fetches = 0;
    answer = async (path) => {
      if (path !== '/v1/directive') return null;
      fetches += 1;
      if (fetches > 1) return two;
      await gate.promise;
      return one;
    };
    const first = line.refreshDirective();
    await eventually(() => expect(fetches).toBe(1));
    const later = [line.refreshDirective(), line.refreshDirective(), line.refreshDirective()];
    gate.resolve();
    expect(await first).toBe('newer');
    expect(await Promise.all(later)).toEqual(['newer', 'newer', 'newer']);
    expect(fetches).toBe(2);
    expect(line.directive()?.directive.version).toBe(2);
  });

  test('does not wait for ever: neither for a silent center nor past the end of the line', async () => {
    answer = () => 'silence';
    const hurried = await open({ directiveMs: 50 });
    expect(await hurried.line.refreshDirective()).toBe('unavailable');
    const patient = await open({ directiveMs: 600_000 });
    const wishes = [patient.line.refreshDirective(), patient.line.refreshDirective()];
    await patient.line.stop();
    expect(await Promise.all(wishes)).toEqual(['unavailable', 'unavailable']);
  });
});

describe('a page of the event log', () => {
  test('is sent or is an error, each by its kind', async () => {
    const { line } = await open({ eventLogPageMs: 200 });
    const page = v.parse(EventLogPageSchema, {
      v: 1,
      terminalId: TERMINAL,
      commandId: filler(22),
      logId: filler(22),
      page: 1,
      last: true,
      entries: [],
    });
    const send = async (reply: Reply) => {
      answer = () => reply;
      const sent = await line.sendEventLogPage(page);
      return sent.isErr() ? sent.error.kind : 'sent';
    };
    expect(await send({ status: 204, body: '' })).toBe('sent');
    expect(await send({ status: 200, body: '{}' })).toBe('malformed');
    expect(await send({ status: 400, body: '{"refusal":"MALFORMED"}' })).toBe('refused');
    expect(await send({ status: 413, body: 'too much' })).toBe('malformed');
    expect(await send(null)).toBe('unavailable');
    expect(await send('silence')).toBe('timed-out');
  });
});

describe('commands', () => {
  test('one that is forged, expired or for another terminal is reported and not passed on', async () => {
    const { events, reports } = await open();
    const stranger = signerFromJwk(await generateSigningJwk());
    const bad = [
      await command({ by: stranger }),
      await command({ expiresAt: new Date(Date.now() - 1) }),
      await command({ terminalId: 'KOFU-0002' }),
      await directive({ version: 1 }).then((jws) => jws.slice(0, 4_000)),
      'x',
    ];
    for (const jws of bad) sayEvent({ type: 'command', command: jws });
    await eventually(() => expect(reports.filter((code) => code === 'COMMAND_REFUSED')).toHaveLength(bad.length));
    sayEvent({ type: 'command', command: await command() });
    await eventually(() => expect(events.filter((event) => event.type === 'command')).toHaveLength(1));
  });
});

describe('anything else', () => {
  test('noise on the event stream is reported and the line stays', async () => {
    const { line, reports } = await open();
    for (const text of [
      'data: {}\n\n',
      'data: [\n\n',
      'nonsense\n\n',
      `data: ${filler(9_000)}\n\n`,
      'data: {"type":"command"}\n\n',
    ])
      say(text);
    await eventually(() => expect(reports.filter((code) => code === 'EVENT_REFUSED').length).toBeGreaterThanOrEqual(5));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void say(Buffer.from(bytes))),
      { numRuns: 50 },
    );
    say('\n\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(line.state()).toBe('connected');
  });

  test('answers that are no answers are errors, each by its kind', async () => {
    const { line } = await open();
    const visit = visitId();
    const request = v.parse(RelayRequestSchema, applicationOf(visit));
    const ask = async (reply: { status: number; body: string } | null) => {
      answer = () => reply;
      const answered = await line.relay(request, { timeoutMs: 2_000 });
      return answered.isErr() ? answered.error.kind : answered.value;
    };
    const sealed = filler(200);
    expect(await ask({ status: 200, body: JSON.stringify({ visitId: visit, sealed }) })).toEqual({
      visitId: visit,
      sealed,
    });
    expect(await ask({ status: 200, body: JSON.stringify({ visitId: visitId(), sealed }) })).toBe('malformed');
    expect(await ask({ status: 200, body: '' })).toBe('malformed');
    expect(await ask({ status: 204, body: '' })).toBe('malformed');
    expect(await ask({ status: 200, body: `{"visitId":"${visit}"` })).toBe('malformed');
    expect(await ask({ status: 404, body: 'not found' })).toBe('malformed');
    expect(await ask({ status: 503, body: '{"refusal":"INVENTED"}' })).toBe('malformed');
    expect(await ask({ status: 503, body: '{"refusal":"BUSY"}' })).toBe('refused');
    expect(await ask(null)).toBe('unavailable');
    answer = () => ({ status: 200, body: '{}' });
    const challenge = await line.requestChallenge(v.parse(VisitIdSchema, visit), { timeoutMs: 2_000 });
    expect(challenge._unsafeUnwrapErr()).toEqual({ kind: 'malformed' });
  });
});

test('commands are told in the order in which they came, however long each signature takes', async () => {
  const { events } = await open();
  const commandIds = Array.from({ length: 300 }, (_, number) => String(number).padStart(22, '0'));
  const frames: string[] = [];
  for (const commandId of commandIds) {
    const command = v.parse(CommandSchema, {
      v: 1,
      commandId,
      terminalId: TERMINAL,
      processId: filler(22),
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
      order: { kind: 'refresh-directive' },
    });
    frames.push(`data: ${JSON.stringify({ type: 'command', command: await signCommand(command, signer) })}\n\n`);
  }
  say(frames.join(''));
  const told = (): string[] => events.flatMap((event) => (event.type === 'command' ? [event.command.commandId] : []));
  await eventually(() => expect(told()).toHaveLength(commandIds.length));
  expect(told()).toEqual(commandIds);
});
