/** Staged changes of the directive, what a terminal would obey, and which terminals are behind. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { MunicipalityCodeSchema, TerminalIdSchema } from '../../protocol/index.ts';
import {
  type ChangeSchema,
  type ChangesSchema,
  type DriftSchema,
  NewChangeSchema,
  type OperatorCodeSchema,
  PreviewQuerySchema,
  type PreviewSchema,
} from '../console-api/changes.ts';
import type { ChangeDesk, DecisionError, DraftError } from '../directives/change-desk.ts';
import type { DirectiveKeeper } from '../directives/directive-keeper.ts';
import { makeOperatorCode } from '../directives/operator-code.ts';
import { previewFor } from '../directives/preview.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffAnswer, StaffProblem, StaffRoute } from '../staff/staff-route.ts';
import * as store from '../store/index.ts';
import { wholeNumberText } from './query-values.ts';

const BODY_LIMIT_BYTES = 4_000_000;
const CHANGES_PAGE = 200;
const PAGE_CHARACTERS = 8_000_000;
const DRIFT_LISTED = 200;

const ChangeIdSchema = v.strictObject({ changeId: v.pipe(wholeNumberText(1), v.maxValue(999_999_999)) });

const shown = (change: store.KeptChange): v.InferInput<typeof ChangeSchema> => ({
  changeId: change.changeId,
  scope: change.scope,
  patch: change.patch,
  note: change.note,
  state: change.state,
  fault: change.fault,
  draftedBy: change.draftedBy,
  draftedAt: change.draftedAt.toISOString(),
  decidedBy: change.decidedBy,
  decidedAt: change.decidedAt?.toISOString() ?? null,
  effectiveAt: change.effectiveAt?.toISOString() ?? null,
  version: change.version,
});

function problemOfDraft({ kind }: DraftError): StaffProblem {
  const conflict = kind === 'too-many-drafts' || kind === 'not-suspended';
  return { kind: conflict ? 'conflict' : 'malformed', error: kind };
}

function problemOfDecision(error: DecisionError): StaffProblem {
  switch (error.kind) {
    case 'no-change':
      return { kind: 'not-found', error: error.kind };
    case 'own-draft':
    case 'not-a-person':
      return { kind: 'forbidden', error: error.kind };
    case 'decided':
      return { kind: 'conflict', error: error.kind };
    case 'failed':
      return { kind: 'conflict', error: error.fault };
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

const drafted = (result: Result<store.KeptChange, DraftError>): Result<StaffAnswer, StaffProblem> =>
  result.map((change): StaffAnswer => ({ status: 201, value: shown(change) })).mapErr(problemOfDraft);

const decided = (result: Result<void, DecisionError>): Result<StaffAnswer, StaffProblem> =>
  result.map((): StaffAnswer => ({ status: 204 })).mapErr(problemOfDecision);

export function changeRoutes(parts: {
  readonly database: store.CenterDatabase;
  readonly keeper: DirectiveKeeper;
  readonly desk: ChangeDesk;
}): readonly StaffRoute[] {
  const { database, keeper, desk } = parts;
  return [
    staffRoute({
      method: 'POST',
      path: '/directive/changes',
      needs: 'draft',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: NewChangeSchema,
      async handle({ actor, body }) {
        const effectiveAt = body.effectiveAt === null ? null : new Date(body.effectiveAt);
        return drafted(await desk.draft(actor, { ...body, effectiveAt }));
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/directive/operator-codes',
      needs: 'draft',
      body: v.strictObject({}),
      handle: async () =>
        ok({ status: 201, value: (await makeOperatorCode()) satisfies v.InferInput<typeof OperatorCodeSchema> }),
    }),
    staffRoute({
      method: 'GET',
      path: '/directive/changes',
      needs: 'watch',
      query: v.strictObject({ before: v.optional(wholeNumberText(1)) }),
      async handle({ query }) {
        const page = { before: query.before ?? null, limit: CHANGES_PAGE, characters: PAGE_CHARACTERS };
        const changes = (await store.listChanges(database, page)).map(shown);
        return ok({ status: 200, value: { changes } satisfies v.InferInput<typeof ChangesSchema> });
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/directive/changes/:changeId',
      needs: 'watch',
      parameters: ChangeIdSchema,
      async handle({ parameters }) {
        const change = await store.findChange(database, parameters.changeId);
        return change === null
          ? err({ kind: 'not-found', error: 'no-change' })
          : ok({ status: 200, value: shown(change) });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/directive/changes/:changeId/approve',
      needs: 'approve',
      parameters: ChangeIdSchema,
      handle: async ({ actor, parameters }) => decided(await desk.approve(actor, parameters.changeId)),
    }),
    staffRoute({
      method: 'POST',
      path: '/directive/changes/:changeId/reject',
      needs: 'approve',
      parameters: ChangeIdSchema,
      handle: async ({ actor, parameters }) => decided(await desk.reject(actor, parameters.changeId)),
    }),
    staffRoute({
      method: 'POST',
      path: '/directive/changes/:changeId/withdraw',
      needs: 'draft',
      parameters: ChangeIdSchema,
      handle: async ({ actor, parameters }) => decided(await desk.withdraw(actor, parameters.changeId)),
    }),
    staffRoute({
      method: 'POST',
      path: '/municipalities/:code/resume',
      needs: 'draft',
      parameters: v.strictObject({ code: MunicipalityCodeSchema }),
      body: v.strictObject({}),
      async handle({ actor, parameters: { code } }) {
        const patch = { resumeMunicipalities: [code] };
        return drafted(await desk.draft(actor, { scope: { kind: 'all' }, patch, effectiveAt: null, note: '' }));
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/directive/preview',
      needs: 'watch',
      query: v.strictObject({ ...PreviewQuerySchema.entries, terminalId: TerminalIdSchema }),
      async handle({ query }) {
        const preview = await previewFor({ database, keeper }, query.terminalId, query.changeId ?? null);
        if (preview.isErr()) return err({ kind: 'not-found', error: preview.error.kind });
        const { content, changed, fault } = preview.value;
        const value: v.InferInput<typeof PreviewSchema> = { content, changed: [...changed], fault };
        return ok({ status: 200, value });
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/directive/drift',
      needs: 'watch',
      async handle() {
        const wanted = keeper.version();
        const { upToDate, behind, unknown, terminals } = await store.readDrift(database, wanted, DRIFT_LISTED);
        const listed = terminals.map(({ terminalId, obeys, since }) => ({
          terminalId,
          obeys,
          since: since.toISOString(),
        }));
        const value: v.InferInput<typeof DriftSchema> = { wanted, upToDate, behind, unknown, terminals: listed };
        return ok({ status: 200, value });
      },
    }),
  ];
}
