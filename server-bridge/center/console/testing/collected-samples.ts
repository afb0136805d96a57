/** What could have been collected of a terminal, and set of rules, invented; each typed by the schema of its message. */
import type * as v from 'valibot';
import type { AlarmRuleChangesSchema, AlarmRulesSchema } from '../../console-api/alarms.ts';
import type { RegistryCheckSchema } from '../../console-api/enrolment.ts';
import type { TerminalEventsSchema } from '../../console-api/fleet.ts';
import type { HeldEnrolmentsSchema } from '../../console-api/held-enrolments.ts';
import type { CollectionsSchema, DiagnosticsAnswerSchema, EventLogEntriesSchema } from '../../console-api/orders.ts';
import { SAMPLE_AT, sampleTerminal } from './samples.ts';

export const SAMPLE_DIAGNOSTICS_ID = 'DDDDDDDDDDDDDDDDDDDDDD';
export const SAMPLE_EVENT_LOG_ID = 'EEEEEEEEEEEEEEEEEEEEEE';
const LOG_ID = 'BBBBBBBBBBBBBBBBBBBBBB';

const EVENTS = [
  ['HOST_STARTED', null],
  ['DIRECTIVE_APPLIED', '7'],
  ['VISIT_STARTED', null],
  ['VISIT_ENDED', 'finished'],
  ['DEVICE_CHANGED', 'pagePrinter-paper'],
  ['STATE_CHANGED', 'needs-staff-paper'],
  ['OPERATOR_ACTION', 'signed-in'],
  ['LINE_CHANGED', 'down'],
] as const;
/** As many as the center of the samples keeps. */
export const SAMPLE_EVENTS = 250;

const eventAt = (position: number): v.InferInput<typeof TerminalEventsSchema>['events'][number] => {
  const [event, code] = EVENTS[position % EVENTS.length] ?? EVENTS[0];
  return {
    position,
    logId: LOG_ID,
    seq: position,
    at: new Date(Date.parse(SAMPLE_AT) + position * 60_000).toISOString(),
    receivedAt: SAMPLE_AT,
    event,
    code,
    operator: event === 'OPERATOR_ACTION' ? 'clerk-1' : null,
  };
};

/** As the center pages: before a position newest first, otherwise the newest page oldest first. */
export function sampleEvents(query: URLSearchParams): v.InferInput<typeof TerminalEventsSchema> {
  const limit = Number(query.get('limit') ?? '100');
  const before = query.get('before');
  const newest = before === null ? SAMPLE_EVENTS : Math.min(SAMPLE_EVENTS, Number(before) - 1);
  const length = Math.max(0, Math.min(limit, newest));
  const events = Array.from({ length }, (_, index) => eventAt(newest - index));
  return { events: before === null ? events.toReversed() : events, next: events.at(-1)?.position ?? 0 };
}

export const sampleCollections: v.InferInput<typeof CollectionsSchema> = {
  collections: [
    {
      commandId: SAMPLE_EVENT_LOG_ID,
      kind: 'collect-event-log',
      state: 'done',
      orderedBy: 'taro.suzuki',
      orderedAt: SAMPLE_AT,
      here: 'all',
      entries: 240,
      updatedAt: SAMPLE_AT,
    },
    {
      commandId: SAMPLE_DIAGNOSTICS_ID,
      kind: 'collect-diagnostics',
      state: 'done',
      orderedBy: 'taro.suzuki',
      orderedAt: SAMPLE_AT,
      here: 'all',
      entries: 0,
      updatedAt: SAMPLE_AT,
    },
    {
      commandId: 'F'.repeat(22),
      kind: 'collect-diagnostics',
      state: 'queued',
      orderedBy: 'taro.suzuki',
      orderedAt: SAMPLE_AT,
      here: 'nothing',
      entries: 0,
      updatedAt: null,
    },
  ],
};

export const sampleDiagnostics: v.InferInput<typeof DiagnosticsAnswerSchema> = {
  receivedAt: SAMPLE_AT,
  diagnostics: {
    v: 1,
    terminalId: 'SYN-00003',
    commandId: SAMPLE_DIAGNOSTICS_ID,
    processId: 'AAAAAAAAAAAAAAAAAAAAAA',
    logId: LOG_ID,
    at: SAMPLE_AT,
    build: '1.2.0',
    uptimeSeconds: { host: 90_061, machine: 866_000 },
    memoryMebibytes: { host: 212, total: 7_900, available: 5_100 },
    disk: { freeMebibytes: 41_200, totalMebibytes: 60_000 },
    versions: { node: '24.9.0', kernel: '6.1.0-31' },
    devices: {
      cardReader: 'empty',
      pagePrinter: 'paper',
      receiptPrinter: 'ready',
      coinBox: 'ready',
      cashless: 'not-fitted',
      keySwitch: 'locked',
      screens: 'ready',
    },
    warnings: ['paper-low'],
    clockOffsetMs: -42,
    line: { connects: 3, disconnects: 2, connectedSeconds: 7_260, unsentEvents: 0 },
  },
};

/** Entries 1 to 240, filtered as the center does it. */
export function sampleEntries(query: URLSearchParams): v.InferInput<typeof EventLogEntriesSchema> {
  const before = Number(query.get('before') ?? '1000');
  const fitting = Array.from({ length: 240 }, (_, index) => {
    const [event, code] = EVENTS[index % EVENTS.length] ?? EVENTS[0];
    const level = event === 'LINE_CHANGED' ? ('warn' as const) : ('info' as const);
    const fields: Record<string, string> = code === null ? {} : { code };
    return { entry: index + 1, at: SAMPLE_AT, level, event, fields };
  })
    .filter(({ entry }) => entry < before)
    .filter(({ event }) => (query.get('event') ?? event) === event)
    .filter(({ level }) => (query.get('level') ?? level) === level)
    .toReversed();
  const found = fitting.slice(0, 100);
  return {
    terminalId: 'SYN-00003',
    entries: 240,
    complete: true,
    startedAt: SAMPLE_AT,
    updatedAt: SAMPLE_AT,
    found,
    before: fitting.length > 100 ? (found.at(-1)?.entry ?? null) : null,
  };
}

export const sampleRules: v.InferInput<typeof AlarmRulesSchema> = {
  rules: [
    {
      code: 'RIGHT_PERSON_FAILED',
      severity: 'critical',
      afterSeconds: 0,
      repeatMinutes: 10,
      notify: true,
      enabled: true,
      fixed: true,
      takesDuration: false,
      mayBeOff: false,
    },
    {
      code: 'REFUND_OWED',
      severity: 'critical',
      afterSeconds: 0,
      repeatMinutes: 30,
      notify: true,
      enabled: true,
      fixed: false,
      takesDuration: true,
      mayBeOff: false,
    },
    {
      code: 'TERMINAL_LOST',
      severity: 'major',
      afterSeconds: 300,
      repeatMinutes: 60,
      notify: true,
      enabled: true,
      fixed: false,
      takesDuration: true,
      mayBeOff: true,
    },
    {
      code: 'SUPPLIES_LOW',
      severity: 'minor',
      afterSeconds: 14_400,
      repeatMinutes: 0,
      notify: false,
      enabled: false,
      fixed: false,
      takesDuration: true,
      mayBeOff: true,
    },
  ],
};

export const sampleRuleChanges: v.InferInput<typeof AlarmRuleChangesSchema> = {
  changes: [
    {
      place: 812,
      at: SAMPLE_AT,
      by: 'taro.suzuki',
      code: 'SUPPLIES_LOW',
      rule: { severity: 'minor', afterSeconds: 14_400, repeatMinutes: 0, notify: false, enabled: false },
    },
    { place: 640, at: SAMPLE_AT, by: 'hanako.sato', code: 'TERMINAL_LOST', rule: null },
  ],
  before: null,
};

/** The first line stands already and would change; others are new. */
export function sampleRegistryCheck(body: unknown): v.InferInput<typeof RegistryCheckSchema> {
  const places = typeof body === 'object' && body !== null && 'places' in body ? body.places : [];
  const names = Array.isArray(places) ? places.map(({ terminalId }) => String(terminalId)) : [];
  const { chain, prefecture, storeId, storeName } = sampleTerminal();
  return {
    rows: names.map((terminalId, index) => ({
      terminalId,
      what: index === 0 ? 'changes' : 'new',
      now:
        index === 0 && chain !== null && prefecture !== null && storeId !== null && storeName !== null
          ? { terminalId, chain, prefecture, storeId, storeName, serial: 'SN-OLD01' }
          : null,
    })),
  };
}

export const sampleHeld: v.InferInput<typeof HeldEnrolmentsSchema> = {
  requests: [
    {
      id: '00000000-0000-4000-8000-000000000001',
      terminalId: 'SYN-00007',
      registeredSerial: 'SN-A007',
      serial: 'SN-B007',
      build: '1.2.0',
      differs: ['serial', 'code-used'],
      state: 'held',
      askedAt: SAMPLE_AT,
      expiresAt: '2026-04-02T01:30:00.000Z',
      decidedBy: null,
    },
    {
      id: '00000000-0000-4000-8000-000000000002',
      terminalId: 'SYN-00008',
      registeredSerial: 'SN-A008',
      serial: 'SN-A008',
      build: null,
      differs: ['no-code'],
      state: 'refused',
      askedAt: SAMPLE_AT,
      expiresAt: '2026-04-02T01:30:00.000Z',
      decidedBy: 'hanako.sato',
    },
  ],
};
