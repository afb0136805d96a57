/** Names of accounts. Apart from everything else, so that pages can have it. */
import * as v from 'valibot';

/** A person's account name: what stands in every trail. Fewer than ten digits, so that no individual number fits. */
export const StaffIdSchema = v.pipe(
  v.string(),
  v.regex(/^(?!(?:[^0-9]*[0-9]){10})[a-z][a-z0-9.-]{1,39}$/),
  v.brand('StaffId'),
);
export type StaffId = v.InferOutput<typeof StaffIdSchema>;
