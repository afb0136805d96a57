/** What a center could say, invented: of every message the page reads. Each is typed by the schema of its message. */
import type * as v from 'valibot';
import type { AlarmsSchema } from '../../console-api/alarms.ts';
import type { AuditPageSchema, AuditStateSchema } from '../../console-api/audit.ts';
import type { CertificatesSchema } from '../../console-api/enrolment.ts';
import type { Fleet, FleetRow, HistorySchema, TerminalPageSchema } from '../../console-api/fleet.ts';
import type { CommandsSchema, RollOutsSchema } from '../../console-api/orders.ts';
import type { AccountsSchema, SessionSchema } from '../../console-api/staff.ts';
import { RIGHTS_OF_ROLE, type Role } from '../../staff/rights.ts';
import { PREFECTURES } from '../fleet/prefectures.ts';

export const SAMPLE_AT = '2026-04-01T01:30:00.000Z';
const standings = { lost: 12, suspended: 4, closed: 60, busy: 88, ready: 1_010, 'never-seen': 3 };

export function sampleSession(roles: readonly Role[]): v.InferInput<typeof SessionSchema> {
  return {
    staffId: 'hanako.sato',
    name: 'Hanako Satō (synthetic)',
    roles: [...roles],
    rights: [...new Set(roles.flatMap((role) => RIGHTS_OF_ROLE[role]))],
    csrf: 'synthetic-token',
    idleEndsAt: new Date(Date.now() + 900_000).toISOString(),
    endsAt: new Date(Date.now() + 8 * 3_600_000).toISOString(),
    mustChangePassword: false,
  };
}

export const sampleFleet: Fleet = {
  at: SAMPLE_AT,
  total: 56_000,
  standings: { lost: 1_120, suspended: 560, closed: 4_480, busy: 3_360, ready: 44_800, 'never-seen': 1_680 },
  openAlarms: { critical: 2, major: 41, minor: 860 },
  prefectures: PREFECTURES.map(({ code }, index) => ({
    prefecture: code,
    total: 1_177,
    standings: { ...standings, lost: [0, 0, 12, 40, 90, 220][index % 6] ?? 0, closed: 0, suspended: 0 },
    openAlarms: index % 7,
  })),
  chains: ['hinode', 'kaede', 'minato', null].map((chain) => ({ chain, total: 14_000, standings, openAlarms: 12 })),
  directiveVersions: [
    { version: 7, terminals: 53_200 },
    { version: 6, terminals: 1_120 },
    { version: null, terminals: 1_680 },
  ],
  builds: [
    { build: '1.2.0', terminals: 40_000 },
    { build: '1.1.0', terminals: 14_320 },
    { build: null, terminals: 1_680 },
  ],
};

export function sampleRow(number: number): FleetRow {
  const standing = (['ready', 'busy', 'closed', 'ready', 'lost'] as const)[number % 5] ?? 'ready';
  return {
    terminalId: `SYN-${String(number + 1).padStart(5, '0')}`,
    chain: 'hinode',
    prefecture: PREFECTURES[number % 47]?.code ?? '01',
    storeId: `S-${String(number).padStart(5, '0')}`,
    storeName: `架空${number}号店`,
    standing,
    state: standing === 'closed' ? 'needs-staff' : 'idle',
    cause: standing === 'closed' ? 'needs-staff-paper' : null,
    suspendedFor: null,
    build: '1.2.0',
    directiveVersion: number % 9 === 0 ? 6 : 7,
    wantedVersion: 7,
    warnings: number % 4 === 0 ? ['paper-low'] : [],
    openAlarms: number % 11 === 0 ? 1 : 0,
    seenAt: SAMPLE_AT,
  };
}

export function sampleTerminal(number = 2): v.InferInput<typeof TerminalPageSchema> {
  return {
    ...sampleRow(number),
    serial: 'SERIAL-000003',
    processId: 'AAAAAAAAAAAAAAAAAAAAAA',
    devices: {
      cardReader: 'empty',
      pagePrinter: 'paper',
      receiptPrinter: 'ready',
      coinBox: 'ready',
      cashless: 'not-fitted',
      keySwitch: 'locked',
      screens: 'ready',
    },
    presence: 'connected',
    presenceAt: SAMPLE_AT,
    certificate: { serial: '0A1B2C3D', expiresAt: '2026-05-01T01:30:00.000Z' },
  };
}

export const sampleCommands: v.InferInput<typeof CommandsSchema> = {
  commands: (['queued', 'done', 'refused'] as const).map((state, index) => ({
    commandId: `${index}`.padStart(22, 'C'),
    terminalId: 'SYN-00003',
    order: index === 0 ? { kind: 'restart-when-idle' } : { kind: 'refresh-directive' },
    issuedBy: 'taro.suzuki',
    issuedAt: SAMPLE_AT,
    expiresAt: SAMPLE_AT,
    state,
    result: state === 'done' ? 'done' : state === 'refused' ? 'refused-busy' : null,
    settledAt: state === 'queued' ? null : SAMPLE_AT,
    rollOutId: null,
  })),
};

export const sampleCertificates: v.InferInput<typeof CertificatesSchema> = {
  certificates: [
    {
      serial: '0A1B2C3D',
      terminalId: 'SYN-00003',
      issuedAt: SAMPLE_AT,
      expiresAt: '2026-05-01T01:30:00.000Z',
      state: 'valid',
      revokedBy: null,
    },
  ],
};

export const sampleAlarms: v.InferInput<typeof AlarmsSchema> = {
  alarms: (
    [
      ['RIGHT_PERSON_FAILED', 'critical', true],
      ['PAPER_LEFT', 'major', false],
      ['CLOCK_OFF', 'minor', false],
    ] as const
  ).map(([code, severity, needsComparison], index) => ({
    id: index + 1,
    terminalId: 'SYN-00003',
    code,
    severity,
    times: index + 1,
    raisedAt: SAMPLE_AT,
    lastAt: SAMPLE_AT,
    acknowledgedBy: index === 1 ? 'taro.suzuki' : null,
    acknowledgedAt: index === 1 ? SAMPLE_AT : null,
    clearedBy: null,
    clearedAt: null,
    needsComparison,
  })),
};

export const sampleRollOuts: v.InferInput<typeof RollOutsSchema> = {
  rollOuts: (['running', 'draft'] as const).map((state, index) => ({
    rollOutId: index + 1,
    order: { kind: 'restart-when-idle' },
    scope: { kind: 'chain', chain: 'hinode' },
    stagesPercent: [1, 10, 100],
    successPercent: 95,
    stageMinutes: 60,
    stopAtFailurePercent: 5,
    state,
    draftedBy: 'ichiro.tanaka',
    approvedBy: state === 'running' ? 'yuki.ito' : null,
    startedAt: state === 'running' ? SAMPLE_AT : null,
    stage: state === 'running' ? 2 : 0,
    targets: 14_000,
    counts: { queued: 120, sent: 30, done: 1_240, refused: 8, expired: 2, cancelled: 0 },
    stoppedFor: null,
  })),
};

export const sampleAccounts: v.InferInput<typeof AccountsSchema> = {
  accounts: [
    {
      staffId: 'hanako.sato',
      name: 'Hanako Satō (synthetic)',
      roles: ['administrator'],
      state: 'active',
      madeAt: SAMPLE_AT,
      lastSignInAt: SAMPLE_AT,
    },
    {
      staffId: 'taro.suzuki',
      name: 'Tarō Suzuki (synthetic)',
      roles: ['operator'],
      state: 'locked',
      madeAt: SAMPLE_AT,
      lastSignInAt: null,
    },
  ],
};

export const sampleAudit: v.InferInput<typeof AuditPageSchema> = {
  rows: Array.from({ length: 20 }, (_, index) => ({
    place: 20 - index,
    node: 'center',
    seq: 20 - index,
    at: SAMPLE_AT,
    actor: index % 3 === 0 ? 'taro.suzuki' : 'center',
    action: index % 3 === 0 ? 'command-ordered' : 'alarm-raised',
    target: 'SYN-00003',
    result: 'done',
  })),
  before: 1,
};
export const sampleAuditState: v.InferInput<typeof AuditStateSchema> = {
  nodes: [
    { node: 'center', entries: 1_204, checkpointAt: SAMPLE_AT, checkpointSize: 1_200 },
    { node: 'center-2', entries: 3, checkpointAt: null, checkpointSize: null },
  ],
};

export const sampleHistory: v.InferInput<typeof HistorySchema> = {
  steps: Array.from({ length: 24 }, (_, hour) => ({
    at: new Date(Date.parse(SAMPLE_AT) + hour * 3_600_000).toISOString(),
    relayed: Math.round(400 + 380 * Math.sin((hour - 6) / 4)),
    refused: { BUSY: hour % 5, CITY_STOPPED: hour % 3 },
    latencyMs: hour % 8 === 7 ? null : { p50: 180 + hour * 3, p95: 420 + hour * 11 },
    connected: 53_000 + hour * 20,
  })),
};
