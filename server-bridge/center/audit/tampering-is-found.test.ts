import { beforeAll, describe, expect, test } from 'vitest';
import { createEventLog, noSink } from '../../event-log/index.ts';
import { canonicalText, generateSigningJwk, signerFromJwk } from '../../sealing/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { type AuditEntry, entryBytes, entryHash } from './audit-entry.ts';
import { exportAudit } from './audit-export.ts';
import { type AuditPublicKey, auditPublicKey, signCheckpoint } from './checkpoint-note.ts';
import { leafHash, rootOf } from './merkle-tree.ts';
import { openAuditTrail } from './open-audit-trail.ts';
import { type Earlier, verifyExport } from './verify/verify-export.ts';

type Line = Record<string, unknown>;
const NODE = 'center-1';
/** Entries of the chain: checkpoints stand at 5, 12 and 20. */
const ENTRIES = 20;

let lines: readonly Line[];
let earlierLines: readonly Line[];
let key: AuditPublicKey;
let otherNote: (size: number) => Promise<string>;

const parse = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  const store = await freshStore();
  const log = createEventLog(centerEvents, { sink: noSink(), now: () => new Date() });
  const jwk = await generateSigningJwk();
  key = auditPublicKey(jwk);
  const forger = await generateSigningJwk();
  const now = () => new Date('2026-01-15T10:20:30.456Z');
  const audit = await openAuditTrail({
    store,
    key: { signer: signerFromJwk(jwk), publicKey: key, close: () => Promise.resolve() },
    checkpointEveryMs: 3_600_000,
    now,
    log,
  });
  const append = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        audit.append({ actor: { kind: 'tool' }, action: 'alarm-cleared', target: `KOFU-${index}`, result: 'done' }),
      ),
    );
  const exported = async () => {
    let text = '';
    for await (const piece of exportAudit(store.database, now())) text += piece;
    return parse(text);
  };
  await append(4);
  expect(await audit.checkpoint()).toBe(true);
  await append(7);
  expect(await audit.checkpoint()).toBe(true);
  earlierLines = await exported();
  await append(8);
  expect(await audit.checkpoint()).toBe(true);
  lines = await exported();
  otherNote = (size) =>
    signCheckpoint(
      { node: NODE, size, root: rootOf(leavesOf(lines), 0, size) },
      { signer: signerFromJwk(forger), publicKey: auditPublicKey(forger) },
    );
  await audit.close();
  await store.close();
}, 60_000);

const entriesOf = (of: readonly Line[]): AuditEntry[] =>
  of
    .filter(({ kind }) => kind === 'entry')
    .map(({ kind: _, hash: __, ...entry }): AuditEntry => JSON.parse(JSON.stringify(entry)));
const leavesOf = (of: readonly Line[]) => entriesOf(of).map((entry) => leafHash(entryBytes(entry)));
const isEntry = (line: Line, seq: number): boolean => line['kind'] === 'entry' && line['seq'] === seq;
const at = (seq: number): number => lines.findIndex((line) => isEntry(line, seq));
/** The end line as it would be for these lines: whoever tampers with a file also mends its counts. */
const recounted = (of: readonly Line[]): Line[] => {
  const entries = of.filter(({ kind }) => kind === 'entry').length;
  const checkpoints = of.filter(({ kind }) => kind === 'checkpoint').length;
  return of.map((line) => (line['kind'] === 'end' ? { ...line, entries, checkpoints } : line));
};
const verify = (of: readonly Line[], earlier?: Earlier, keys = [key]) =>
  verifyExport(of.map(canonicalText), keys, earlier);
const changed = (seq: number, change: Line): Line[] =>
  lines.map((line) => (isEntry(line, seq) ? { ...line, ...change } : line));
const earlier = (): Earlier => ({ kind: 'export', lines: earlierLines.map(canonicalText) });

/** Writes the chain anew from its lines, every hash right: what somebody with the whole database can do. */
function rechained(of: readonly Line[]): Line[] {
  let previous = '0'.repeat(64);
  let seq = 0;
  return recounted(
    of.map((line) => {
      if (line['kind'] !== 'entry') return line;
      seq += 1;
      const [entry] = entriesOf([{ ...line, seq, previous }]);
      if (entry === undefined) throw new Error('no entry');
      previous = entryHash(entryBytes(entry));
      return { kind: 'entry', ...entry, hash: previous };
    }),
  );
}

test('what the center exports is sound, alone and beside an earlier export', async () => {
  const expected = { sound: true, findings: [], chains: [{ node: NODE, entries: ENTRIES, signed: ENTRIES }] };
  expect(await verify(lines)).toEqual(expected);
  expect(await verify(lines, earlier())).toEqual(expected);
});

describe('an entry', () => {
  test.each<[string, unknown]>([
    ['at', '2026-01-15T10:21:00Z'],
    ['actor', 'somebody'],
    ['action', 'alarm-raised'],
    ['target', 'KOFU-9999'],
    ['result', 'refused'],
    ['previous', 'f'.repeat(64)],
    ['hash', 'f'.repeat(64)],
  ])('with another %s is named', async (field, value) => {
    for (const seq of [1, 7, ENTRIES]) {
      const { findings } = await verify(changed(seq, { [field]: value }));
      expect(findings).toEqual([{ kind: 'entry-changed', node: NODE, seq }]);
    }
  });

  test.each<[string, unknown]>([
    ['action', 'opened-the-safe'],
    ['actor', 'a b'],
    ['at', 'yesterday'],
    ['note', 'more'],
  ])('whose %s no entry can have is named by what it still says', async (field, value) => {
    const { findings } = await verify(changed(7, { [field]: value }));
    expect(findings).toEqual([{ kind: 'line-unreadable', line: at(7) + 1, node: NODE, seq: 7 }]);
  });

  test('given to another node, or another number, is missing where it was', async () => {
    const missing = { kind: 'entries-missing', node: NODE, from: 7, to: 7 };
    const elsewhere = await verify(changed(7, { node: 'other-1' }));
    expect(elsewhere.findings).toContainEqual(missing);
    expect(elsewhere.findings).toContainEqual({ kind: 'entry-changed', node: 'other-1', seq: 7 });
    expect((await verify(changed(7, { seq: 9_000_000_000_000_000 }))).findings).toContainEqual(missing);
    const renumbered = await verify(changed(7, { seq: 8 }));
    expect(renumbered.findings).toContainEqual(missing);
    expect(renumbered.findings).toContainEqual({ kind: 'entry-repeated', node: NODE, seq: 8, line: at(8) + 1 });
  });

  test('exchanged together with its hash is named by the one behind it', async () => {
    const [entry] = entriesOf(changed(7, { target: 'KOFU-9999' }).filter((line) => isEntry(line, 7)));
    if (entry === undefined) throw new Error('no entry');
    const { findings } = await verify(changed(7, { target: 'KOFU-9999', hash: entryHash(entryBytes(entry)) }));
    expect(findings).toEqual([{ kind: 'entry-exchanged', node: NODE, seq: 7 }]);
  });

  test.each([1, 7, 12, 13])('number %i removed is named', async (seq) => {
    const { findings } = await verify(recounted(lines.filter((line) => !isEntry(line, seq))));
    expect(findings).toEqual([{ kind: 'entries-missing', node: NODE, from: seq, to: seq }]);
  });

  test('written twice, or in another place, is named with its line', async () => {
    const entry = lines[at(7)] ?? {};
    const twice = recounted(lines.toSpliced(at(7) + 1, 0, entry));
    expect((await verify(twice)).findings).toEqual([{ kind: 'entry-repeated', node: NODE, seq: 7, line: at(7) + 2 }]);
    const swapped = lines.with(at(7), lines[at(8)] ?? {}).with(at(8), entry);
    expect((await verify(swapped)).findings).toEqual([
      { kind: 'entry-out-of-order', node: NODE, seq: 7, line: at(8) + 1 },
    ]);
  });

  test('put in between, everything behind it numbered and chained anew, is found under the checkpoint', async () => {
    const inserted = rechained(lines.toSpliced(at(7), 0, { ...(lines[at(7)] ?? {}), target: 'KOFU-9999' }));
    expect((await verify(inserted)).findings).toContainEqual({
      kind: 'entries-rewritten',
      node: NODE,
      from: 6,
      to: 12,
    });
  });
});

describe('a chain written anew with every hash right', () => {
  const anew = () => rechained(changed(7, { target: 'KOFU-9999' }));

  test('does not fit the signed checkpoints: the range is named', async () => {
    expect((await verify(anew())).findings).toEqual([{ kind: 'entries-rewritten', node: NODE, from: 6, to: 12 }]);
  });

  test('beside an earlier export the exact entry is named', async () => {
    expect((await verify(anew(), earlier())).findings).toContainEqual({
      kind: 'differs-from-earlier',
      node: NODE,
      seq: 7,
    });
  });

  test('without its checkpoints it is refused as signed by nobody; beside one that was handed over, as another', async () => {
    const bare = recounted(anew().filter(({ kind }) => kind !== 'checkpoint'));
    expect((await verify(bare)).findings).toEqual([{ kind: 'chain-unsigned', node: NODE }]);
    const note = String(earlierLines.findLast(({ kind }) => kind === 'checkpoint')?.['note']);
    expect((await verify(bare, { kind: 'checkpoint', note })).findings).toEqual([
      { kind: 'entries-rewritten', node: NODE, from: 1, to: 12 },
    ]);
  });
});

describe('the tail', () => {
  const cut = (from: number) => lines.filter(({ kind, seq }) => kind !== 'entry' || Number(seq) < from);
  const shortHead = (of: readonly Line[], size: number): Line[] =>
    recounted(of.map((line) => (line['kind'] === 'audit-export' ? { ...line, chains: [{ node: NODE, size }] } : line)));

  test('cut off is named by the checkpoint that covers it', async () => {
    expect((await verify(shortHead(cut(18), 17))).findings).toEqual([
      { kind: 'entries-missing', node: NODE, from: 18, to: ENTRIES },
    ]);
  });

  test('cut off with its checkpoint is named by an earlier export', async () => {
    const before = { kind: 'export', lines: lines.map(canonicalText) } as const;
    const short = shortHead(earlierLines, 12);
    expect((await verify(short)).sound).toBe(true);
    expect((await verify(short, before)).findings).toEqual([
      { kind: 'entries-missing', node: NODE, from: 13, to: ENTRIES },
    ]);
  });

  test('a download that broke off is not sound', async () => {
    expect((await verify(lines.slice(0, -1))).findings).toContainEqual({ kind: 'file-incomplete' });
    expect((await verify([])).findings).toEqual([{ kind: 'file-incomplete' }]);
    expect((await verify(lines.slice(1))).findings).toContainEqual({ kind: 'file-incomplete' });
  });
});

describe('a checkpoint', () => {
  const place = () => lines.findLastIndex(({ kind }) => kind === 'checkpoint');
  const withNote = (note: string): Line[] => lines.with(place(), { kind: 'checkpoint', note });
  const note = () => String(lines[place()]?.['note']);
  const refused = (problem: string) => ({ kind: 'checkpoint-refused', line: place() + 1, problem });

  test('signed by a key that was not given is refused, also for entries that are as they were', async () => {
    expect((await verify(withNote(await otherNote(ENTRIES)))).findings).toEqual([refused('unknown-key')]);
    const stranger = auditPublicKey(await generateSigningJwk());
    expect((await verify(lines, undefined, [stranger])).sound).toBe(false);
  });

  test('of another size, root or node does not have its signature', async () => {
    expect((await verify(withNote(note().replace(`\n${ENTRIES}\n`, '\n19\n')))).findings).toEqual([
      refused('bad-signature'),
    ]);
    const [, , root = ''] = note().split('\n');
    const otherRoot = Buffer.alloc(32, 7).toString('base64');
    expect((await verify(withNote(note().replace(root, otherRoot)))).findings).toEqual([refused('bad-signature')]);
    expect((await verify(withNote(note().replaceAll(NODE, 'center-2')))).findings).toEqual([refused('bad-signature')]);
  });

  test('that is no note is refused', async () => {
    for (const text of ['', 'x', note().slice(0, -1), note().replace('—', '-'), `${note()}\n`]) {
      expect((await verify(withNote(text))).findings).toEqual([refused('malformed')]);
    }
  });
});

test('an earlier file that is not sound itself accuses nobody else', async () => {
  const forged = earlierLines.map((line) => (isEntry(line, 3) ? { ...line, target: 'KOFU-9999' } : line));
  expect((await verify(lines, { kind: 'export', lines: forged.map(canonicalText) })).findings).toEqual([
    { kind: 'earlier-refused', finding: { kind: 'entry-changed', node: NODE, seq: 3 } },
  ]);
});
