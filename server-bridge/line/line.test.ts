import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningCenter } from '../center/index.ts';
import {
  applicationOf,
  buildWorld,
  OTHER_TERMINAL,
  statusOf,
  syntheticContent,
  TERMINAL,
  visitId,
  type World,
} from '../center/test-support/bridge-world.ts';
import { eventually } from '../center/test-support/eventually.ts';
import { filler, goodBehaviour } from '../center/test-support/stub-vrs.ts';
import {
  type EventLogPage,
  EventLogPageSchema,
  RelayRequestSchema,
  TerminalIdSchema,
  TerminalStatusSchema,
  VisitIdSchema,
} from '../protocol/index.ts';
import { publicJwkOf } from '../sealing/index.ts';
import { createDevelopmentTrust } from '../trust/index.ts';
import { type Line, type LineConfiguration, type LineEvent, type LineOptions, openLine } from './index.ts';

let world: World;
let center: RunningCenter;
const lines: Line[] = [];

beforeAll(async () => {
  world = await buildWorld();
  center = await world.start();
});
afterEach(async () => {
  await Promise.all(lines.splice(0).map((line) => line.stop()));
  world.vrs.behaviour = goodBehaviour(world.keySet);
});
afterAll(async () => {
  await center.stop();
  await world.close();
});

const DELAYS = { connectMs: 5_000, heartbeatMs: 2_000, firstPauseMs: 20, longestPauseMs: 100 };
const configurationOf = (changes: Partial<LineConfiguration> = {}): LineConfiguration => {
  const paths = world.trust.terminals.get(TERMINAL);
  if (paths === undefined) throw new Error('no terminal in the world');
  return {
    terminalId: TERMINAL,
    nodes: [{ host: '127.0.0.1', port: center.port }],
    caFile: world.trust.lineCaFile,
    ...paths,
    directiveKeys: [world.trust.directivePublicKey],
    vrsRootKey: publicJwkOf(world.rootKey),
    ...changes,
  };
};
const open = async (changes: Partial<LineConfiguration> = {}, options: LineOptions = {}) => {
  const line = (await openLine(configurationOf(changes), { delays: DELAYS, ...options }))._unsafeUnwrap();
  lines.push(line);
  const events: LineEvent[] = [];
  line.watch((event) => events.push(event));
  line.start();
  return { line, events };
};
const ready = (line: Line) => eventually(() => expect(line.directive()).not.toBeNull());
const request = (visit: string, changes = {}) => v.parse(RelayRequestSchema, applicationOf(visit, changes));
const limits = { timeoutMs: 5_000 };

describe('a line that stands', () => {
  test('brings directive and key set, challenge, answer and receipt', async () => {
    const { line, events } = await open();
    await ready(line);
    expect(line.state()).toBe('connected');
    expect(line.directive()?.keySet.sealingKeys[0]?.kid).toBe('synthetic');
    const visit = v.parse(VisitIdSchema, visitId());
    expect((await line.requestChallenge(visit, limits))._unsafeUnwrap().challenge).toBe(filler(43));
    const answer = await line.relay(request(visit), limits);
    expect(answer._unsafeUnwrap()).toEqual({ visitId: visit, sealed: filler(200) });
    const status = v.parse(TerminalStatusSchema, statusOf(filler(22)));
    expect((await line.sendStatus(status))._unsafeUnwrap()).toMatchObject({ acceptedSeq: 0, directiveVersion: 1 });
    expect(events.slice(0, 2)).toEqual([
      { type: 'state', state: 'connected' },
      { type: 'directive', version: 1 },
    ]);
  });

  test('hears of a change of the directive at once', async () => {
    const { line } = await open();
    await ready(line);
    const changed = await center.operations.setDirective({ maxCopies: 7 });
    const { version } = changed._unsafeUnwrap().directive;
    await eventually(() => expect(line.directive()?.directive).toMatchObject({ version, maxCopies: 7 }));
  });

  test('fetches the directive when asked to, and only then says what came of it', async () => {
    const { line } = await open();
    await ready(line);
    const changed = await center.operations.setDirective({ maxCopies: 6 });
    const { version } = changed._unsafeUnwrap().directive;
    // The push and the wish race; whichever comes second finds what the first has fetched.
    expect(['newer', 'same']).toContain(await line.refreshDirective());
    expect(line.directive()?.directive).toMatchObject({ version, maxCopies: 6 });
    expect(await line.refreshDirective()).toBe('same');
    await line.stop();
    expect(await line.refreshDirective()).toBe('unavailable');
  });

  test('a refusal is a value with its code', async () => {
    const { line } = await open();
    await ready(line);
    const refused = await line.relay(request(visitId(), { municipality: '000000' }), limits);
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'refused', refusal: 'CITY_STOPPED' });
  });

  test('a wait ends by its limit or its signal, whatever the center does', async () => {
    const { line } = await open();
    await ready(line);
    world.vrs.behaviour = () => null;
    const late = await line.relay(request(visitId()), { timeoutMs: 100 });
    expect(late._unsafeUnwrapErr()).toEqual({ kind: 'timed-out' });
    const controller = new AbortController();
    const given = line.relay(request(visitId()), { timeoutMs: 5_000, signal: controller.signal });
    controller.abort();
    expect((await given)._unsafeUnwrapErr()).toEqual({ kind: 'aborted' });
    expect((await line.relay(request(visitId()), { timeoutMs: 5_000, signal: controller.signal })).isErr()).toBe(true);
  });

  test('a listener that throws does not end the line', async () => {
    const report = vi.fn();
    const { line } = await open({}, { report });
    line.watch(() => {
      throw new Error('careless listener');
    });
    await ready(line);
    expect(report).toHaveBeenCalledWith('LISTENER_FAILED');
    expect(line.state()).toBe('connected');
  });
});

describe('commands', () => {
  test('arrive verified, are acknowledged once, and are not for another terminal', async () => {
    const { line, events } = await open();
    await ready(line);
    await line.sendStatus(v.parse(TerminalStatusSchema, statusOf('P'.repeat(22))));
    const terminalId = v.parse(TerminalIdSchema, TERMINAL);
    const issued = await center.operations.issueCommand(terminalId, { kind: 'suspend' });
    const { commandId } = issued._unsafeUnwrap();
    const command = await eventually(() => {
      const event = events.find((candidate) => candidate.type === 'command');
      if (event?.type !== 'command') throw new Error('no command yet');
      return event.command;
    });
    expect(command).toMatchObject({ commandId, terminalId, processId: 'P'.repeat(22), order: { kind: 'suspend' } });
    expect((await line.relay(request(visitId()), limits))._unsafeUnwrapErr()).toMatchObject({
      refusal: 'TERMINAL_SUSPENDED',
    });
    expect((await line.sendCommandResult({ commandId, result: 'done' })).isOk()).toBe(true);
    expect((await line.sendCommandResult({ commandId, result: 'done' })).isOk()).toBe(true);
    const unknown = await line.sendCommandResult({ commandId: filler(22), result: 'done' });
    expect(unknown._unsafeUnwrapErr()).toEqual({ kind: 'refused', refusal: 'MALFORMED' });

    const resume = (await center.operations.issueCommand(terminalId, { kind: 'resume' }))._unsafeUnwrap();
    expect((await line.sendCommandResult({ commandId: resume.commandId, result: 'done' })).isOk()).toBe(true);
    expect((await line.relay(request(visitId()), limits)).isOk()).toBe(true);
  });

  test('one that waits is delivered again after a reconnect, until it is answered', async () => {
    const first = await open();
    await ready(first.line);
    await first.line.sendStatus(v.parse(TerminalStatusSchema, statusOf('Q'.repeat(22))));
    const terminalId = v.parse(TerminalIdSchema, TERMINAL);
    await first.line.stop();
    const issued = await center.operations.issueCommand(terminalId, { kind: 'refresh-directive' });
    const { commandId } = issued._unsafeUnwrap();
    for (let round = 0; round < 2; round += 1) {
      const { line, events } = await open();
      await eventually(() =>
        expect(events).toContainEqual(
          expect.objectContaining({ type: 'command', command: expect.objectContaining({ commandId }) }),
        ),
      );
      await line.stop();
    }
    const last = await open();
    await ready(last.line);
    await last.line.sendCommandResult({ commandId, result: 'refused-busy' });
    await last.line.stop();
    const after = await open();
    await ready(after.line);
    await after.line.sendStatus(v.parse(TerminalStatusSchema, statusOf('Q'.repeat(22))));
    expect(after.events.some((event) => event.type === 'command')).toBe(false);
  });
});

describe('the event log on order', () => {
  const page = (commandId: string, changes: Partial<EventLogPage> = {}): EventLogPage => ({
    ...v.parse(EventLogPageSchema, {
      v: 1,
      terminalId: TERMINAL,
      commandId,
      logId: filler(22),
      page: 1,
      last: true,
      entries: [{ entry: 7, at: '2026-01-15T03:00:00.000Z', level: 'info', event: 'HOST_STARTED', fields: {} }],
    }),
    ...changes,
  });

  test('goes up in pages under the order’s id; what was not ordered is refused', async () => {
    const { line, events } = await open();
    await ready(line);
    await line.sendStatus(v.parse(TerminalStatusSchema, statusOf('R'.repeat(22))));
    const terminalId = v.parse(TerminalIdSchema, TERMINAL);
    const order = { kind: 'collect-event-log', fromEntry: 7 } as const;
    const { commandId } = (await center.operations.issueCommand(terminalId, order))._unsafeUnwrap();
    await eventually(() =>
      expect(events).toContainEqual({ type: 'command', command: expect.objectContaining({ commandId, order }) }),
    );
    expect((await line.sendEventLogPage(page(commandId))).isOk()).toBe(true);
    expect((await line.sendEventLogPage(page(commandId))).isOk()).toBe(true);
    expect((await line.sendCommandResult({ commandId, result: 'done' })).isOk()).toBe(true);
    expect(await center.operations.findEventLog(commandId)).toMatchObject({ entries: 1, complete: true });
    expect(await center.operations.findCommand(commandId)).toMatchObject({ state: 'done', result: 'done', order });
    const refused = await line.sendEventLogPage(page(filler(22)));
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'refused', refusal: 'MALFORMED' });
    await line.stop();
    expect((await line.sendEventLogPage(page(commandId)))._unsafeUnwrapErr()).toEqual({ kind: 'unavailable' });
  });

  test.each([
    { kind: 'maintenance', on: true },
    { kind: 'maintenance', on: false },
    { kind: 'restart-when-idle' },
  ] as const)('other orders pass as they are: %o', async (order) => {
    const { line, events } = await open();
    await ready(line);
    await line.sendStatus(v.parse(TerminalStatusSchema, statusOf('S'.repeat(22))));
    const terminalId = v.parse(TerminalIdSchema, TERMINAL);
    const { commandId } = (await center.operations.issueCommand(terminalId, order))._unsafeUnwrap();
    await eventually(() =>
      expect(events).toContainEqual({ type: 'command', command: expect.objectContaining({ commandId, order }) }),
    );
    expect((await line.sendCommandResult({ commandId, result: 'refused-busy' })).isOk()).toBe(true);
    expect(await center.operations.findCommand(commandId)).toMatchObject({ state: 'refused', result: 'refused-busy' });
  });
});

describe('whom the line trusts', () => {
  test('a center with a certificate of another authority is not spoken to', async () => {
    const other = await createDevelopmentTrust(join(world.directory, 'other'), { terminals: [], now: new Date() });
    const foreign = await world.start({
      tls: { caFile: world.trust.lineCaFile, ...other._unsafeUnwrap().centerServer },
    });
    const { line, events } = await open({ nodes: [{ host: '127.0.0.1', port: foreign.port }] });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(line.state()).toBe('disconnected');
    expect(events).toEqual([]);
    await foreign.stop();
  });

  test('a directive signed by another key, a foreign key set, and a terminal it is not for', async () => {
    const other = await createDevelopmentTrust(join(world.directory, 'other'), { terminals: [], now: new Date() });
    const { directivePublicKey } = other._unsafeUnwrap();
    const forged = await open({ directiveKeys: [directivePublicKey] });
    const named = { ...directivePublicKey, kid: world.trust.directivePublicKey.kid };
    const renamed = await open({ directiveKeys: [named] });
    const foreign = await open({
      vrsRootKey: { ...publicJwkOf(world.rootKey), x: directivePublicKey.x, y: directivePublicKey.y },
    });
    const refusal = (reason: string) => ({ type: 'directive-refused', reason });
    await eventually(() => expect(forged.events).toContainEqual(refusal('untrusted-key')));
    await eventually(() => expect(renamed.events).toContainEqual(refusal('bad-signature')));
    await eventually(() => expect(foreign.events).toContainEqual(refusal('key-set-refused')));
    for (const { line } of [forged, renamed, foreign]) expect(line.directive()).toBeNull();
    await center.operations.setDirective({ terminals: [v.parse(TerminalIdSchema, OTHER_TERMINAL)] });
    const excluded = await open();
    await eventually(() => expect(excluded.events).toContainEqual(refusal('not-for-this-terminal')));
    await center.operations.setDirective({ terminals: [] });
  });

  test('clocks: a minute slow is tolerated, more is refused, and a life that is over is over', async () => {
    const shifted = (minutes: number) => ({ now: () => new Date(Date.now() + minutes * 60_000) });
    const slow = await open({}, shifted(-0.9));
    await ready(slow.line);
    await slow.line.stop();
    const slower = await open({}, shifted(-24 * 60));
    await eventually(() =>
      expect(slower.events).toContainEqual({ type: 'directive-refused', reason: 'not-yet-valid' }),
    );
    const fast = await open({}, shifted(25 * 60));
    await eventually(() => expect(fast.events).toContainEqual({ type: 'directive-refused', reason: 'expired' }));
    expect(fast.line.directive()).toBeNull();
    let ahead = 0;
    const aging = await open({}, { now: () => new Date(Date.now() + ahead) });
    await ready(aging.line);
    ahead = 25 * 3_600_000;
    expect(aging.line.directive()).toBeNull();
  });

  test('a configuration that does not do is a value', async () => {
    const wrong = await openLine(configurationOf({ nodes: [], terminalId: 'lower' }));
    expect(wrong._unsafeUnwrapErr()).toEqual({ kind: 'invalid-configuration', issues: ['terminalId', 'nodes'] });
    const missing = await openLine(configurationOf({ keyFile: join(world.directory, 'none') }));
    expect(missing._unsafeUnwrapErr()).toMatchObject({ kind: 'unreadable-file', what: 'keyFile' });
    await writeFile(join(world.directory, 'nonsense'), 'no key');
    const nonsense = await openLine(configurationOf({ keyFile: join(world.directory, 'nonsense') }));
    expect(nonsense._unsafeUnwrapErr().kind).toBe('unusable-certificate');
  });
});

describe('a line that breaks', () => {
  test('before it is started and after it is stopped every message is unavailable', async () => {
    const line = (await openLine(configurationOf()))._unsafeUnwrap();
    expect((await line.relay(request(visitId()), limits))._unsafeUnwrapErr()).toEqual({ kind: 'unavailable' });
    line.start();
    await line.stop();
    expect(line.state()).toBe('disconnected');
    expect((await line.relay(request(visitId()), limits))._unsafeUnwrapErr()).toEqual({ kind: 'unavailable' });
  });

  test('a center that restarts: the directive is kept, the line comes back, waiting messages fail', async () => {
    const first = await world.start();
    const { line, events } = await open({ nodes: [{ host: '127.0.0.1', port: first.port }] });
    await ready(line);
    const held = line.directive();
    world.vrs.behaviour = (query, stream) =>
      query.path === '/v1/applications' ? null : goodBehaviour(world.keySet)(query, stream);
    const waiting = line.relay(request(visitId()), { timeoutMs: 10_000 });
    await eventually(() => expect(world.vrs.requests.at(-1)?.path).toBe('/v1/applications'));
    await first.stop();
    expect((await waiting).isErr()).toBe(true);
    await eventually(() => expect(line.state()).toBe('disconnected'));
    expect(line.directive()).toEqual(held);
    const second = await world.start({ listen: { host: '127.0.0.1', port: first.port } });
    await eventually(() => expect(line.state()).toBe('connected'));
    expect(events.filter((event) => event.type === 'state').map(({ state }) => state)).toEqual([
      'connected',
      'disconnected',
      'connected',
    ]);
    await line.stop();
    await second.stop();
  });

  test('a node that is away or silent is passed over for one that is there', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const nodes = [
      { host: '127.0.0.1', port: 1 },
      { host: '127.0.0.1', port },
      { host: 'localhost', port: center.port },
    ];
    const { line } = await open({ nodes }, { delays: { ...DELAYS, connectMs: 200 } });
    await ready(line);
    await line.stop();
    await new Promise((resolve) => silent.close(resolve));
  });

  test('three heartbeats missed: the connection counts as dead', async () => {
    const mute = await world.start({ limits: { ...world.configuration().limits, heartbeatMs: 3_600_000 } });
    const { events } = await open(
      { nodes: [{ host: '127.0.0.1', port: mute.port }] },
      { delays: { ...DELAYS, heartbeatMs: 40 } },
    );
    await eventually(() => expect(events).toContainEqual({ type: 'state', state: 'disconnected' }));
    await Promise.all(lines.splice(0).map((line) => line.stop()));
    await mute.stop();
  });

  test('content of the synthetic directive is what the line shows', async () => {
    const { line } = await open();
    await ready(line);
    expect(line.directive()?.directive.municipalities).toEqual(syntheticContent.municipalities);
  });
});
