/**
 * Cuts a stream of bytes into lines. Bytes that have been cut are overwritten: a line may show a person's data (invariant B).
 */
const LINE_FEED = 0x0a;

export interface LineSplitter {
  /** Takes the next bytes of the stream, which are the splitter's from now on. */
  push(chunk: Buffer): void;
  /** Overwrites what has come of a line that never ended. */
  wipe(): void;
}

export interface LineListener {
  /** One line without its end; the bytes are overwritten when this returns. */
  onLine(line: Buffer): void;
  /** A line grew beyond the limit; it is skipped to its end. */
  onOversized(): void;
}

/** @param limitBytes longest line, without its end. */
export function lineSplitter(limitBytes: number, { onLine, onOversized }: LineListener): LineSplitter {
  let parts: Buffer[] = [];
  let heldBytes = 0;
  let skipping = false;

  function wipe(): void {
    for (const part of parts) part.fill(0);
    parts = [];
    heldBytes = 0;
  }
  function hold(part: Buffer): void {
    if (skipping) {
      part.fill(0);
      return;
    }
    parts.push(part);
    heldBytes += part.length;
    if (heldBytes <= limitBytes) return;
    skipping = true;
    wipe();
    onOversized();
  }
  function endLine(): void {
    if (skipping) {
      skipping = false;
      return;
    }
    const line = parts.length === 1 ? parts[0] : joined(parts, heldBytes);
    try {
      if (line !== undefined) onLine(line);
    } finally {
      line?.fill(0);
      wipe();
    }
  }

  return {
    push(chunk) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
        hold(chunk.subarray(from, end));
        endLine();
        from = end + 1;
      }
      if (from < chunk.length) hold(chunk.subarray(from));
    },
    wipe,
  };
}

/** Not from Node's shared pool, where neighbours would keep old bytes alive. */
function joined(parts: readonly Buffer[], length: number): Buffer {
  const whole = Buffer.alloc(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
