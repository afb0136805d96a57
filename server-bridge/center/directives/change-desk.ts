/**
 * Changes of the directive by people: drafted by one, approved by another, in force at their instant; and what must not wait for a
 * second person. Every act is written down for the audit trail in its own transaction.
 */
import type { Kysely } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import type { LocalizedText, MunicipalityCode } from '../../protocol/index.ts';
import { type AuditAction, intendAudit } from '../audit/index.ts';
import type { Scope } from '../console-api/places.ts';
import { type Actor, actorName } from '../staff/rights.ts';
import * as store from '../store/index.ts';
import type { CenterTables } from '../store/tables.ts';
import { applyPatch, baseDigest, fits } from './apply-patch.ts';
import type { ChangeFault } from './change-faults.ts';
import type { ChangePatch, DirectChange } from './directive-content.ts';
import type { DirectiveChangeError, DirectiveInForce } from './directive-keeper.ts';
import { scopeKey } from './directive-state.ts';
import { isListed, isSuspendedFor, suspend } from './suspend-municipality.ts';
import { applyChange, resumed, type TakeEffectParts, takeEffect } from './take-effect.ts';

export type NewChange = {
  readonly scope: Scope;
  readonly patch: ChangePatch;
  /** Null: as soon as it is approved. */
  readonly effectiveAt: Date | null;
  readonly note: string;
};

export type DraftError =
  | { readonly kind: ChangeFault }
  | { readonly kind: 'in-past' }
  /** So many wait for a second person already. */
  | { readonly kind: 'too-many-drafts' };

export type DecisionError =
  | { readonly kind: 'no-change' }
  /** Somebody, or the center, has decided it. */
  | { readonly kind: 'decided' }
  /** Nobody approves or rejects the own draft, and no tool any. */
  | { readonly kind: 'own-draft' }
  | { readonly kind: 'not-a-person' }
  /** It has become impossible; it failed with this. */
  | { readonly kind: 'failed'; readonly fault: ChangeFault };

export type SuspendError = DirectiveChangeError | { readonly kind: 'unknown-municipality' };

export type ChangeDesk = {
  draft(actor: Actor, change: NewChange): Promise<Result<store.KeptChange, DraftError>>;
  approve(actor: Actor, changeId: number): Promise<Result<void, DecisionError>>;
  reject(actor: Actor, changeId: number): Promise<Result<void, DecisionError>>;
  /** A draft, or an approved change whose instant has not come; by anyone who may draft. */
  withdraw(actor: Actor, changeId: number): Promise<Result<void, DecisionError>>;
  /** Replaces members for all at once, without a second person. What is suspended stays so, unless `resumeMunicipalities` names it. */
  changeDirectly(actor: Actor, patch: DirectChange): Promise<Result<DirectiveInForce, DirectiveChangeError>>;
  /** Stops a municipality at once for all terminals (C1, K8); the reason is shown to residents. */
  suspendMunicipality(
    actor: Actor,
    code: MunicipalityCode,
    reason: LocalizedText,
  ): Promise<Result<DirectiveInForce, SuspendError>>;
};

const DRAFTS_LIMIT = 200;

/** Whether two changes would replace the same. */
function overlap(a: Pick<store.KeptChange, 'scope' | 'patch'>, b: Pick<store.KeptChange, 'scope' | 'patch'>): boolean {
  return scopeKey(a.scope) === scopeKey(b.scope) && Object.keys(a.patch).some((name) => name in b.patch);
}

/** Members that are there; what a caller left undefined is not meant. */
const present = (patch: DirectChange): ChangePatch =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));

export function createChangeDesk(parts: TakeEffectParts & { readonly hint: () => Promise<void> }): ChangeDesk {
  const { database, keeper, audit, now, log, hint } = parts;

  /** In the transaction of the act. */
  const note = (
    session: Kysely<CenterTables>,
    actor: Actor,
    action: AuditAction,
    changeId: number,
    result: string,
  ): Promise<void> => intendAudit(session, [{ actor, action, target: `change:${changeId}`, result }], now());

  /** Ends a change that has not taken effect. @returns false when it has been decided meanwhile */
  const end = async (
    actor: Actor,
    action: AuditAction,
    changeId: number,
    decision: Parameters<typeof store.decideChange>[2],
  ): Promise<boolean> => {
    const decided = await database.transaction().execute(async (session) => {
      if (!(await store.decideChange(session, changeId, decision))) return false;
      await note(session, actor, action, changeId, 'done');
      return true;
    });
    if (decided) await audit.settle();
    return decided;
  };

  /** A change that waits, and that this person may decide. */
  const decidable = async (actor: Actor, changeId: number): Promise<Result<store.KeptChange, DecisionError>> => {
    if (actor.kind !== 'person') return err({ kind: 'not-a-person' });
    const change = await store.findChange(database, changeId);
    if (change === null) return err({ kind: 'no-change' });
    if (change.draftedBy === actorName(actor)) return err({ kind: 'own-draft' });
    return change.state === 'draft' ? ok(change) : err({ kind: 'decided' });
  };

  /** Approves it, or lets it fail, in one decision among all nodes. */
  const settle = (actor: Actor, change: store.KeptChange, fault: ChangeFault | null) =>
    database.transaction().execute(async (session): Promise<Result<ChangeFault | null, DecisionError>> => {
      await store.lockChanges(session);
      const { changeId, effectiveAt } = change;
      const others = effectiveAt === null ? [] : await store.approvedAt(session, effectiveAt);
      const found = fault ?? (others.some((other) => overlap(other, change)) ? 'same-time' : null);
      const decided = await store.decideChange(session, changeId, {
        from: ['draft'],
        by: actorName(actor),
        at: now(),
        ...(found === null ? { to: 'approved' } : { to: 'failed', fault: found }),
      });
      if (!decided) return err({ kind: 'decided' });
      await note(session, actor, 'directive-approved', changeId, found ?? 'done');
      return ok(found);
    });

  const faultOf = async (change: store.KeptChange): Promise<ChangeFault | null> => {
    if (change.effectiveAt !== null && change.effectiveAt < now()) return 'too-late';
    const applied = applyChange(await keeper.newest(), change);
    return applied.isErr() ? applied.error.kind : null;
  };

  return {
    async draft(actor, { scope, patch, effectiveAt, note: words }) {
      const draftedAt = now();
      if (effectiveAt !== null && effectiveAt <= draftedAt) return err({ kind: 'in-past' });
      const state = await keeper.newest();
      const applied = applyPatch(state, scope, patch);
      if (applied.isErr()) return err(applied.error);
      if ((await store.countDrafts(database)) >= DRAFTS_LIMIT) return err({ kind: 'too-many-drafts' });
      const change = await database.transaction().execute(async (session) => {
        const made = await store.insertChange(session, {
          scope,
          patch,
          note: words,
          baseDigest: baseDigest(state, scope, patch),
          draftedBy: actorName(actor),
          draftedAt,
          effectiveAt,
        });
        await note(session, actor, 'directive-drafted', made.changeId, scope.kind);
        return made;
      });
      await audit.settle();
      return ok(change);
    },

    async approve(actor, changeId) {
      const found = await decidable(actor, changeId);
      if (found.isErr()) return err(found.error);
      const settled = await settle(actor, found.value, await faultOf(found.value));
      if (settled.isErr()) return err(settled.error);
      const fault = settled.value;
      if (fault !== null) log.record('DIRECTIVE_CHANGE_FAILED', { change: changeId, fault });
      await audit.settle();
      if (fault !== null) return err({ kind: 'failed', fault });
      await takeEffect(parts);
      await hint();
      return ok();
    },

    async reject(actor, changeId) {
      const found = await decidable(actor, changeId);
      if (found.isErr()) return err(found.error);
      const decision = { from: ['draft'], to: 'rejected', by: actorName(actor), at: now() } as const;
      return (await end(actor, 'directive-rejected', changeId, decision)) ? ok() : err({ kind: 'decided' });
    },

    async withdraw(actor, changeId) {
      if ((await store.findChange(database, changeId)) === null) return err({ kind: 'no-change' });
      const decision = { from: ['draft', 'approved'], to: 'withdrawn', by: actorName(actor), at: now() } as const;
      return (await end(actor, 'directive-withdrawn', changeId, decision)) ? ok() : err({ kind: 'decided' });
    },

    changeDirectly(actor, patch) {
      return keeper.evolve({
        next: (state) => applyPatch(state, { kind: 'all' }, present(patch)),
        events: (version) => [
          { actor, action: 'directive-changed-directly', target: `version:${version}`, result: 'done' },
          ...resumed(actor, patch, version),
        ],
      });
    },

    async suspendMunicipality(actor, code, reason) {
      const state = await keeper.newest();
      if (!isListed(state, code)) return err({ kind: 'unknown-municipality' });
      const inForce = keeper.current();
      if (inForce !== null && isSuspendedFor(state, code, reason)) return ok(inForce);
      return await keeper.evolve({
        next: (newest) => {
          const stopped = suspend(newest, code, reason);
          return fits(stopped) ? ok(stopped) : err({ kind: 'too-large' });
        },
        events: (version) => [
          { actor, action: 'municipality-suspended', target: `municipality:${code}`, result: `version:${version}` },
        ],
      });
    },
  };
}
