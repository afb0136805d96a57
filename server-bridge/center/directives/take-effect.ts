/** Approved changes become versions when their instant has come: by whichever node is first, exactly once. */
import type { Result } from 'neverthrow';
import { err } from 'neverthrow';
import { type AuditEvent, type AuditOutbox, intendAudit } from '../audit/index.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { Actor } from '../staff/rights.ts';
import * as store from '../store/index.ts';
import { applyPatch, baseDigest, type PatchError } from './apply-patch.ts';
import type { ChangeFault } from './change-faults.ts';
import type { ChangePatch } from './directive-content.ts';
import type { DirectiveKeeper } from './directive-keeper.ts';
import type { DirectiveState } from './directive-state.ts';

/** What a change makes of the state now; it fails where what it would replace has changed since it was drafted. */
export function applyChange(
  state: DirectiveState,
  { scope, patch, baseDigest: drafted }: Pick<store.KeptChange, 'scope' | 'patch' | 'baseDigest'>,
): Result<DirectiveState, PatchError> {
  if (baseDigest(state, scope, patch) !== drafted) return err({ kind: 'base-moved' });
  return applyPatch(state, scope, patch);
}

const CENTER = { kind: 'center' } as const;
/** So many are taken in one round; the rest in the next. */
const ROUND = 50;

export type TakeEffectParts = {
  readonly database: store.CenterDatabase;
  readonly keeper: DirectiveKeeper;
  readonly audit: AuditOutbox;
  readonly now: () => Date;
  readonly log: CenterLog;
};

/** What the audit trail says of municipalities that take part again. */
export const resumed = (
  actor: Actor,
  { resumeMunicipalities = [] }: Pick<ChangePatch, 'resumeMunicipalities'>,
  version: number,
): readonly AuditEvent[] =>
  resumeMunicipalities.map((code) => ({
    actor,
    action: 'municipality-resumed',
    target: `municipality:${code}`,
    result: `version:${version}`,
  }));

/** One round. What cannot be yet (no key set, other nodes at work) is tried again in the next. */
export async function takeEffect(parts: TakeEffectParts): Promise<void> {
  const { database, keeper, audit, now, log } = parts;
  for (const change of await store.dueChanges(database, parts.now(), ROUND)) {
    const { changeId, patch } = change;
    const target = `change:${changeId}`;
    const taken = await keeper.evolve({
      next: (state) => applyChange(state, change),
      along: (session, version) => store.markEffective(session, changeId, version),
      events: (version) => [
        { actor: CENTER, action: 'directive-effective', target, result: `version:${version}` },
        ...resumed(CENTER, patch, version),
      ],
    });
    if (taken.isOk()) continue;
    const { kind } = taken.error;
    switch (kind) {
      case 'no-key-set':
      case 'contention':
        return;
      case 'overtaken':
        break;
      default:
        await fail(kind, changeId);
    }
  }

  async function fail(fault: ChangeFault, changeId: number): Promise<void> {
    const event = {
      actor: CENTER,
      action: 'directive-effective',
      target: `change:${changeId}`,
      result: fault,
    } as const;
    const failed = await database.transaction().execute(async (session) => {
      if (!(await store.failChange(session, changeId, fault))) return false;
      await intendAudit(session, [event], now());
      return true;
    });
    if (!failed) return;
    log.record('DIRECTIVE_CHANGE_FAILED', { change: changeId, fault });
    await audit.settle();
  }
}
