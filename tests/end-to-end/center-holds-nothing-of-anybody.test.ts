/**
 * C2: the center keeps nothing of anybody. A thousand sealed applications go through a real center process by every way they can end;
 * afterwards nothing of any of these people stands in its memory or in anything it wrote. The search proves itself: on a process
 * that holds what is looked for, and on a center that was given the key and leaks.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealingPublicKey } from '../../server-bridge/index.ts';
import { createDevelopmentTrust, type DevelopmentTrust } from '../../server-bridge/trust/index.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../../server-bridge/vrs/index.ts';
import { syntheticDirective } from '../environment/synthetic-directive.ts';
import { connectTerminal, sealFor } from './applying-terminal.ts';
import { type Canaries, makeCanaries } from './canaries.ts';
import { type OpeningVrs, startOpeningVrs } from './opening-vrs.ts';
import { formsOf, type Traces } from './search-for-person.ts';
import { searchProcessMemory } from './search-process-memory.ts';
import { applyThousandTimes, TERMINALS, WAYS } from './thousand-applications.ts';
import { type Found, startWatchedCenter } from './watched-center.ts';

const LIMIT_MS = 240_000;
const centerEntry = join(import.meta.dirname, '../../server-bridge/center/main.ts');
const leakingEntry = join(import.meta.dirname, 'leaking-center.ts');
const holderEntry = join(import.meta.dirname, 'canary-holder.ts');
const municipality = SYNTHETIC_MUNICIPALITIES.find(({ takingPart }) => takingPart)?.code ?? '';
const [terminalId] = TERMINALS;

let folder: string;
let trust: DevelopmentTrust;
let directive: object;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-nothing-held-'));
  const made = await createDevelopmentTrust(join(folder, 'trust'), { terminals: TERMINALS, now: new Date() });
  trust = made._unsafeUnwrap();
  directive = await syntheticDirective({ passportReading: true });
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
  await rm(folder, { recursive: true, force: true });
}, LIMIT_MS);

/** A center beside a VRS of its own, both ended with the tests. */
async function startPair(
  name: string,
  entry: string,
  args: (vrs: OpeningVrs) => Promise<readonly string[]>,
  text = '',
) {
  const vrs = await startOpeningVrs(trust, ({ card }) => `${text}\n${Buffer.from(card.ef0001, 'base64url')}`);
  ends.push(() => vrs.close());
  const home = join(folder, name);
  await mkdir(home);
  const center = await startWatchedCenter({
    entry,
    args: await args(vrs),
    folder: home,
    trust,
    vrsPort: vrs.port,
    directive,
  });
  ends.push(() => center.stop());
  return { vrs, center, home };
}

/** The marks of one group of people, so that several are looked for in one search. */
const of = (group: string, { marks }: Canaries): Traces =>
  Object.fromEntries(Object.entries(marks).map(([what, mark]) => [`${group}: ${what}`, mark]));
const placesOf = (found: readonly Found[]) => [...new Set(found.map(({ place }) => place))];
const whatOf = (found: readonly Found[], place: string) =>
  [...new Set(found.filter((one) => one.place === place).map(({ what }) => what))].sort();

test(
  'nothing of a thousand people is in memory, output, store, answers or files of the center',
  async () => {
    const canaries = makeCanaries();
    const plain = makeCanaries();
    const { vrs, center } = await startPair('center', centerEntry, async () => [], canaries.marks.certificateText);
    const { coreLimit, swapKb, commandLine } = await center.process();
    expect(coreLimit).toBe('0 0');
    expect(commandLine).toContain('--disable-sigusr1');
    expect(commandLine).not.toMatch(/--inspect|--heapsnapshot|--report/);

    const { statuses, pushed } = await applyThousandTimes({
      canaries,
      trust,
      port: center.port,
      vrs,
      municipality,
      sealingPublicKey: sealingPublicKey(vrs.sealingJwk),
    });
    const running = await center.searchRunning(canaries.marks, pushed);
    expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(1_000);
    expect(statuses).toEqual({
      'answered 200': WAYS.answered,
      'vrs-silent-until-the-deadline 503': WAYS['vrs-silent-until-the-deadline'],
      'vrs-answers-nonsense 503': WAYS['vrs-answers-nonsense'],
      'vrs-refuses 503': WAYS['vrs-refuses'],
      'terminal-gone-mid-relay 0': WAYS['terminal-gone-mid-relay'],
      'for-another-terminal 400': WAYS['for-another-terminal'],
      'unknown-municipality 409': WAYS['unknown-municipality'],
      'cut-in-the-middle 400': WAYS['cut-in-the-middle'],
      'oversize 413': WAYS.oversize,
      'vrs-away 503': WAYS['vrs-away'],
    });
    expect(running.found).toEqual([]);
    expect(running.bytes['memory']).toBeGreaterThan(50_000_000);

    // Not sealed at all: no terminal of ours does this. Written nowhere; what is left in memory is counted, not denied.
    const hostile = connectTerminal(trust, terminalId, center.port);
    const routes = [
      'applications',
      'challenges',
      'status',
      'command-results',
      'event-logs',
      'diagnostics',
      'certificate',
    ];
    for (let index = 0; index < 70; index += 1) {
      const person = plain.person(index);
      const body = index % 2 === 0 ? JSON.stringify({ header: person, ...person }) : `${Object.values(person).join()}`;
      await hostile.post(`/v1/${routes[index % routes.length]}`, body);
      await hostile.post(`/v1/${person.individualNumber}?name=${encodeURIComponent(person.name)}`, '{}');
    }
    const afterPlain = await center.searchRunning(plain.marks, [hostile.pushed()]);
    expect(placesOf(afterPlain.found).filter((place) => place !== 'memory')).toEqual([]);
    hostile.vanish();

    await center.stop();
    const left = await center.searchLeft({ ...of('sealed', canaries), ...of('unsealed', plain) });
    expect(left.found).toEqual([]);

    const inMemory = afterPlain.found.reduce((sum, { count }) => sum + count, 0);
    const report = { applications: statuses, searchedBytes: { ...running.bytes, ...left.bytes }, found: 0, swapKb };
    process.stdout.write(`${JSON.stringify({ ...report, marksLeftInMemoryBy70UnsealedRequests: inMemory })}\n`);
  },
  LIMIT_MS,
);

test(
  'a center that was given the key and leaks is caught in memory, output, store and file',
  async () => {
    const kinds = ['kept', 'logged', 'stored', 'filed'] as const;
    const people = kinds.map((kind) => ({ kind, canaries: makeCanaries() }));
    const { vrs, center, home } = await startPair('leaking', leakingEntry, async ({ sealingJwk }) => {
      await writeFile(join(folder, 'leaking', 'key.json'), JSON.stringify(sealingJwk));
      return ['--key', join(folder, 'leaking', 'key.json'), '--leaks', join(folder, 'leaking', 'temporary')];
    });
    const terminal = connectTerminal(trust, terminalId, center.port);
    for (const { canaries } of people) {
      const request = await sealFor({
        person: canaries.person(1),
        terminalId,
        municipality,
        sealingPublicKey: sealingPublicKey(vrs.sealingJwk),
        deadlineMs: 30_000,
      });
      expect((await terminal.post('/v1/applications', request.text)).status).toBe(200);
    }
    terminal.vanish();
    const personal = ['address', 'birthDate', 'individualNumber', 'name', 'passportNumber', 'pin'];
    const everythingOf = (kind: (typeof kinds)[number]) => personal.map((what) => `${kind}: ${what}`);
    const traces: Traces = Object.assign({}, ...people.map(({ kind, canaries }) => of(kind, canaries)));
    const running = (await center.searchRunning(traces, [])).found;
    await center.stop();
    const left = (await center.searchLeft(traces)).found;
    // What was written passed through memory too; what was only kept was never written.
    expect(whatOf(running, 'memory')).toEqual(expect.arrayContaining(everythingOf('kept')));
    expect(whatOf(running, 'output')).toEqual(everythingOf('logged'));
    expect(whatOf(left, 'output')).toEqual(everythingOf('logged'));
    expect(whatOf(left, 'tables')).toEqual(everythingOf('stored'));
    expect(whatOf(left, join(home, 'temporary', 'leaked.json'))).toEqual(everythingOf('filed'));
    expect(left.filter(({ what }) => what.startsWith('kept'))).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'whatever form a process holds a person in, the search of its memory finds it',
  async () => {
    const child = spawn(process.execPath, ['--no-warnings', holderEntry], { stdio: ['pipe', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    const lines = createInterface({ input: child.stdout });
    const forms = formsOf(makeCanaries().marks.name).length;
    const held = Array.from({ length: forms }, () => makeCanaries().marks.name);
    const absent = makeCanaries().marks.name;
    try {
      for (const [form, name] of held.entries()) {
        const bytes = formsOf(name)[form] ?? Buffer.alloc(0);
        const told = once(lines, 'line');
        child.stdin.write(`${Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString('base64')}\n`);
        await told;
      }
      const traces = Object.fromEntries([...held, absent].map((name, index) => [`held ${index}`, name]));
      const { findings } = await searchProcessMemory(child.pid ?? 0, traces);
      const seen = new Set(findings.map(({ what, form }) => `${what} as ${form}`));
      const told = held.flatMap((name, index) => (index < formsOf(name).length ? [`held ${index} as ${index}`] : []));
      expect([...seen].sort()).toEqual(told.sort());
    } finally {
      child.stdin.end();
      await exited;
    }
  },
  LIMIT_MS,
);

test('a process whose memory cannot be read is a failure, not a clean one', async () => {
  await expect(searchProcessMemory(2 ** 30, { name: 'nobody at all' })).rejects.toThrow(/cannot be read/);
});
