import type * as v from 'valibot';
import type { AlarmRowSchema } from '../../console-api/alarms.ts';

export type AlarmRow = v.InferOutput<typeof AlarmRowSchema>;
