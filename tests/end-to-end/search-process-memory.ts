/**
 * Looks for bytes in everything a running process can write to: its writable mappings, read by ranges through `/proc/PID/mem`.
 * One pass whatever the number of needles. Needs what a debugger needs: the same user or root, and no rule against it.
 */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { formsOf, type Traces } from './search-for-person.ts';

export type MemoryFinding = { readonly what: string; readonly form: number; readonly count: number };
export type MemorySearch = { readonly findings: readonly MemoryFinding[]; readonly bytes: number };

type Needle = { readonly what: string; readonly form: number; readonly bytes: Buffer };

const CHUNK_BYTES = 4 * 1_024 * 1_024;
const PAGE_BYTES = 4_096;
const HEAD_BYTES = 4;
const TABLE_BITS = 16;
/** 2³² divided by the golden ratio (Knuth's multiplicative hash). */
const SPREAD = 0x9e3779b1;
const PRESENT_OR_SWAPPED = 0xc0;

const hashOf = (head: number): number => Math.imul(head, SPREAD) >>> (32 - TABLE_BITS);

function needlesOf(traces: Traces): Needle[] {
  return Object.entries(traces).flatMap(([what, trace]) =>
    (typeof trace === 'string' ? formsOf(trace) : [Buffer.from(trace)]).map((bytes, form) => ({ what, form, bytes })),
  );
}

/** @returns where each needle begins in a chunk, by the first four bytes of each place */
function createMatcher(needles: readonly Needle[]) {
  const buckets: Needle[][] = Array.from({ length: 1 << TABLE_BITS }, () => []);
  const taken = new Uint8Array(1 << TABLE_BITS);
  for (const needle of needles) {
    if (needle.bytes.length <= HEAD_BYTES) throw new Error(`too short to be looked for: ${needle.what}`);
    const hash = hashOf(needle.bytes.readInt32LE(0));
    taken[hash] = 1;
    buckets[hash]?.push(needle);
  }
  /** Matches that begin before `end`. */
  return (chunk: Uint8Array, end: number, found: (needle: Needle) => void): void => {
    let head = 0;
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let index = 0; index < chunk.length; index += 1) {
      head = (head >>> 8) | ((chunk[index] ?? 0) << 24);
      const hash = Math.imul(head, SPREAD) >>> (32 - TABLE_BITS);
      if (taken[hash] !== 1) continue;
      const start = index - HEAD_BYTES + 1;
      if (start < 0 || start >= end) continue;
      for (const needle of buckets[hash] ?? []) {
        if (
          view.compare(
            needle.bytes,
            0,
            needle.bytes.length,
            start,
            Math.min(start + needle.bytes.length, view.length),
          ) === 0
        )
          found(needle);
      }
    }
  };
}

type Range = { readonly start: number; readonly end: number };

async function writableRanges(pid: number): Promise<Range[]> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  return maps.split('\n').flatMap((line) => {
    const match = /^([0-9a-f]+)-([0-9a-f]+) .w.. /.exec(line);
    if (match === null || /\[v(var|syscall|var_vclock)\]/.test(line)) return [];
    return [{ start: Number.parseInt(match[1] ?? '', 16), end: Number.parseInt(match[2] ?? '', 16) }];
  });
}

/** The runs of pages that hold something: a process reserves far more than it uses, and asking for a page would make it. */
async function usedRuns(pages: FileHandle, { start, end }: Range): Promise<Range[]> {
  const runs: Range[] = [];
  const entries = Buffer.alloc(512 * 1_024);
  let from: number | null = null;
  const pagesPerRead = entries.length / 8;
  for (let page = start / PAGE_BYTES; page < end / PAGE_BYTES; page += pagesPerRead) {
    const wanted = Math.min(pagesPerRead, end / PAGE_BYTES - page);
    const { bytesRead } = await pages.read(entries, 0, wanted * 8, page * 8);
    for (let index = 0; index < bytesRead / 8; index += 1) {
      const used = ((entries[index * 8 + 7] ?? 0) & PRESENT_OR_SWAPPED) !== 0;
      const address = (page + index) * PAGE_BYTES;
      if (used && from === null) from = address;
      if (!used && from !== null) {
        runs.push({ start: from, end: address });
        from = null;
      }
    }
  }
  if (from !== null) runs.push({ start: from, end });
  return runs;
}

/**
 * Searches the memory of a process that goes on running.
 * @throws where its memory may not be read: a search that did not happen must not pass for a clean one
 */
export async function searchProcessMemory(pid: number, traces: Traces): Promise<MemorySearch> {
  const needles = needlesOf(traces);
  const match = createMatcher(needles);
  const overlap = Math.max(...needles.map(({ bytes }) => bytes.length)) - 1;
  const counts = new Map<Needle, number>();
  const found = (needle: Needle): void => void counts.set(needle, (counts.get(needle) ?? 0) + 1);
  let memory: FileHandle | null = null;
  let pages: FileHandle | null = null;
  let bytes = 0;
  try {
    memory = await open(`/proc/${pid}/mem`, 'r');
    pages = await open(`/proc/${pid}/pagemap`, 'r');
    const chunk = Buffer.alloc(CHUNK_BYTES + overlap);
    for (const range of await writableRanges(pid)) {
      for (const run of await usedRuns(pages, range)) {
        for (let at = run.start; at < run.end; at += CHUNK_BYTES) {
          const wanted = Math.min(chunk.length, run.end - at);
          // A range that is given back while we look holds nothing any more.
          const read = await memory.read(chunk, 0, wanted, at).catch((cause: NodeJS.ErrnoException) => {
            if (cause.code === 'EIO' || cause.code === 'EFAULT') return { bytesRead: 0 };
            throw cause;
          });
          bytes += Math.min(read.bytesRead, CHUNK_BYTES);
          match(chunk.subarray(0, read.bytesRead), CHUNK_BYTES, found);
        }
      }
    }
  } catch (cause) {
    throw new Error(`The memory of process ${pid} cannot be read: run as its user or as root, with ptrace permitted.`, {
      cause,
    });
  } finally {
    await memory?.close();
    await pages?.close();
  }
  if (bytes === 0) throw new Error(`Nothing of the memory of process ${pid} could be read.`);
  return { findings: [...counts].map(([{ what, form }, count]) => ({ what, form, count })), bytes };
}
