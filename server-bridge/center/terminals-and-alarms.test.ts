import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TerminalIdSchema } from '../protocol/index.ts';
import type { RunningCenter } from './index.ts';
import {
  applicationOf,
  buildWorld,
  SHORT_LIMITS,
  statusOf,
  TERMINAL,
  visitId,
  type World,
} from './test-support/bridge-world.ts';
import { eventually } from './test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from './test-support/raw-terminal.ts';

const terminalId = v.parse(TerminalIdSchema, TERMINAL);
const PROCESS = 'P'.repeat(22);
let world: World;
let center: RunningCenter;
let terminal: RawTerminal;

beforeAll(async () => {
  world = await buildWorld();
  center = await world.start();
});
afterAll(async () => {
  await center.stop();
  await world.close();
});
beforeEach(async () => {
  terminal = rawTerminal(world.trust, TERMINAL, center.port);
  await terminal.send('GET', '/v1/directive');
  await world.store.database.deleteFrom('alarm_comparisons').execute();
  await world.store.database.deleteFrom('alarm_causes').execute();
  await world.store.database.deleteFrom('alarms').execute();
  await world.store.database.deleteFrom('terminal_events').execute();
  await world.store.database.deleteFrom('terminal_logs').execute();
});
afterEach(() => terminal.close());

const report = async (events: readonly object[], processId = PROCESS) => {
  const reply = await terminal.send('POST', '/v1/status', statusOf(processId, events));
  return { status: reply.status, ...JSON.parse(reply.body) };
};
const happened = (seq: number, event: string) => ({ seq, at: '2026-01-15T03:00:00.000Z', event });
const open = async () => (await center.operations.listAlarms()).map(({ code, times }) => ({ code, times }));
const overview = async () => (await center.operations.listTerminals()).find((known) => known.terminalId === TERMINAL);
const apply = async () => (await terminal.send('POST', '/v1/applications', applicationOf(visitId()))).status;
const command = (order: object) => staff('POST', '/operations/commands', { terminalId: TERMINAL, order });
/** What a named person found when paper and applicant were compared, for the open right-person alarm. */
const compare = async (finding = 'no-paper-issued') => {
  const { body } = await staff('GET', '/operations/alarms');
  const { id } = body.alarms.find((alarm: { code: string }) => alarm.code === 'RIGHT_PERSON_FAILED');
  const comparedAt = new Date().toISOString();
  return staff('POST', `/operations/alarms/${id}/comparison`, { finding, comparedBy: 'Synthetic Clerk', comparedAt });
};
const staff = async (method: string, path: string, body?: unknown, token = world.token) => {
  const response = await fetch(`http://127.0.0.1:${center.operationsPort}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
};

describe('status', () => {
  test('replaces the last one, whole', async () => {
    await report([]);
    const changed = {
      ...statusOf('Q'.repeat(22), [], TERMINAL, 'L'.repeat(22)),
      state: 'needs-staff',
      cause: 'needs-staff-jam',
      warnings: ['toner-low'],
    };
    const devices = { ...changed.devices, pagePrinter: 'jam' };
    expect((await terminal.send('POST', '/v1/status', { ...changed, devices })).status).toBe(200);
    expect((await overview())?.status).toMatchObject({
      processId: 'Q'.repeat(22),
      logId: 'L'.repeat(22),
      state: 'needs-staff',
      cause: 'needs-staff-jam',
      warnings: ['toner-low'],
      devices,
    });
  });

  test('the same event at once from two connections raises its alarm once', async () => {
    const events = [happened(9, 'REFUND_OWED')];
    await Promise.all([report(events), report(events), report(events)]);
    expect(await open()).toEqual([{ code: 'REFUND_OWED', times: 1 }]);
    await report([happened(10, 'REFUND_OWED')]);
    expect(await open()).toEqual([{ code: 'REFUND_OWED', times: 2 }]);
  });

  test('money that was owed and is settled needs nobody any more; owed anew it does', async () => {
    await report([happened(1, 'REFUND_OWED')]);
    expect(await open()).toEqual([{ code: 'REFUND_OWED', times: 1 }]);
    await report([happened(2, 'REFUND_SETTLED')]);
    expect(await open()).toEqual([]);
    await report([happened(3, 'REFUND_OWED')]);
    expect(await open()).toEqual([{ code: 'REFUND_OWED', times: 1 }]);
  });
});

describe('a failed right-person check (P2)', () => {
  test('closes the terminal at the center until a named person has it released and the terminal says so', async () => {
    expect(await apply()).toBe(200);
    await report([happened(1, 'RIGHT_PERSON_FAILED')]);
    expect(await apply()).toBe(403);
    const { body } = await staff('GET', '/operations/alarms');
    const [{ id }] = body.alarms;

    // A later success, a resume, a hand that clears: none of them opens it.
    await report([happened(2, 'VISIT_ENDED')]);
    expect(await staff('POST', `/operations/alarms/${id}/clear`, { name: 'Synthetic Clerk' })).toEqual({
      status: 409,
      body: { error: 'needs-release' },
    });
    const resume = await command({ kind: 'resume' });
    await terminal.send('POST', '/v1/command-results', { commandId: resume.body.commandId, result: 'done' });
    expect(await apply()).toBe(403);

    expect((await command({ kind: 'release-right-person', releasedBy: '' })).status).toBe(400);
    const early = await command({ kind: 'release-right-person', releasedBy: 'Synthetic Clerk' });
    expect(early).toEqual({ status: 409, body: { error: 'needs-comparison' } });
    expect((await compare('perhaps')).status).toBe(400);
    expect((await compare()).status).toBe(204);
    expect(await compare()).toEqual({ status: 409, body: { error: 'already-compared' } });
    const release = await command({ kind: 'release-right-person', releasedBy: 'Synthetic Clerk' });
    expect(release.status).toBe(202);
    expect(await apply()).toBe(403);
    await terminal.send('POST', '/v1/command-results', { commandId: release.body.commandId, result: 'done' });
    expect(await apply()).toBe(200);
    const [closed] = await center.operations.listAlarms('all');
    expect(closed).toMatchObject({ code: 'RIGHT_PERSON_FAILED', clearedBy: 'Synthetic Clerk' });
  });

  test('a release that the terminal refuses opens nothing; the old report does not close it again', async () => {
    await report([happened(1, 'RIGHT_PERSON_FAILED')]);
    await compare();
    const refused = await command({ kind: 'release-right-person', releasedBy: 'Synthetic Clerk' });
    await terminal.send('POST', '/v1/command-results', { commandId: refused.body.commandId, result: 'refused-busy' });
    expect(await apply()).toBe(403);
    const release = await command({ kind: 'release-right-person', releasedBy: 'Synthetic Clerk' });
    await terminal.send('POST', '/v1/command-results', { commandId: release.body.commandId, result: 'done' });
    await report([happened(1, 'RIGHT_PERSON_FAILED')]);
    expect(await apply()).toBe(200);
    await report([happened(2, 'RIGHT_PERSON_FAILED')]);
    expect(await apply()).toBe(403);
    // A tool is one person: it cannot be the second as well.
    expect((await compare('other-person')).status).toBe(204);
    const alone = await command({ kind: 'release-right-person', releasedBy: 'Synthetic Clerk' });
    expect(alone).toEqual({ status: 409, body: { error: 'needs-second-person' } });
    const [alarm] = await center.operations.listAlarms();
    expect((await staff('POST', `/operations/alarms/${alarm?.id}/approval`, {})).status).toBe(403);
    await world.store.database.updateTable('terminals').set({ suspended_for: null }).execute();
  });
});

describe('event streams', () => {
  test('presence follows the connection', async () => {
    const stream = terminal.events();
    await eventually(async () => expect((await overview())?.presence).toBe('connected'));
    await eventually(() => expect(stream.text()).toContain(': alive'));
    expect(stream.text()).toContain('"type":"directive-changed"');
    terminal.close();
    await eventually(async () => expect((await overview())?.presence).toBe('disconnected'));
    expect(await open()).toEqual([]);
  });

  test('one outlives every limit that is set for requests', async () => {
    const stream = terminal.events();
    let closed = false;
    void stream.closed.then(() => {
      closed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, (SHORT_LIMITS?.bodyMs ?? 0) + 300));
    expect(closed).toBe(false);
  });

  test('a second living one closes the first and is an alarm', async () => {
    const first = terminal.events();
    await eventually(() => expect(first.text()).toContain('directive-changed'));
    const copy = rawTerminal(world.trust, TERMINAL, center.port);
    const second = copy.events();
    await first.closed;
    // Seen at the connection and at the stream: one alarm, however often.
    await eventually(async () => expect((await open()).map(({ code }) => code)).toEqual(['SECOND_EVENT_STREAM']));
    await eventually(() => expect(second.text()).toContain(': alive'));
    await eventually(async () => expect((await overview())?.presence).toBe('connected'));
    copy.close();
  });

  test('one that takes the place of a broken connection is no alarm', async () => {
    const first = terminal.events();
    await eventually(() => expect(first.text()).toContain('directive-changed'));
    terminal.close();
    const again = rawTerminal(world.trust, TERMINAL, center.port);
    const second = again.events();
    await eventually(() => expect(second.text()).toContain(': alive'));
    expect(await open()).toEqual([]);
    again.close();
  });
});

describe('staff listener', () => {
  test('without the token nothing is shown, and an unknown path tells nothing', async () => {
    for (const token of ['', 'wrong', `${world.token}x`, world.token.slice(1)]) {
      expect((await staff('GET', '/operations/terminals', undefined, token)).status).toBe(401);
      expect((await staff('GET', '/nothing', undefined, token)).status).toBe(401);
    }
    expect((await staff('GET', '/nothing')).status).toBe(404);
  });

  test('shows terminals and directive, takes a patch, refuses a wrong one', async () => {
    expect((await staff('GET', '/operations/terminals')).body.terminals).toEqual([
      expect.objectContaining({ terminalId: TERMINAL }),
    ]);
    const { version } = (await staff('GET', '/operations/directive')).body.directive;
    expect(await staff('POST', '/operations/directive', { maxCopies: 3 })).toEqual({
      status: 200,
      body: { version: version + 1 },
    });
    expect((await staff('GET', '/operations/directive')).body.directive).toMatchObject({
      version: version + 1,
      maxCopies: 3,
    });
    for (const patch of [{}, { maxCopies: 0 }, { version: 9 }, { vrsKeySet: 'x' }, { unknown: 1 }, 'no json', '[]']) {
      expect((await staff('POST', '/operations/directive', patch)).status, JSON.stringify(patch)).toBe(400);
    }
    const wrongDigest = { terms: { text: { ja: '別', en: 'other' }, digest: '0'.repeat(64) } };
    expect(await staff('POST', '/operations/directive', wrongDigest)).toEqual({
      status: 400,
      body: { error: 'terms-digest' },
    });
  });

  test('a municipality is taken out of service at once', async () => {
    const [{ code }] = (await staff('GET', '/operations/directive')).body.directive.municipalities;
    const stopped = await center.operations.suspendMunicipality(code, { ja: '停止中', en: 'stopped' });
    expect(stopped.isOk()).toBe(true);
    expect(await apply()).toBe(409);
    const municipalities = stopped
      ._unsafeUnwrap()
      .directive.municipalities.map((city) => (city.code === code ? { ...city, takingPart: true } : city));
    // A list does not end it, whatever it says; only what names it does (K8).
    await center.operations.setDirective({ municipalities });
    expect(await apply()).toBe(409);
    await center.operations.setDirective({ resumeMunicipalities: [code] });
    expect(await apply()).toBe(200);
  });

  test('alarms are cleared by a name, once; commands need a known terminal', async () => {
    await report([happened(21, 'VISIT_PROCESS_DIED')]);
    const [{ id }] = (await staff('GET', '/operations/alarms')).body.alarms;
    expect((await staff('POST', `/operations/alarms/${id}/clear`, { name: ' ' })).status).toBe(400);
    expect((await staff('POST', `/operations/alarms/0x1/clear`, { name: 'Synthetic Clerk' })).status).toBe(400);
    expect((await staff('POST', `/operations/alarms/${id}/clear`, { name: 'Synthetic Clerk' })).status).toBe(204);
    expect((await staff('POST', `/operations/alarms/${id}/clear`, { name: 'Synthetic Clerk' })).status).toBe(404);
    const unknown = await staff('POST', '/operations/commands', {
      terminalId: 'KOFU-9999',
      order: { kind: 'suspend' },
    });
    expect(unknown).toEqual({ status: 404, body: { error: 'unknown-terminal' } });
  });

  test('a terminal that suspends by order is refused relays until it has resumed', async () => {
    await report([]);
    const suspend = await center.operations.issueCommand(terminalId, { kind: 'suspend' });
    expect(suspend.isOk()).toBe(true);
    expect(await apply()).toBe(403);
    const resume = (await center.operations.issueCommand(terminalId, { kind: 'resume' }))._unsafeUnwrap();
    expect(await apply()).toBe(403);
    await terminal.send('POST', '/v1/command-results', { commandId: resume.commandId, result: 'done' });
    expect(await apply()).toBe(200);
  });

  test('a suspension that staff ordered after a resume is not taken back by the answer to that resume', async () => {
    await report([]);
    const ordered: string[] = [];
    for (const kind of ['suspend', 'resume', 'suspend', 'resume'] as const) {
      ordered.push((await center.operations.issueCommand(terminalId, { kind }))._unsafeUnwrap().commandId);
      // Two orders of one millisecond have no order.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const [, firstResume, , lastResume] = ordered;
    await terminal.send('POST', '/v1/command-results', { commandId: firstResume, result: 'done' });
    expect(await apply()).toBe(403);
    await terminal.send('POST', '/v1/command-results', { commandId: lastResume, result: 'done' });
    expect(await apply()).toBe(200);
  });
});
