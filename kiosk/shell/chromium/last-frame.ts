/**
 * The one snapshot the host holds for a page that connects again. It may show a person's data, so it is overwritten when the
 * next one comes and when the visit is over (invariant B).
 */
const PREFIX = Buffer.from('{"type":"snapshot","snapshot":');
const SUFFIX = Buffer.from('}');

export interface LastFrame {
  /** Keeps a copy; the caller's bytes stay the caller's. */
  keep(frame: Uint8Array): void;
  /** The message to send, in bytes of its own that the caller must overwrite; `null` when there is nothing to show. */
  message(): Buffer | null;
  wipe(): void;
}

export function lastFrame(): LastFrame {
  let kept: Buffer | null = null;
  function wipe(): void {
    kept?.fill(0);
    kept = null;
  }
  return {
    keep(frame) {
      wipe();
      // Not from Node's shared pool, where neighbours would keep old bytes alive.
      kept = Buffer.alloc(frame.length);
      kept.set(frame);
    },
    message() {
      if (kept === null) return null;
      const message = Buffer.alloc(PREFIX.length + kept.length + SUFFIX.length);
      message.set(PREFIX);
      message.set(kept, PREFIX.length);
      message.set(SUFFIX, PREFIX.length + kept.length);
      return message;
    },
    wipe,
  };
}
