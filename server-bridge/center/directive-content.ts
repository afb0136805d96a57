/** The part of a directive that people at the center answer for; version, times and key set are added when it is issued. */
import * as v from 'valibot';
import { DirectiveSchema } from '../protocol/index.ts';

export const DirectiveContentSchema = v.omit(DirectiveSchema, ['version', 'issuedAt', 'expiresAt', 'vrsKeySet']);
export type DirectiveContent = v.InferOutput<typeof DirectiveContentSchema>;

/** Whole members to be replaced; at least one. */
export const DirectivePatchSchema = v.pipe(
  v.partial(v.omit(DirectiveSchema, ['v', 'version', 'issuedAt', 'expiresAt', 'vrsKeySet'])),
  v.check((patch) => Object.keys(patch).length > 0),
);
export type DirectivePatch = v.InferOutput<typeof DirectivePatchSchema>;
