import type { FeeCollector } from '../fee-collector.ts';

/** A fee collector under test, and the hands at it. One rig is one device for the whole of a test. */
export interface FeeCollectorRig {
  readonly name: string;
  /** A card pays the sum due and nothing else; coins can be too many or too few. */
  readonly exactOnly: boolean;
  /** A new host on the same device and the same disk; waits until it is ready. */
  open(): Promise<FeeCollector>;
  /** Money is waited for. */
  waiting(): boolean;
  /** Puts in one coin, or presents a card. */
  pay(yen: number): void;
  cutLine(): Promise<void>;
  mendLine(): Promise<void>;
  /** What the device itself has counted: taken from residents, and paid out to them in whatever way. */
  takenYen(): number;
  returnedYen(): number;
  stop(): Promise<void>;
}
