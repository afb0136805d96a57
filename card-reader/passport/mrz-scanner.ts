import type { Result } from 'neverthrow';
import type { Mrz, MrzError } from './mrz.ts';

/** What can go wrong with a scan. An unreadable zone is asked for again; nobody ever types one (K3). */
export type ScannerError =
  | { kind: 'no-scanner' }
  | { kind: 'timed-out' }
  | { kind: 'aborted' }
  | { kind: 'unreadable'; cause: MrzError };

/** A device that reads the machine-readable zone off the passport's data page. */
export interface MrzScanner {
  /** Waits until a page is laid on, at most `timeoutMs`, and reads its zone. One scan at a time. */
  scan(options: { signal: AbortSignal; timeoutMs: number }): Promise<Result<Mrz, ScannerError>>;
}
