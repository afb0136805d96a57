/** What a patch of one scope makes of the directive's state, and why it may not. Pure. */
import { createHash } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { canonicalText } from '../../sealing/index.ts';
import type { Scope } from '../console-api/places.ts';
import type { ChangeFault } from './change-faults.ts';
import {
  type ChangePatch,
  type DirectiveContent,
  DirectiveContentSchema,
  DirectivePatchSchema,
  namesEachOnce,
} from './directive-content.ts';
import { type DirectiveState, type Override, orderOverrides, scopeKey, stateTexts } from './directive-state.ts';

export type PatchError = { readonly kind: ChangeFault };
type Members = Readonly<Record<string, unknown>>;

/** What a terminal takes as one message, before base64url; less than `DirectiveEnvelopeSchema` so that signature and header fit. */
const DIRECTIVE_LIMIT_BYTES = 2_990_000;
/** The key set of VRS at its longest, times, names. */
const BESIDE_CONTENT_BYTES = 70_000;
const OVERRIDES_LIMIT = 2_000;
const OVERRIDES_LIMIT_BYTES = 4_000_000;

/** Members laid over others; `null` takes one away. */
function merge(below: Members, patch: Members): Members {
  const merged = new Map(Object.entries(below));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else if (value !== undefined) merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

export const termsFit = ({ terms }: Pick<DirectiveContent, 'terms'>): boolean =>
  createHash('sha256').update(terms.text.ja, 'utf8').digest('hex') === terms.digest;

/** Whoever edits the list sees suspended municipalities as stopped; sent back as it was seen, an entry changes nothing. */
function asBeforeSuspension(state: DirectiveState, patch: Members): Members {
  const listed = v.safeParse(DirectiveContentSchema.entries.municipalities, patch['municipalities']);
  if (!listed.success || state.suspensions.length === 0) return patch;
  const shown = new Map(state.suspensions.map(({ code, reason }) => [code, canonicalText(reason)]));
  const before = new Map(state.content.municipalities.map((municipality) => [municipality.code, municipality]));
  const municipalities = listed.output.map(({ reason, ...municipality }) => {
    const known = before.get(municipality.code);
    const asShown =
      !municipality.takingPart && reason !== undefined && shown.get(municipality.code) === canonicalText(reason);
    if (!asShown || known === undefined) return reason === undefined ? municipality : { ...municipality, reason };
    const { takingPart } = known;
    return { ...municipality, takingPart, ...(known.reason === undefined ? {} : { reason: known.reason }) };
  });
  return { ...patch, municipalities };
}

const bytesOf = (value: unknown): number => (value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value)));

/** Whether every composition fits: each member is taken at its longest, whoever would get it. */
export function fits(state: DirectiveState): boolean {
  const { overrides } = state;
  if (overrides.length > OVERRIDES_LIMIT || Buffer.byteLength(stateTexts(state).overrides) > OVERRIDES_LIMIT_BYTES) {
    return false;
  }
  const longest = new Map<string, number>();
  for (const members of [state.content, ...overrides.map(({ patch }) => patch)]) {
    for (const [name, value] of Object.entries(members)) {
      longest.set(name, Math.max(longest.get(name) ?? 0, name.length + 4 + bytesOf(value)));
    }
  }
  const content = [...longest.values()].reduce((sum, bytes) => sum + bytes, 0);
  return content + bytesOf(state.suspensions) + BESIDE_CONTENT_BYTES <= DIRECTIVE_LIMIT_BYTES;
}

/** Lays a patch over the members of its own scope. Suspensions change only by `resumeMunicipalities`. */
export function applyPatch(
  state: DirectiveState,
  scope: Scope,
  { resumeMunicipalities = [], ...patch }: ChangePatch,
): Result<DirectiveState, PatchError> {
  if (scope.kind !== 'all' && (resumeMunicipalities.length > 0 || 'terminals' in patch)) {
    return err({ kind: 'for-all-only' });
  }
  const resumed = new Set(resumeMunicipalities);
  const suspensions = state.suspensions.filter(({ code }) => !resumed.has(code));
  if (state.suspensions.length - suspensions.length !== resumed.size) return err({ kind: 'not-suspended' });
  const meant = asBeforeSuspension(state, patch);
  if (!namesEachOnce(patch.municipalities ?? [])) return err({ kind: 'invalid-directive' });
  const laid = scope.kind === 'all' ? overContent(state.content, meant) : overScope(state.overrides, scope, meant);
  if (laid.isErr()) return err(laid.error);
  const next = { ...state, suspensions, ...laid.value };
  return fits(next) ? ok(next) : err({ kind: 'too-large' });
}

function overContent(below: DirectiveContent, patch: Members): Result<{ content: DirectiveContent }, PatchError> {
  const content = v.safeParse(DirectiveContentSchema, merge(below, patch));
  if (!content.success) return err({ kind: 'invalid-directive' });
  return termsFit(content.output) ? ok({ content: content.output }) : err({ kind: 'terms-digest' });
}

function overScope(
  overrides: readonly Override[],
  scope: Scope,
  patch: Members,
): Result<{ overrides: readonly Override[] }, PatchError> {
  const key = scopeKey(scope);
  const others = overrides.filter((override) => scopeKey(override.scope) !== key);
  const members = merge(overrides.find((override) => scopeKey(override.scope) === key)?.patch ?? {}, patch);
  if (Object.keys(members).length === 0) return ok({ overrides: others });
  const own = v.safeParse(DirectivePatchSchema, members);
  if (!own.success) return err({ kind: 'invalid-directive' });
  const { terms } = own.output;
  if (terms !== undefined && !termsFit({ terms })) return err({ kind: 'terms-digest' });
  return ok({ overrides: orderOverrides([...others, { scope, patch: own.output }]) });
}

/** SHA-256, lower-case hex, over what a patch would replace: tells a change that the ground has moved under it. */
export function baseDigest(state: DirectiveState, scope: Scope, patch: ChangePatch): string {
  const key = scopeKey(scope);
  const own: Members =
    scope.kind === 'all'
      ? state.content
      : (state.overrides.find((override) => scopeKey(override.scope) === key)?.patch ?? {});
  const members = Object.keys(patch)
    .filter((name) => name !== 'resumeMunicipalities')
    .map((name) => [name, own[name] ?? null]);
  const resumed = new Set(patch.resumeMunicipalities ?? []);
  const suspended = state.suspensions.filter(({ code }) => resumed.has(code));
  return createHash('sha256')
    .update(canonicalText({ members: Object.fromEntries(members), suspended }), 'utf8')
    .digest('hex');
}
