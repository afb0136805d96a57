/** The message a draft becomes. */

import * as v from 'valibot';
import { instantOfForm } from '../../../console-kit/index.ts';
import type { Directive } from '../../../protocol/index.ts';
import { NewChangeSchema } from '../../console-api/changes.ts';
import { type Draft, isForAllOnly } from './draft.ts';
import { memberValue } from './member-value.ts';
import { scopeOf } from './scope-choice.tsx';

/**
 * What the form says, as the patch of a change.
 * @param termsDigest SHA-256 of the Japanese terms as they are drafted, in hex (`digestOfText`)
 * @returns null where something is not filled in as it must be
 */
export function patchOf(
  draft: Draft,
  directive: Directive,
  termsDigest: string,
): v.InferOutput<typeof NewChangeSchema>['patch'] | null {
  const patch = Object.fromEntries(
    draft.members.map((member) => [
      member,
      draft.scope.kind !== 'all' && draft.cleared.includes(member)
        ? null
        : memberValue(member, draft, directive, termsDigest),
    ]),
  );
  if (Object.values(patch).includes(undefined)) return null;
  const read = v.safeParse(NewChangeSchema.entries.patch, patch);
  return read.success ? read.output : null;
}

/** @returns null where something is not filled in as it must be */
export function messageOf(
  draft: Draft,
  directive: Directive,
  termsDigest = '',
): v.InferOutput<typeof NewChangeSchema> | null {
  const scope = scopeOf(draft.scope);
  const effectiveAt = draft.effectiveAt === '' ? null : instantOfForm(draft.effectiveAt);
  if (scope === null || (draft.effectiveAt !== '' && effectiveAt === null)) return null;
  if (scope.kind !== 'all' && draft.members.some(isForAllOnly)) return null;
  const patch = patchOf(draft, directive, termsDigest);
  if (patch === null) return null;
  const read = v.safeParse(NewChangeSchema, { scope, patch, effectiveAt, note: draft.note });
  return read.success ? read.output : null;
}
