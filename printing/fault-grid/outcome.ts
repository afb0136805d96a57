/**
 * What a fault at a printer came to, in the three words the visit knows (invariant E), and the truth lying in the tray. The
 * words may be less certain than the truth, never more: `confirmed` only over all sheets, `nothing` only over none.
 */
export type Outcome = 'confirmed' | 'ask-the-clerk' | 'nothing';

export type GridCell = {
  readonly printer: 'page' | 'receipt';
  readonly fault: string;
  readonly phase: string;
  /** Whether somebody sees to the fault while it is shown, or only after all was given up. */
  readonly mended: boolean;
  readonly outcome: Outcome;
  /** Sheets (or receipts) of this job in the tray once everything is mended and the printer stands still. */
  readonly came: number;
  readonly wanted: number;
  /** A job after it, as the next customer's: it must come out whole, and alone. */
  readonly next: 'printed' | 'not-printed';
};

/** Why a cell must not be; null for a cell that holds. */
export function broken({ outcome, came, wanted, next }: GridCell): string | null {
  if (came > wanted) return 'more came out than was asked for';
  if (outcome === 'confirmed' && came !== wanted) return 'confirmed, and something is missing';
  if (outcome === 'nothing' && came !== 0) return 'something came out that was said not to';
  return next === 'printed' ? null : 'the next job did not come out';
}
