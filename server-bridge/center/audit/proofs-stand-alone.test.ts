import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalText, generateSigningJwk, publicJwkOf, signerFromJwk } from '../../sealing/index.ts';
import { type AuditEntry, BEFORE_THE_FIRST, entryBytes, entryHash } from './audit-entry.ts';
import { auditPublicKey, signCheckpoint } from './checkpoint-note.ts';
import { leafHash, rootOf } from './merkle-tree.ts';
import { type AuditProof, checkProof, proveEntry, proveGrowth } from './proofs.ts';

const NODE = 'center-1';
const ENTRIES = 37;
const SIGNED = [1, 8, 21, 36];

const entries: AuditEntry[] = [];
const notes: string[] = [];
let lines: string[];
let folder: string;
const jwk = await generateSigningJwk();
const publicKey = auditPublicKey(publicJwkOf(jwk));
const keys = [publicKey];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-proofs-'));
  let previous = BEFORE_THE_FIRST;
  lines = [];
  for (let seq = 1; seq <= ENTRIES; seq += 1) {
    const at = '2026-01-15T10:20:30Z';
    const entry = {
      node: NODE,
      seq,
      at,
      actor: 'tool',
      action: 'alarm-cleared',
      target: `${seq}`,
      result: 'done',
      previous,
    } as const;
    entries.push(entry);
    previous = entryHash(entryBytes(entry));
    lines.push(canonicalText({ kind: 'entry', ...entry, hash: previous }));
  }
  const leaves = entries.map((entry) => leafHash(entryBytes(entry)));
  for (const size of SIGNED) {
    notes.push(
      await signCheckpoint(
        { node: NODE, size, root: rootOf(leaves, 0, size) },
        { signer: signerFromJwk(jwk), publicKey },
      ),
    );
  }
  lines.push(...notes.map((note) => canonicalText({ kind: 'checkpoint', note })));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const proofOf = async (seq: number): Promise<AuditProof> =>
  (await proveEntry(lines, keys, { node: NODE, seq }))._unsafeUnwrap();
const refused = (proof: AuditProof): string => checkProof(proof, keys)._unsafeUnwrapErr().kind;

describe('an entry', () => {
  test('every signed one is proved, alone, in the smallest tree that has it', async () => {
    for (let seq = 1; seq <= 36; seq += 1) {
      const proof = await proofOf(seq);
      expect(checkProof(proof, keys)._unsafeUnwrap()).toEqual({ kind: 'included', entry: entries[seq - 1] });
      expect(JSON.stringify(proof)).not.toContain(`"target":"${seq + 1}"`);
    }
    expect((await proveEntry(lines, keys, { node: NODE, seq: 37 }))._unsafeUnwrapErr()).toEqual({ kind: 'not-signed' });
    expect((await proveEntry(lines, keys, { node: NODE, seq: 38 }))._unsafeUnwrapErr()).toEqual({
      kind: 'no-such-entry',
    });
    expect((await proveEntry(lines, keys, { node: 'center-2', seq: 1 }))._unsafeUnwrapErr()).toEqual({
      kind: 'no-such-entry',
    });
  });

  test('a proof that was changed anywhere proves nothing', async () => {
    const proof = await proofOf(11);
    if (proof.kind !== 'audit-entry-included') throw new Error('another proof');
    const { entry, path } = proof;
    for (const changed of [
      { seq: 12 },
      { actor: 'center' },
      { result: 'undone' },
      { at: '2026-01-15T10:20:31Z' },
      { node: 'center-2' },
      { previous: BEFORE_THE_FIRST },
    ]) {
      expect(refused({ ...proof, entry: { ...entry, ...changed } })).toBe('not-proved');
    }
    for (const [index, hash] of path.entries()) {
      const other = path.with(index, `${hash.startsWith('0') ? '1' : '0'}${hash.slice(1)}`);
      expect(refused({ ...proof, path: other })).toBe('not-proved');
      expect(refused({ ...proof, path: path.toSpliced(index, 1) })).toBe('not-proved');
      expect(refused({ ...proof, path: path.toSpliced(index, 0, hash) })).toBe('not-proved');
    }
    expect(refused({ ...proof, note: notes[3] ?? '' })).toBe('not-proved');
    expect(refused({ ...proof, note: proof.note.replace('\n21\n', '\n22\n') })).toBe('note');
    const stranger = auditPublicKey(publicJwkOf(await generateSigningJwk()));
    expect(checkProof(proof, [stranger])._unsafeUnwrapErr()).toEqual({ kind: 'note', problem: 'unknown-key' });
  });

  test('an export that was tampered with gives no proof out', async () => {
    const tampered = lines.map((line) => line.replace('"target":"5"', '"target":"4"'));
    expect((await proveEntry(tampered, keys, { node: NODE, seq: 5 }))._unsafeUnwrapErr()).toEqual({
      kind: 'export-unsound',
    });
    expect((await proveEntry(lines.toSpliced(4, 1), keys, { node: NODE, seq: 6 }))._unsafeUnwrapErr()).toEqual({
      kind: 'export-unsound',
    });
  });
});

describe('a tree', () => {
  test('every checkpoint is proved to be the beginning of the newest', async () => {
    for (const [index, size] of SIGNED.entries()) {
      const proof = (await proveGrowth(lines, keys, notes[index] ?? ''))._unsafeUnwrap();
      expect(checkProof(proof, keys)._unsafeUnwrap()).toEqual({ kind: 'grown', node: NODE, from: size, to: 36 });
    }
  });

  test('a history written anew does not grow out of what was handed over', async () => {
    const [, , handed = ''] = notes;
    const others = entries.map((entry) => ({ ...entry, target: 'rewritten' }));
    const leaves = others.map((entry) => leafHash(entryBytes(entry)));
    const tree = { node: NODE, size: 36, root: rootOf(leaves, 0, 36) };
    const rewritten = await signCheckpoint(tree, { signer: signerFromJwk(jwk), publicKey });
    const proof = (await proveGrowth(lines, keys, handed))._unsafeUnwrap();
    if (proof.kind !== 'audit-tree-grown') throw new Error('another proof');
    expect(refused({ ...proof, second: rewritten })).toBe('not-proved');
    expect(refused({ ...proof, first: proof.second, second: proof.first })).toBe('not-earlier');
    for (const [index] of proof.path.entries()) {
      expect(refused({ ...proof, path: proof.path.toSpliced(index, 1) })).toBe('not-proved');
    }
  });
});

test('the command makes them from a file, and checks them without it', async () => {
  const place = (name: string): string => join(folder, name);
  await writeFile(place('export.ndjson'), `${lines.join('\n')}\n`);
  await writeFile(place('key.json'), JSON.stringify(publicJwkOf(jwk)));
  await writeFile(place('note'), notes[1] ?? '');
  const run = (...given: string[]) =>
    spawnSync(
      process.execPath,
      ['--no-warnings', join(import.meta.dirname, 'cli.ts'), ...given, '--key', place('key.json')],
      { encoding: 'utf8' },
    );
  const made = run('prove-entry', place('export.ndjson'), '--node', NODE, '--seq', '9');
  const grown = run('prove-growth', place('export.ndjson'), '--earlier', place('note'));
  expect([made.status, grown.status, made.stderr, grown.stderr]).toEqual([0, 0, '', '']);
  await writeFile(place('proof.json'), made.stdout);
  await writeFile(place('grown.json'), grown.stdout);
  await writeFile(place('forged.json'), made.stdout.replace('"target":"9"', '"target":"8"'));
  await rm(place('export.ndjson'));
  expect(run('check-proof', place('proof.json'))).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('"seq":9'),
  });
  expect(run('check-proof', place('grown.json'))).toMatchObject({
    status: 0,
    stdout: 'PROVED  center-1: 36 entries begin with the 8 of before\n',
  });
  expect(run('check-proof', place('forged.json'))).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('NOT PROVED'),
  });
  expect(run('check-proof', place('key.json'))).toMatchObject({ status: 1, stderr: 'this is no proof\n' });
  expect(run('check-proof', place('nothing.json')).status).toBe(66);
  expect(run('prove-entry', place('proof.json')).status).toBe(64);
}, 60_000);
