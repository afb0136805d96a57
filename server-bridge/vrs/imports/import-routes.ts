/** `/operations/imports…`. Which right beside `people:read` depends on the kind of file: `people:exchange`, `records:exchange`, and for numbers `numbers:write`. */
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import {
  type ImportKind,
  ImportParametersSchema,
  type ImportSchema,
  type ImportsSchema,
  type NewImportAnswerSchema,
  NewImportSchema,
} from '../console-api/imports.ts';
import { mayDo, type Right } from '../staff/rights.ts';
import {
  type StaffActor,
  type VrsStaffProblem,
  type VrsStaffRoute,
  vrsRoute,
  vrsUploadRoute,
} from '../staff/vrs-staff-route.ts';
import type { ImportDesk, ImportProblem } from './import-desk.ts';

const BODY_LIMIT_BYTES = 1_024;

/** What a kind of file needs. People may come without numbers; links of numbers never do. */
const NEEDS: Readonly<Record<ImportKind, readonly Right[]>> = {
  people: ['people:exchange'],
  tickets: ['people:exchange'],
  records: ['records:exchange'],
  'address-numbers': ['people:exchange', 'numbers:write'],
};

export function importRoutes(desk: ImportDesk): readonly VrsStaffRoute[] {
  /** The import, if this person may work with its kind. */
  const importOf = async (actor: StaffActor, importId: string) => {
    const found = (await desk.state(actor.area, importId)).mapErr(problemOf);
    return found.andThen((one) => (mayTake(actor, one.kind) ? ok(one) : err(FORBIDDEN)));
  };

  return [
    vrsRoute({
      method: 'GET',
      path: '/imports',
      needs: 'people:read',
      async handle({ actor }) {
        const imports = (await desk.list(actor.area)).filter(({ kind }) => mayTake(actor, kind));
        const value: v.InferInput<typeof ImportsSchema> = { imports };
        return ok({ status: 200, value });
      },
    }),
    vrsRoute({
      method: 'POST',
      path: '/imports',
      needs: 'people:read',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: NewImportSchema,
      async handle({ actor, body }) {
        if (!mayTake(actor, body.kind)) return err(FORBIDDEN);
        const begun = await desk.begin(actor, body);
        return begun
          .map((value: v.InferInput<typeof NewImportAnswerSchema>) => ({ status: 201 as const, value }))
          .mapErr(problemOf);
      },
    }),
    vrsUploadRoute({
      method: 'PUT',
      path: '/imports/:importId/file',
      needs: 'people:read',
      parameters: ImportParametersSchema,
      async handle({
        actor,
        parameters: { importId },
        body,
      }): Promise<Result<{ readonly status: 204 }, VrsStaffProblem>> {
        const found = await importOf(actor, importId);
        if (found.isErr()) return err(found.error);
        const withNumbers = mayDo(actor, 'numbers:write');
        const received = await desk.receive(actor, importId, body, { withNumbers });
        return received.map(() => ({ status: 204 as const })).mapErr(problemOf);
      },
    }),
    vrsRoute({
      method: 'GET',
      path: '/imports/:importId',
      needs: 'people:read',
      parameters: ImportParametersSchema,
      async handle({ actor, parameters }) {
        const found = await importOf(actor, parameters.importId);
        return found.map((value: v.InferInput<typeof ImportSchema>) => ({ status: 200 as const, value }));
      },
    }),
    vrsRoute({
      method: 'GET',
      path: '/imports/:importId/report',
      needs: 'people:read',
      parameters: ImportParametersSchema,
      async handle({ actor, parameters: { importId } }) {
        const found = await importOf(actor, importId);
        if (found.isErr()) return err(found.error);
        const report = await desk.report(actor.area, importId);
        return report
          .map((pieces) => ({
            status: 200 as const,
            stream: { name: `import-${importId}.csv`, type: 'text/csv', pieces },
          }))
          .mapErr(problemOf);
      },
    }),
    vrsRoute({
      method: 'POST',
      path: '/imports/:importId/abandon',
      needs: 'people:read',
      parameters: ImportParametersSchema,
      async handle({ actor, parameters: { importId } }): Promise<Result<{ readonly status: 204 }, VrsStaffProblem>> {
        const found = await importOf(actor, importId);
        if (found.isErr()) return err(found.error);
        const abandoned = await desk.abandon(actor, importId);
        return abandoned.map(() => ({ status: 204 as const })).mapErr(problemOf);
      },
    }),
  ];
}

const FORBIDDEN: VrsStaffProblem = { kind: 'forbidden', error: 'forbidden' };

const mayTake = (actor: StaffActor, kind: ImportKind): boolean => NEEDS[kind].every((right) => mayDo(actor, right));

function problemOf({ kind }: ImportProblem): VrsStaffProblem {
  switch (kind) {
    case 'unknown-import':
      return { kind: 'not-found', error: kind };
    case 'another-runs':
    case 'not-waiting':
    case 'being-applied':
    case 'refused':
      return { kind: 'conflict', error: kind };
    default: {
      const never: never = kind;
      throw new Error(`unknown problem ${String(never)}`);
    }
  }
}
