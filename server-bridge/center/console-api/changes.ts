/** `/operations/directive/…`: staged changes, their approval, what a terminal will show, drift. */
import * as v from 'valibot';
import { InstantSchema, LocalizedTextSchema, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { ChangePatchSchema, DirectiveContentSchema } from '../directives/directive-content.ts';
import { ScopeSchema } from './places.ts';

const instant = InstantSchema;
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const CHANGE_STATES = ['draft', 'approved', 'rejected', 'withdrawn', 'effective', 'failed'] as const;

/** `POST /operations/directive/changes` → 201 `ChangeSchema`, right `draft`. */
export const NewChangeSchema = v.strictObject({
  scope: ScopeSchema,
  /** Whole members to be laid over those of wider scopes; `null` takes a narrower scope's own member away again. */
  patch: ChangePatchSchema,
  /** Null: as soon as it is approved. */
  effectiveAt: v.nullable(InstantSchema),
  note: v.pipe(v.string(), v.trim(), v.maxLength(200)),
});
/** One of `GET /operations/directive/changes?before=ID` (`{changes}`, newest first), and `GET …/changes/ID`. */
export const ChangeSchema = v.strictObject({
  changeId: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  scope: ScopeSchema,
  patch: ChangePatchSchema,
  note: v.string(),
  state: v.picklist(CHANGE_STATES),
  /** Why it failed, in one word (`CHANGE_FAULTS`); null in other states. */
  fault: v.nullable(v.string()),
  draftedBy: v.string(),
  draftedAt: instant,
  /** Who approved, rejected or withdrew it. */
  decidedBy: v.nullable(v.string()),
  decidedAt: v.nullable(instant),
  effectiveAt: v.nullable(instant),
  /** The directive's version it became; null before. */
  version: v.nullable(count),
});
export type Change = v.InferOutput<typeof ChangeSchema>;
export const ChangesSchema = v.strictObject({ changes: v.array(ChangeSchema) });
// `POST /operations/directive/changes/ID/approve|reject` (right `approve`, another person than the drafter), `…/withdraw` (`draft`) → 204;
// 403 `own-draft`, 409 `decided`, or 409 with the fault with which it has failed just now

/**
 * `POST /operations/directive/operator-codes` `{}` → 201, right `draft`: a new personal code of a store operator, shown once, and its
 * hash for the member `operators` of a change. The center keeps neither.
 */
export const OperatorCodeSchema = v.strictObject({
  code: v.pipe(v.string(), v.regex(/^[0-9]{8}$/)),
  codeHash: v.pipe(v.string(), v.maxLength(300)),
});

/** `GET /operations/directive/preview?terminalId=&changeId=` → what that terminal would obey, and what differs from now. */
export const PreviewQuerySchema = v.strictObject({
  terminalId: v.string(),
  changeId: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,8}$/), v.transform(Number))),
});
export const PreviewSchema = v.strictObject({
  content: DirectiveContentSchema,
  changed: v.array(v.string()),
  /** Why it cannot be issued, in one word; null when it can. */
  fault: v.nullable(v.string()),
});

/**
 * `POST /operations/municipalities/CODE/suspend` `{reason}` → 200 `{version}`, right `suspend-municipality`: at once, for all terminals.
 * `…/resume` `{}` → 201 `ChangeSchema`, right `draft`: a change (`resumeMunicipalities`) that another person approves.
 */
export const SuspendMunicipalitySchema = v.strictObject({ reason: LocalizedTextSchema });

/** `GET /operations/municipalities/suspended`, right `watch`: those that only a change of two people lets take part again. */
export const SuspensionsSchema = v.strictObject({
  suspensions: v.array(v.strictObject({ code: MunicipalityCodeSchema, reason: LocalizedTextSchema })),
});

/** `GET /operations/directive/drift` → terminals by how far they are behind; `unknown` have not said what they obey. */
export const DriftSchema = v.strictObject({
  wanted: v.nullable(count),
  upToDate: count,
  behind: count,
  unknown: count,
  /** Those behind, with when they last said so: the newest first, at most 200. */
  terminals: v.array(v.strictObject({ terminalId: v.string(), obeys: v.nullable(count), since: v.nullable(instant) })),
});
