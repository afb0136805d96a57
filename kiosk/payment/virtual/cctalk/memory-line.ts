import type { ByteLine } from '../../cctalk/byte-line.ts';
import type { CcTalkPeer } from './cctalk-peer.ts';

export interface MemoryLine extends ByteLine {
  /** The host dies: nothing it says is heard any more, and nothing reaches it. */
  die(): void;
}

/** A wire without a serial device, for what must be tried a thousand times. `beforeWrite` may end the host's life. */
export function memoryLine(
  peer: CcTalkPeer,
  beforeWrite: (line: MemoryLine, bytes: Uint8Array) => void = () => {},
): MemoryLine {
  const listeners = new Set<(chunk: Uint8Array) => void>();
  let alive = true;
  const line: MemoryLine = {
    get isOpen() {
      return alive;
    },
    write(bytes) {
      beforeWrite(line, bytes);
      if (alive) setImmediate(() => peer.receive(bytes));
    },
    onBytes(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    onClose: () => () => {},
    die() {
      alive = false;
      listeners.clear();
    },
    close: () => Promise.resolve(line.die()),
  };
  peer.connect((bytes) => {
    if (alive) for (const listener of [...listeners]) listener(bytes);
  });
  return line;
}
