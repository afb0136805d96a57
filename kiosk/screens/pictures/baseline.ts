/// <reference types="node" />
/**
 * The committed fingerprints: one text file for each screen, one line for each picture. A line is packed with the help of the lines
 * above it that show the same sample in the same size.
 */
import { Buffer } from 'node:buffer';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from 'neverthrow';
import type { Picture } from './picture.ts';
import { bytesOf, pack, type StoredFingerprint, unpack } from './stored-fingerprint.ts';

/** By the name of the picture. */
export type Baseline = ReadonlyMap<string, StoredFingerprint>;

export type BaselineFailure =
  | { kind: 'unreadable-baseline'; cause: unknown }
  | { kind: 'damaged-baseline'; file: string; line: number };

/** Where the accepted fingerprints lie. */
export const BASELINE_FOLDER: string = fileURLToPath(new URL('../../../docs/pictures-of-screens/', import.meta.url));

const ENDING = '.txt';
const LINE = /^(?<name>[a-z0-9-]+(?:\.[a-z-]+){3}) (?<packed>[A-Za-z0-9+/]+)$/;

/** @param folder holds the files; one that is not there holds no fingerprint. */
export async function readBaseline(folder: string): Promise<Result<Baseline, BaselineFailure>> {
  const baseline = new Map<string, StoredFingerprint>();
  try {
    await mkdir(folder, { recursive: true });
    for (const file of (await readdir(folder)).filter((name) => name.endsWith(ENDING))) {
      const damaged = readLines((await readFile(join(folder, file), 'utf8')).trimEnd().split('\n'), baseline);
      if (damaged !== null) return err({ kind: 'damaged-baseline', file, line: damaged });
    }
  } catch (cause) {
    return err({ kind: 'unreadable-baseline', cause });
  }
  return ok(baseline);
}

/** The number of the first line that is none of ours; null where there is no such line. */
function readLines(lines: readonly string[], baseline: Map<string, StoredFingerprint>): number | null {
  const above = new Above();
  for (const [index, line] of lines.entries()) {
    const { name, packed } = LINE.exec(line)?.groups ?? {};
    if (name === undefined || packed === undefined) return index + 1;
    const fingerprint = unpack(packed, above.like(name));
    if (fingerprint.isErr() || baseline.has(name)) return index + 1;
    above.add(name, fingerprint.value);
    baseline.set(name, fingerprint.value);
  }
  return null;
}

/** Writes the fingerprints of those pictures that have one, and removes all others. */
export async function writeBaseline(folder: string, pictures: readonly Picture[], baseline: Baseline): Promise<void> {
  const files = new Map<string, string[]>();
  const above = new Above();
  for (const { name, entry } of pictures) {
    const fingerprint = baseline.get(name);
    if (fingerprint === undefined) continue;
    const file = `${entry.snapshot.screen.name}${ENDING}`;
    const lines = files.get(file) ?? [];
    lines.push(`${name} ${pack(fingerprint, above.like(name))}\n`);
    files.set(file, lines);
    above.add(name, fingerprint);
  }
  await mkdir(folder, { recursive: true });
  const before = (await readdir(folder)).filter((name) => name.endsWith(ENDING));
  for (const file of before) if (!files.has(file)) await rm(join(folder, file));
  for (const [file, lines] of files) await writeFile(join(folder, file), lines.join(''));
}

/** What stands above a line, for packing it. */
class Above {
  private readonly bytes = new Map<string, Uint8Array>();

  like(name: string): Uint8Array {
    return this.bytes.get(kindOf(name)) ?? new Uint8Array();
  }

  add(name: string, fingerprint: StoredFingerprint): void {
    this.bytes.set(kindOf(name), Buffer.concat([this.like(name), bytesOf(fingerprint)]));
  }
}

function kindOf(name: string): string {
  const [entry, , size] = name.split('.');
  return `${entry}.${size}`;
}
