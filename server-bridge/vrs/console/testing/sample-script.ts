/** The samples as a listener says them, to a person with these rights. */
import { checkDigitOf } from '../../../../card-reader/individual-number/index.ts';
import type { Asked, Said, Script } from '../../../console-kit/testing/scripted-listener.ts';
import { holds, RIGHTS, type Right, type Rights } from '../../staff/rights.ts';
import { sampleDoubtful, sampleHistory, samplePeople, samplePerson } from './people-samples.ts';
import {
  IMPORT_ID,
  refusedImport,
  runningImport,
  sampleAccounts,
  sampleDetections,
  sampleImport,
  sampleImports,
  sampleLogPage,
  sampleLogState,
  sampleProvided,
  sampleProvisions,
  sampleStatistics,
  sampleTablets,
  sampleTerminals,
} from './work-samples.ts';

/** Of nobody: eleven digits of one kind and their check digit. */
export const SAMPLE_NUMBER = `99999999999${checkDigitOf('99999999999')}`;
const MADE = {
  firstPassword: 'synthetic-first-password',
  otpauthUri: 'otpauth://totp/Kofu:synthetic?secret=SYNTHETIC',
};

export function sampleSession(rights: Rights, part: { readonly blankAfterMs?: number } = {}) {
  return {
    area: '999903',
    municipality: { ja: '架空市', en: 'Kakuu City' },
    terminal: 'counter-1',
    staffId: 'hanako.sato',
    name: '佐藤\u3000見本子',
    rights: RIGHTS.filter((right: Right) => holds(rights, right)),
    csrf: 'synthetic-token',
    idleEndsAt: new Date(Date.now() + 900_000).toISOString(),
    endsAt: new Date(Date.now() + 8 * 3_600_000).toISOString(),
    blankAfterMs: part.blankAfterMs ?? 180_000,
    mustChangePassword: false,
  };
}

const GETS: Readonly<Record<string, unknown>> = {
  '/operations/doubtful': sampleDoubtful,
  '/operations/statistics': sampleStatistics,
  '/operations/imports': sampleImports,
  [`/operations/imports/${IMPORT_ID}`]: sampleImport,
  [`/operations/imports/${refusedImport.importId}`]: refusedImport,
  [`/operations/imports/${runningImport.importId}`]: runningImport,
  '/operations/provisions': sampleProvisions,
  '/operations/log/state': sampleLogState,
  '/operations/log/detections': sampleDetections,
  '/operations/accounts': sampleAccounts,
  '/operations/staff-terminals': sampleTerminals,
  '/operations/site-tablets': sampleTablets,
};

const POSTS: readonly (readonly [RegExp, Said])[] = [
  [/^\/operations\/people\/search$/, { status: 200, value: samplePeople }],
  [/^\/operations\/people$/, { status: 201, value: { personId: samplePerson.personId } }],
  [/^\/operations\/people\/[^/]+\/number$/, { status: 200, value: { individualNumber: SAMPLE_NUMBER } }],
  [/^\/operations\/people\/[^/]+\/tickets$/, { status: 201, value: { ticketId: samplePerson.personId } }],
  [/^\/operations\/people\/[^/]+\/doses$/, { status: 201, value: { doseId: samplePerson.personId, doubt: null } }],
  [/^\/operations\/doses\/[^/]+\/correct$/, { status: 200, value: { version: 9, doubt: null } }],
  [/^\/operations\/imports$/, { status: 201, value: { importId: IMPORT_ID } }],
  [/^\/operations\/provisions\/queries$/, { status: 200, value: sampleProvided }],
  [/^\/operations\/provisions\/[^/]+\/take-over$/, { status: 200, value: { doses: 2 } }],
  [/^\/operations\/log\/search$/, { status: 200, value: sampleLogPage }],
  [/^\/operations\/accounts$/, { status: 201, value: MADE }],
  [/^\/operations\/accounts\/[^/]+\/renew$/, { status: 200, value: MADE }],
  [/^\/operations\/exports(\/neighbours)?$/, { status: 200, value: 'synthetic' }],
];

/** A person with these rights asks; null where VRS knows nothing of it. */
export function sampleAnswer({ method, path }: Asked, rights: Rights): Said | null {
  if (path === '/console/session') return { status: 200, value: sampleSession(rights) };
  if (method === 'GET') {
    if (/^\/operations\/people\/[^/]+\/history$/.test(path)) return { status: 200, value: sampleHistory };
    if (path.startsWith('/operations/people/')) return { status: 200, value: samplePerson };
    const value = Object.hasOwn(GETS, path) ? GETS[path] : undefined;
    return value === undefined ? null : { status: 200, value };
  }
  return POSTS.find(([pattern]) => pattern.test(path))?.[1] ?? { status: 204 };
}

export const sampleScript =
  (rights: Rights): Script =>
  (asked) =>
    sampleAnswer(asked, rights);
