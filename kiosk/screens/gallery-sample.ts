/** How the gallery's samples are written down, before the schema has looked at them. */
import type * as v from 'valibot';
import type { ScreenOptions, SnapshotSchema } from '../snapshot.ts';

export interface Sample {
  variant?: string;
  screen: v.InferInput<typeof SnapshotSchema>['screen'];
  back?: boolean;
  cancel?: boolean;
  /** The help lies over the screen. */
  help?: boolean;
  idleWarningSeconds?: number;
  /** Settings other than the usual ones. */
  options?: Partial<ScreenOptions>;
  /** The settings lie open over the screen; the page opens them by itself, on a touch. */
  optionsOpen?: boolean;
  /** What the machine says about itself lies open behind them. */
  aboutOpen?: boolean;
  /** The sign that tells which terminal this is. */
  identify?: string;
  /** Somebody has stopped the voice on this screen. */
  voiceStopped?: boolean;
}
