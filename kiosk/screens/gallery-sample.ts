/** How the gallery's samples are written down, before the schema has looked at them. */
import type * as v from 'valibot';
import type { SnapshotSchema } from '../snapshot.ts';

export interface Sample {
  variant?: string;
  screen: v.InferInput<typeof SnapshotSchema>['screen'];
  back?: boolean;
  cancel?: boolean;
  /** The help lies over the screen. */
  help?: boolean;
  idleWarningSeconds?: number;
}
