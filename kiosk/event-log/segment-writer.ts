/** The segments of a log as they are written: each line at a known place, on disk before anybody goes on. */
import { type LogDisk, syncFolder, writeWhole } from './log-disk.ts';
import { type Segment, segmentPath } from './segment-files.ts';

/** A line that waits to be written. `nextSeq`: the number a report has or would have at this place. */
export type PendingLine = { readonly bytes: Uint8Array; readonly entry: number; readonly nextSeq: number };

/** At most so much goes to disk in one write. */
const BATCH_BYTES = 65_536;

export class SegmentWriter {
  readonly #disk: LogDisk;
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #segments: Segment[];
  #fd: number | null = null;
  /** Beyond the known end something may lie: what a power cut or a full disk has left of a line. */
  #endUnclear: boolean;

  /** @param segments oldest first, `sizeBytes` up to the last whole line; `endUnclear`: the last file may be longer */
  constructor(o: { disk: LogDisk; directory: string; segmentBytes: number; segments: Segment[]; endUnclear: boolean }) {
    this.#disk = o.disk;
    this.#directory = o.directory;
    this.#segmentBytes = o.segmentBytes;
    this.#segments = o.segments;
    this.#endUnclear = o.endUnclear;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get totalBytes(): number {
    return this.#segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** Writes as many of these lines as go into one segment and one batch; returns how many. Throws when none is on disk. */
  append(lines: readonly PendingLine[]): number {
    const [first] = lines;
    if (first === undefined) return 0;
    let segment = this.#segments.at(-1);
    if (segment === undefined || segment.sizeBytes + first.bytes.length > this.#segmentBytes) {
      segment = this.#begin(first);
    }
    const batch: Uint8Array[] = [];
    let batchBytes = 0;
    for (const { bytes } of lines) {
      const endBytes = batchBytes + bytes.length;
      if (batch.length > 0 && (endBytes > BATCH_BYTES || segment.sizeBytes + endBytes > this.#segmentBytes)) break;
      batch.push(bytes);
      batchBytes = endBytes;
    }
    try {
      this.#fd ??= this.#disk.open(segment.path, 'r+');
      if (this.#endUnclear) this.#disk.truncate(this.#fd, segment.sizeBytes);
      this.#endUnclear = true;
      writeWhole(this.#disk, this.#fd, Buffer.concat(batch), segment.sizeBytes);
      this.#disk.sync(this.#fd);
    } catch (cause) {
      // After a failed fsync the kernel may forget what it could not write: the file is opened anew and the line written anew.
      this.close();
      throw cause;
    }
    this.#endUnclear = false;
    segment.sizeBytes += batchBytes;
    return batch.length;
  }

  /** Unlinks the oldest segment, never the one being written. Throws where it cannot. */
  dropOldest(): void {
    const [oldest] = this.#segments;
    if (oldest === undefined || this.#segments.length === 1) return;
    try {
      this.#disk.unlink(oldest.path);
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
    }
    this.#segments.shift();
  }

  close(): void {
    const fd = this.#fd;
    this.#fd = null;
    if (fd === null) return;
    try {
      this.#disk.close(fd);
    } catch {
      // Every line was synced by itself; closing adds nothing to that.
    }
  }

  /** A new file of this name holds nothing anybody knows of: an earlier attempt that did not come to its end. */
  #begin({ entry, nextSeq }: PendingLine): Segment {
    this.#cutEnd();
    this.close();
    const path = segmentPath(this.#directory, entry, nextSeq);
    const fd = this.#disk.open(path, 'w+');
    try {
      syncFolder(this.#disk, this.#directory);
    } catch (cause) {
      this.#disk.close(fd);
      throw cause;
    }
    this.#fd = fd;
    const segment: Segment = { path, firstEntry: entry, firstSeq: nextSeq, sizeBytes: 0 };
    this.#segments.push(segment);
    return segment;
  }

  /** Nothing torn stays behind in a segment that is no longer the last. */
  #cutEnd(): void {
    const last = this.#segments.at(-1);
    if (!this.#endUnclear || last === undefined) return;
    this.#fd ??= this.#disk.open(last.path, 'r+');
    this.#disk.truncate(this.#fd, last.sizeBytes);
    this.#disk.sync(this.#fd);
    this.#endUnclear = false;
  }
}
