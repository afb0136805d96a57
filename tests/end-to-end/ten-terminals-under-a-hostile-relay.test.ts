/**
 * Twelve terminals at once at one center, twelve people, and between them a relay that has turned (P0–P3, P7, P10): whatever it does to
 * whom, a terminal shows its own person's certificate, or a refusal of a known class, or raises the right-person alarm. The same judge
 * then looks at terminals whose checks have been taken out, and must see it.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { ok } from 'neverthrow';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { findSyntheticPerson, type SyntheticPerson } from '../../card-reader/virtual/index.ts';
import type * as visitProcess from '../../kiosk/visit/process/index.ts';
import { loadCertificateFonts } from '../../printing/index.ts';
import { generateVrsKeys, VrsKeysSchema } from '../../server-bridge/certificates/index.ts';
import {
  AnswerPayloadSchema,
  IssuedResultSchema,
  importSealingKey,
  type RelayAnswer,
  type RelayRequest,
  signerFromJwk,
  TerminalIdSchema,
  type TerminalStatus,
  TerminalStatusSchema,
} from '../../server-bridge/index.ts';
import { buildWorld, type World } from '../environment/world.ts';
import { type HostileRelay, startHostileRelay } from './hostile-relay.ts';
import { ALL_ATTACKS, ATTACKS, type Attack, type Mischief, makeMischief, type Plan } from './mischief.ts';
import { openTerminal, type Seen, type TerminalAtTheLine } from './terminal-at-the-line.ts';

/** Which checks of the terminals are taken out, to see that this is seen. */
const checks = vi.hoisted(() => ({ answerIsJudged: true, personIsMatched: true }));
vi.mock('../../kiosk/visit/process/judge-answer.ts', async (original) => {
  const real = await original<Pick<typeof visitProcess, 'judgeAnswer'>>();
  const judgeAnswer: typeof real.judgeAnswer = async (o) => {
    if (checks.answerIsJudged) return await real.judgeAnswer(o);
    const payload = Buffer.from(o.jws.split('.')[1] ?? '', 'base64url').toString('utf8');
    return ok(v.parse(v.pipe(v.string(), v.parseJson(), AnswerPayloadSchema), payload));
  };
  return { ...real, judgeAnswer };
});
vi.mock('../../kiosk/visit/process/right-person.ts', async (original) => {
  const real = await original<Pick<typeof visitProcess, 'matchRightPerson'>>();
  const matchRightPerson: typeof real.matchRightPerson = async (o) =>
    checks.personIsMatched ? await real.matchRightPerson(o) : ok();
  return { ...real, matchRightPerson };
});
// Nothing is drawn here: a page is what would be drawn, so that hundreds of visits take seconds. What is drawn has proofs of its own.
vi.mock('../../printing/index.ts', async (original) => {
  const real = await original<typeof import('../../printing/index.ts')>();
  const renderCertificate: typeof real.renderCertificate = async (page) =>
    ok({ pdf: Buffer.from(JSON.stringify(page), 'utf8'), pages: 1, digest: '', drawn: [], glyphs: [] });
  return { ...real, renderCertificate, checkRelease: async () => ok() };
});

/** Twelve people, and what each is due: so many doses, or a refusal. All invented. */
const PEOPLE = [
  ['ichiyo', '900010', 3],
  ['teppei', '900028', 2],
  ['one-dose', '900010', 1],
  ['four-doses', '900010', 4],
  ['no-record', '900028', 'NO_RECORD_ASK_CITY'],
  ['seven-doses', '900010', 7],
  ['passport', '900010', 4],
  ['doubtful', '900010', 'NEEDS_CONFIRMATION'],
  ['no-passport', '900010', 2],
  ['rare-kanji', '900010', 3],
  ['protected', '900010', 'COUNTER_ONLY'],
  ['glyphless', '900010', 1],
] as const;
type Due = number | string;
type Place = {
  terminal: TerminalAtTheLine;
  relay: HostileRelay;
  person: SyntheticPerson;
  municipality: string;
  due: Due;
};

const SEED = 20_230_327;
const PATIENT_MS = 20_000;
const PageSchema = v.pipe(v.string(), v.parseJson(), v.omit(IssuedResultSchema, ['type']));

let world: World;
let mischief: Mischief;
const places: Place[] = [];
/** How the waits of this round are ended before their time. */
let waits = new Map<string, AbortController>();
const NAMES = PEOPLE.map((_, at) => `KIOSK-T${String(at + 1).padStart(2, '0')}`);

beforeAll(async () => {
  world = await buildWorld({ directory: null, terminals: NAMES });
  const { files, servers } = world;
  const keys = v.parse(v.pipe(v.string(), v.parseJson(), VrsKeysSchema), await readFile(files.vrs.keysFile, 'utf8'));
  const yearsAgo = new Date(Date.now() - 2 * 365 * 86_400_000);
  const earlierKeys = await generateVrsKeys({ iss: keys.healthCard.iss, now: yearsAgo });
  mischief = await makeMischief({
    terminals: NAMES,
    insider: {
      sealing: new Map(
        await Promise.all(keys.sealing.map(async ({ kid, key }) => [kid, await importSealingKey(key)] as const)),
      ),
      answerKey: answerSigner(keys),
      earlierAnswerKey: answerSigner(earlierKeys),
    },
    askAgain,
    endWait: (terminalId) => waits.get(terminalId)?.abort(),
  });
  const fonts = (await loadCertificateFonts())._unsafeUnwrap();
  for (const [at, name] of NAMES.entries()) {
    const terminalId = v.parse(TerminalIdSchema, name);
    const certificate = files.trust.terminals.get(terminalId);
    const [id = '', municipality = '', due = ''] = PEOPLE[at] ?? [];
    const person = findSyntheticPerson(id);
    if (certificate === undefined || person === undefined) throw new Error('Nobody can stand here.');
    const relay = await startHostileRelay({ files, centerPort: servers.center.said.port, terminalId });
    relay.tamper = mischief.tamper;
    relay.tamperChallenge = (challenge) => mischief.tamperChallenge(terminalId, challenge);
    const terminal = await openTerminal({
      terminalId,
      configuration: {
        terminalId,
        nodes: [{ host: '127.0.0.1', port: relay.port }],
        caFile: files.trust.lineCaFile,
        ...certificate,
        directiveKeys: [files.trust.directivePublicKey],
        vrsRootKey: files.vrs.rootPublicKey,
      },
      fonts,
    });
    places.push({ terminal, relay, person, municipality, due });
  }
  for (const { terminal } of places) {
    await vi.waitFor(() => expect(terminal.line.directive()).not.toBeNull(), { timeout: 30_000, interval: 20 });
  }
}, 240_000);
afterEach(() => {
  checks.answerIsJudged = true;
  checks.personIsMatched = true;
});
afterAll(async () => {
  for (const { terminal, relay } of places) {
    await terminal.line.stop();
    await relay.stop();
  }
  await world?.stop();
}, 60_000);

function answerSigner(keys: v.InferOutput<typeof VrsKeysSchema>) {
  const key = keys.answer[0]?.key;
  if (key === undefined || !('d' in key) || key.d === undefined) throw new Error('No key that signs.');
  const { kty, crv, x, y, kid, d } = key;
  return signerFromJwk({ kty, crv, x, y, kid, d });
}

/** The same request to the real center a second time, by the relay of the terminal that had sent it. */
async function askAgain(request: RelayRequest): Promise<RelayAnswer> {
  const place = places.find(({ terminal }) => terminal.terminalId === request.header.terminalId);
  if (place === undefined) throw new Error('Nobody of these has asked.');
  return await place.relay.askAgain(request);
}

/** All twelve at once, each under its plan. */
async function round(plans: readonly Plan[]): Promise<readonly Seen[]> {
  const planAt = (at: number): Plan => plans[at] ?? { attack: 'none', other: 1, delayMs: 0 };
  waits = new Map(NAMES.map((name) => [name, new AbortController()]));
  mischief.begin(new Map(NAMES.map((name, at) => [name, planAt(at)])));
  try {
    return await Promise.all(
      places.map(({ terminal, person, municipality }) =>
        terminal.apply({
          person,
          municipality,
          limitMs: PATIENT_MS,
          giveUp: waits.get(terminal.terminalId)?.signal ?? new AbortController().signal,
        }),
      ),
    );
  } finally {
    mischief.end();
  }
}

/** What must never be seen, whatever was done: sentences, none when all is well. Never who it is. */
function wrongs(seen: Seen, place: Place, attack: Attack): string[] {
  const { applied, paper, alarms } = seen;
  const at = `${place.terminal.terminalId}, ${attack}`;
  const found: string[] = [];
  const must = (isSo: boolean, what: string): void => void (isSo || found.push(`${at}: ${what}`));
  must(
    (applied.type === 'right-person') === (alarms.length === 1),
    'the alarm and the end of the visit belong together',
  );
  must((applied.type === 'issued') === (paper !== null), 'there is paper where something is issued and only there');
  if (applied.type === 'issued' && paper !== null) {
    const { birthDate } = place.person;
    const day = `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}`;
    for (const facts of [applied.facts, v.parse(PageSchema, paper).facts]) {
      must(
        facts.holder.name === place.person.name && facts.holder.birthDate === day,
        'another person’s facts are shown',
      );
      must(facts.doses.length === place.due, 'another record is shown');
      must(
        facts.doses.every(({ lot }) => !lot.endsWith('QQ')),
        'doses are shown that nobody had',
      );
    }
  }
  if (applied.type === 'refused' && applied.refusal.startsWith('NO_RECORD')) {
    must(applied.refusal === place.due, 'somebody with a record is told that there is none');
  }
  return found;
}

/** Terminals that must fail before issuing stops for all (the center's own default). */
const STOPS_THE_ROUTE = 2;

/** Attacks that have come to what they must, and not only been held back. */
const exact = new Set<Attack>();

/** Beyond that: exactly what this attack must come to. */
function surprises(seen: Seen, place: Place, attack: Attack, everybody: readonly Seen[]): string[] {
  const { applied } = seen;
  const expected: 'right' | 'alarm' | readonly string[] = ATTACKS[attack];
  const came = applied.type === 'refused' ? applied.refusal : applied.type;
  const right = typeof place.due === 'number' ? 'issued' : place.due;
  // Once two have failed, answers that are on their way are held back as well (P2).
  const failed = everybody.filter((one) => one.applied.type === 'right-person').length;
  const isHeld = failed >= STOPS_THE_ROUTE && came === 'UNAVAILABLE';
  const isExact =
    expected === 'right' ? came === right : expected === 'alarm' ? came === 'right-person' : expected.includes(came);
  if (isExact) exact.add(attack);
  return isExact || isHeld ? [] : [`${place.terminal.terminalId}, ${attack}: came to ${came}`];
}

const judged = (
  seen: readonly Seen[],
  plans: readonly Plan[],
  judge: (one: Seen, place: Place, attack: Attack, everybody: readonly Seen[]) => string[],
): string[] =>
  places.flatMap((place, at) => {
    const one = seen[at];
    return one === undefined ? ['nothing came'] : judge(one, place, plans[at]?.attack ?? 'none', seen);
  });
const all = (attack: Attack, other = 1): Plan[] => NAMES.map(() => ({ attack, other, delayMs: 0 }));

describe('twelve terminals at once', () => {
  it('have each their own person’s answer when nothing is done to them', async () => {
    const plans = all('none');
    const seen = await round(plans);
    expect([...judged(seen, plans, wrongs), ...judged(seen, plans, surprises)]).toEqual([]);
    for (const [at, { paper }] of seen.entries()) {
      if (paper !== null) mischief.issued.set(NAMES[at] ?? '', { type: 'issued', ...v.parse(PageSchema, paper) });
    }
    expect(mischief.issued.size).toBe(PEOPLE.filter(([, , due]) => typeof due === 'number').length);
  }, 60_000);

  it('see their own, a refusal or an alarm, whatever a relay does to whom', async () => {
    const plan = fc.record({
      attack: fc.constantFrom(...ALL_ATTACKS),
      other: fc.integer({ min: 1, max: NAMES.length - 1 }),
      delayMs: fc.constantFrom(0, 0, 5, 40, 120),
    });
    // Every attack once, on neighbours; everybody's answer to the next one; then as it falls.
    const each = Array.from({ length: Math.ceil(ALL_ATTACKS.length / NAMES.length) }, (_, page): Plan[] =>
      NAMES.map((_, at) => ({
        attack: ALL_ATTACKS[(page * NAMES.length + at) % ALL_ATTACKS.length] ?? 'none',
        other: 1 + (at % 5),
        delayMs: 0,
      })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: NAMES.length, maxLength: NAMES.length }), async (plans) => {
        const seen = await round(plans);
        expect([...judged(seen, plans, wrongs), ...judged(seen, plans, surprises)]).toEqual([]);
      }),
      {
        seed: SEED,
        numRuns: 40,
        endOnFailure: true,
        examples: [...each.map((plans): [Plan[]] => [plans]), [all('answer of another visit')]],
      },
    );
    for (const attack of ALL_ATTACKS) {
      if (attack !== 'none') expect(mischief.done.get(attack) ?? 0, attack).toBeGreaterThan(0);
      expect(exact, attack).toContain(attack);
    }
  }, 240_000);
});

describe('the judge of these tests', () => {
  it.each([
    [
      'that believes any answer it can open and looks at no name',
      'signed by a stranger',
      { answerIsJudged: false, personIsMatched: false },
    ],
    ['that looks at no name', 'facts of another, truly signed', { personIsMatched: false }],
    ['that looks at no code', 'doses of another, truly signed', { personIsMatched: false }],
    ['that believes any signature', 'no record, signed by a stranger', { answerIsJudged: false }],
    [
      'that takes another visit’s answer',
      'true answer of another visit',
      { answerIsJudged: false, personIsMatched: false },
    ],
  ] as [string, Attack, Partial<typeof checks>][])(
    'sees a terminal %s',
    async (_, attack, without) => {
      Object.assign(checks, without);
      const plans = all(attack, 3);
      const seen = await round(plans);
      // Nearly everybody is shown what is not theirs.
      expect(judged(seen, plans, wrongs).length).toBeGreaterThanOrEqual(8);
    },
    60_000,
  );
});

describe('alarms of two terminals', () => {
  it('stop issuing for all twelve at the center, which says so and answers nobody (P2)', async () => {
    for (const { terminal } of places.slice(0, 2)) {
      const told = await terminal.line.sendStatus(failedStatus(terminal.terminalId));
      expect(told.isOk()).toBe(true);
    }
    const plans = all('none');
    await vi.waitFor(
      async () => {
        const seen = await round(plans);
        expect(judged(seen, plans, wrongs)).toEqual([]);
        for (const { applied } of seen) expect(applied).toEqual({ type: 'refused', refusal: 'MAINTENANCE' });
      },
      { timeout: 20_000, interval: 200 },
    );
  }, 60_000);
});

/** What a terminal's host tells the center when its check has failed. */
function failedStatus(terminalId: string): TerminalStatus {
  const at = new Date().toISOString();
  return v.parse(TerminalStatusSchema, {
    v: 1,
    terminalId,
    processId: randomBytes(16).toString('base64url'),
    build: 'development',
    logId: randomBytes(16).toString('base64url'),
    at,
    state: 'needs-staff',
    cause: 'right-person',
    directiveVersion: null,
    devices: {
      cardReader: 'empty',
      pagePrinter: 'ready',
      receiptPrinter: 'ready',
      coinBox: 'ready',
      cashless: 'not-fitted',
      keySwitch: 'locked',
      screens: 'ready',
    },
    warnings: [],
    events: [{ seq: 1, at, event: 'RIGHT_PERSON_FAILED' }],
  });
}
