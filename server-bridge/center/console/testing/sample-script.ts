/** The samples as a listener says them, to a person with these roles. */

import type { Asked, Said, Script } from '../../../console-kit/testing/scripted-listener.ts';
import type { Role } from '../../staff/rights.ts';
import {
  SAMPLE_DIAGNOSTICS_ID,
  SAMPLE_EVENT_LOG_ID,
  sampleCollections,
  sampleDiagnostics,
  sampleEntries,
  sampleEvents,
  sampleHeld,
  sampleRegistryCheck,
  sampleRuleChanges,
  sampleRules,
} from './collected-samples.ts';
import {
  SAMPLE_AT,
  sampleAccounts,
  sampleAlarms,
  sampleAudit,
  sampleAuditState,
  sampleCertificates,
  sampleCommands,
  sampleFleet,
  sampleHistory,
  sampleRollOuts,
  sampleRow,
  sampleSession,
  sampleTerminal,
} from './samples.ts';

export const SAMPLE_TOTAL = 56_000;

const CITY = '999903';
const text = (ja: string, en: string) => ({ ja, en });

/** Of invented municipalities. */
export const sampleDirective = {
  v: 1,
  service: { state: 'on' },
  hours: { from: '00:00', to: '24:00' },
  municipalities: [
    {
      code: CITY,
      prefecture: text('架空県', 'Kakuu'),
      name: text('架空市', 'Kakuu City'),
      kana: 'かくうし',
      takingPart: true,
    },
    {
      code: '999911',
      prefecture: text('架空県', 'Kakuu'),
      name: text('休止市', 'Kyushi City'),
      kana: 'きゅうしし',
      takingPart: false,
    },
  ],
  kinds: ['domestic', 'overseas'],
  prices: [{ effectiveFrom: '2020-01-01T00:00:00.000Z', copyYen: 120 }],
  maxCopies: 10,
  terms: { text: text('合成データの利用規約', 'Synthetic terms'), digest: '0'.repeat(64) },
  allowedBuilds: [],
  operators: [],
  terminals: [],
  passportReading: false,
  voiceVolumes: [],
  version: 7,
  issuedAt: SAMPLE_AT,
  expiresAt: '2026-04-02T01:30:00.000Z',
  vrsKeySet: 'synthetic',
};

export const sampleChanges = {
  changes: [
    {
      changeId: 4,
      scope: { kind: 'all' },
      patch: { maxCopies: 5 },
      note: 'Fewer copies while paper is scarce',
      state: 'draft',
      fault: null,
      draftedBy: 'ichiro.tanaka',
      draftedAt: SAMPLE_AT,
      decidedBy: null,
      decidedAt: null,
      effectiveAt: null,
      version: null,
    },
    {
      changeId: 3,
      scope: { kind: 'prefecture', prefecture: '13' },
      patch: { hours: { from: '06:30', to: '23:00' } },
      note: '',
      state: 'effective',
      fault: null,
      draftedBy: 'hanako.sato',
      draftedAt: SAMPLE_AT,
      decidedBy: 'yuki.ito',
      decidedAt: SAMPLE_AT,
      effectiveAt: SAMPLE_AT,
      version: 7,
    },
  ],
};

const {
  version: _version,
  issuedAt: _issuedAt,
  expiresAt: _expiresAt,
  vrsKeySet: _vrsKeySet,
  ...content
} = sampleDirective;

const GETS: Readonly<Record<string, unknown>> = {
  '/operations/fleet': sampleFleet,
  '/operations/commands': sampleCommands,
  '/operations/certificates': sampleCertificates,
  '/operations/alarms': sampleAlarms,
  '/operations/alarm-rules': sampleRules,
  '/operations/alarm-rules/changes': sampleRuleChanges,
  '/operations/collections': sampleCollections,
  '/operations/held-enrolments': sampleHeld,
  [`/operations/diagnostics/${SAMPLE_DIAGNOSTICS_ID}`]: sampleDiagnostics,
  '/operations/directive': { directive: sampleDirective },
  '/operations/directive/changes': sampleChanges,
  '/operations/directive/drift': {
    wanted: 7,
    upToDate: 53_200,
    behind: 1_120,
    unknown: 1_680,
    terminals: [{ terminalId: 'SYN-00001', obeys: 6, since: SAMPLE_AT }],
  },
  '/operations/directive/preview': { content: { ...content, maxCopies: 5 }, changed: ['maxCopies'], fault: null },
  '/operations/municipalities/suspended': {
    suspensions: [{ code: CITY, reason: { ja: '合成', en: 'synthetic' } }],
  },
  '/operations/roll-outs': sampleRollOuts,
  '/operations/accounts': sampleAccounts,
  '/operations/audit': sampleAudit,
  '/operations/audit/state': sampleAuditState,
  '/operations/history': sampleHistory,
};

const terminalIdsOf = (body: unknown): readonly string[] => {
  const named = typeof body === 'object' && body !== null && 'terminalIds' in body ? body.terminalIds : [];
  return Array.isArray(named) ? named.map(String) : [];
};

/** What becomes of orders. */
function sampleOutcome(path: string, body: unknown): Said {
  switch (path) {
    case '/operations/registry/check':
      return { status: 200, value: sampleRegistryCheck(body) };
    case '/operations/registry/look-up': {
      const [first = 'SYN-00003', ...missing] = terminalIdsOf(body);
      const place = {
        chain: 'hinode',
        prefecture: '13',
        storeId: 'S-00003',
        storeName: '架空3号店',
        serial: 'SN-A003',
      };
      return { status: 200, value: { places: [{ terminalId: first, ...place }], missing } };
    }
    case '/operations/registry/codes': {
      const codes = terminalIdsOf(body).map((terminalId, index) => ({
        terminalId,
        serial: `SN-A00${index}`,
        code: 'SYNT-HET1-CC0D-E000',
        expiresAt: SAMPLE_AT,
      }));
      return { status: 201, value: { codes } };
    }
    default:
      return { status: 204 };
  }
}

export function sampleAnswer(asked: Asked, roles: readonly Role[]): Said | null {
  const { method, path, query } = asked;
  if (path === '/console/session') return { status: 200, value: sampleSession(roles) };
  if (method !== 'GET') return sampleOutcome(path, asked.body);
  if (path === '/operations/fleet/terminals') {
    const offset = Number(query.get('offset') ?? '0');
    const length = Math.max(0, Math.min(Number(query.get('limit') ?? '100'), SAMPLE_TOTAL - offset));
    const rows = Array.from({ length }, (_, index) => sampleRow(offset + index));
    return { status: 200, value: { total: SAMPLE_TOTAL, offset, rows } };
  }
  if (path.startsWith('/operations/fleet/terminals/')) return { status: 200, value: sampleTerminal() };
  if (/^\/operations\/terminals\/[^/]+\/events$/.test(path)) return { status: 200, value: sampleEvents(query) };
  if (path === `/operations/event-logs/${SAMPLE_EVENT_LOG_ID}/entries`) {
    return { status: 200, value: sampleEntries(query) };
  }
  const value = Object.hasOwn(GETS, path) ? GETS[path] : undefined;
  return value === undefined ? null : { status: 200, value };
}

export const sampleScript =
  (roles: readonly Role[]): Script =>
  (asked) =>
    sampleAnswer(asked, roles);
