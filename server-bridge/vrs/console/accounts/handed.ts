import type * as v from 'valibot';
import type { NewAccountAnswerSchema } from '../../console-api/staff.ts';

/** What a person is handed, and what was said about it; shown once. */
export type Handed = { readonly text: string } & v.InferOutput<typeof NewAccountAnswerSchema>;
