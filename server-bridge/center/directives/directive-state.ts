/** What the center wants of its terminals at one version: the content for all, what is laid over it, and what has stopped. */
import * as v from 'valibot';
import { LocalizedTextSchema, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { type Scope, ScopeSchema } from '../console-api/places.ts';
import { SCOPE_ORDER } from '../store/registry.ts';
import { type DirectiveContent, DirectiveContentSchema, DirectivePatchSchema } from './directive-content.ts';

/** Whole members for the terminals of one scope narrower than `all`. There is at most one for each scope. */
export const OverrideSchema = v.strictObject({ scope: ScopeSchema, patch: DirectivePatchSchema });
export type Override = v.InferOutput<typeof OverrideSchema>;

/** A municipality that has stopped, whatever municipality lists say (K8). */
export const SuspensionSchema = v.strictObject({ code: MunicipalityCodeSchema, reason: LocalizedTextSchema });
export type Suspension = v.InferOutput<typeof SuspensionSchema>;

export type DirectiveState = {
  readonly content: DirectiveContent;
  /** In the order of `orderOverrides`. */
  readonly overrides: readonly Override[];
  /** By code. */
  readonly suspensions: readonly Suspension[];
};

/** A scope in one text; two scopes are the same when their texts are. */
export function scopeKey(scope: Scope): string {
  switch (scope.kind) {
    case 'all':
      return 'all';
    case 'chain':
      return `chain:${scope.chain}`;
    case 'prefecture':
      return `prefecture:${scope.prefecture}`;
    case 'store':
      return `store:${scope.storeId}`;
    case 'terminal':
      return `terminal:${scope.terminalId}`;
    default: {
      const never: never = scope;
      throw new Error(`unknown scope ${String(never)}`);
    }
  }
}

/** From the widest scope to the narrowest, so that the last one that speaks counts; among equals by name, on every node alike. */
export function orderOverrides(overrides: readonly Override[]): readonly Override[] {
  const rank = ({ scope }: Override): number => SCOPE_ORDER.indexOf(scope.kind);
  return overrides.toSorted((a, b) => rank(a) - rank(b) || (scopeKey(a.scope) < scopeKey(b.scope) ? -1 : 1));
}

/** Whether what a terminal obeys depends on where it stands. */
export const dependsOnPlaces = ({ overrides }: DirectiveState): boolean =>
  overrides.some(({ scope }) => scope.kind !== 'terminal' && scope.kind !== 'all');

export type StateTexts = { readonly content: string; readonly overrides: string; readonly suspensions: string };

export const stateTexts = ({ content, overrides, suspensions }: DirectiveState): StateTexts => ({
  content: JSON.stringify(content),
  overrides: JSON.stringify(overrides),
  suspensions: JSON.stringify(suspensions),
});

/** @throws when the store holds what no node of this system writes */
export function readState(texts: StateTexts): DirectiveState {
  return {
    content: v.parse(DirectiveContentSchema, JSON.parse(texts.content)),
    overrides: orderOverrides(v.parse(v.array(OverrideSchema), JSON.parse(texts.overrides))),
    suspensions: v.parse(v.array(SuspensionSchema), JSON.parse(texts.suspensions)),
  };
}
