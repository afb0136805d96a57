/** What a terminal would obey after a change, beside what it obeys now. */
import { err, ok, type Result } from 'neverthrow';
import { canonicalText } from '../../sealing/index.ts';
import * as store from '../store/index.ts';
import { compose, overridesFor } from './compose.ts';
import type { DirectiveContent } from './directive-content.ts';
import type { DirectiveKeeper } from './directive-keeper.ts';
import type { DirectiveState } from './directive-state.ts';
import { applyChange } from './take-effect.ts';

export type Preview = {
  readonly content: DirectiveContent;
  /** Members that would differ from now. */
  readonly changed: readonly string[];
  /** Why the change cannot be, or is over, in one word. */
  readonly fault: string | null;
};

/** @param changeId null: what it obeys now */
export async function previewFor(
  parts: { readonly database: store.CenterDatabase; readonly keeper: DirectiveKeeper },
  terminalId: string,
  changeId: number | null,
): Promise<Result<Preview, { readonly kind: 'no-change' }>> {
  const { database, keeper } = parts;
  const state = await keeper.newest();
  const place = await store.placeOf(database, terminalId);
  const contentOf = (of: DirectiveState) => compose(of, overridesFor(of, terminalId, place));
  const content = contentOf(state);
  if (changeId === null) return ok({ content, changed: [], fault: keeper.version() === null ? 'no-directive' : null });
  const change = await store.findChange(database, changeId);
  if (change === null) return err({ kind: 'no-change' });
  if (change.state !== 'draft' && change.state !== 'approved') {
    return ok({ content, changed: [], fault: change.fault ?? change.state });
  }
  const applied = applyChange(state, change);
  if (applied.isErr()) return ok({ content, changed: [], fault: applied.error.kind });
  const next = contentOf(applied.value);
  return ok({ content: next, changed: changedMembers(content, next), fault: null });
}

function changedMembers(before: DirectiveContent, after: DirectiveContent): readonly string[] {
  const [left, right] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((name) => canonicalText([left.get(name) ?? null]) !== canonicalText([right.get(name) ?? null]))
    .toSorted();
}
