/** Every wait of the operator's machine, in milliseconds. */
import type { OperatorTask } from '../words.ts';

export const OPERATOR_DELAYS = {
  /** Somebody who opens the code screen and types nothing: until the warning. */
  codeQuietMs: 30_000,
  /** No touch while signed in, until the warning. */
  quietMs: 75_000,
  /** The same in a guided recovery: a toner cartridge is fetched and unpacked first. */
  stepQuietMs: 165_000,
  /** The warning lasts so many of these, then the desk locks. */
  oneSecondMs: 1_000,
  /** All hashes of a directive, one after another, on a slow machine. */
  checkCodeMs: 30_000,
  checkDeviceMs: 30_000,
  /** A device that was switched off and on is looked at again after this. */
  lookAgainMs: 5_000,
  /** Nobody stays signed in for longer. */
  sessionMs: 30 * 60_000,
  /** From the order to the host until its outcome. */
  workingMs: {
    // Ends a process, and waits for the coin box to pay back.
    'reset-visit': 120_000,
    // Longer than the host waits for the sheet.
    'test-print': 120_000,
    readiness: 30_000,
    'left-card': 30_000,
    'left-paper': 30_000,
    'settle-money': 30_000,
    'maintenance-on': 30_000,
    'maintenance-off': 30_000,
    restart: 60_000,
    'export-log': 120_000,
  } satisfies Record<OperatorTask, number>,
} as const;

/** How many seconds the warning counts down before the desk locks by itself. */
export const WARNING_SECONDS = 15;
