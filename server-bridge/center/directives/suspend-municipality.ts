/** A municipality's own taking part: stopped at once for all terminals, whatever lists they have (C1, K8). Pure. */

import type { LocalizedText, MunicipalityCode } from '../../protocol/index.ts';
import { canonicalText } from '../../sealing/index.ts';
import type { DirectiveState } from './directive-state.ts';

/** Whether any terminal is told of this municipality. */
export const isListed = ({ content, overrides }: DirectiveState, code: MunicipalityCode): boolean =>
  [content, ...overrides.map(({ patch }) => patch)].some((members) =>
    members.municipalities?.some((municipality) => municipality.code === code),
  );

export const isSuspendedFor = (state: DirectiveState, code: MunicipalityCode, reason: LocalizedText): boolean =>
  state.suspensions.some((kept) => kept.code === code && canonicalText(kept.reason) === canonicalText(reason));

/** Suspends it, or replaces the reason for which it is. */
export function suspend(state: DirectiveState, code: MunicipalityCode, reason: LocalizedText): DirectiveState {
  const others = state.suspensions.filter((kept) => kept.code !== code);
  const suspensions = [...others, { code, reason }].toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return { ...state, suspensions };
}
