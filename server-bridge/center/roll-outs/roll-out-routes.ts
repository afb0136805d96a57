/** Orders to many terminals, over HTTP. */
import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import { NewRollOutSchema, type RollOutsSchema } from '../console-api/orders.ts';
import { wholeNumberText } from '../routes/query-values.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { Right } from '../staff/rights.ts';
import type { StaffProblem, StaffRoute } from '../staff/staff-route.ts';
import type { RollOutDesk, RollOutError } from './roll-out-desk.ts';

/** As the store numbers them. */
const parameters = v.strictObject({ rollOutId: v.pipe(wholeNumberText(1), v.maxValue(2_147_483_647)) });
const BODY_LIMIT_BYTES = 4_096;

const KINDS: Record<RollOutError['kind'], StaffProblem['kind']> = {
  'unknown-roll-out': 'not-found',
  stages: 'malformed',
  'not-for-many': 'malformed',
  'own-draft': 'forbidden',
  'no-terminals': 'conflict',
  'not-now': 'conflict',
};
const problemOf = ({ kind }: RollOutError): StaffProblem => ({ kind: KINDS[kind], error: kind });

type Decision = 'approve' | 'reject' | 'pause' | 'resume' | 'stop';
const DECISIONS: readonly (readonly [Decision, Right])[] = [
  ['approve', 'approve'],
  ['reject', 'approve'],
  ['pause', 'command'],
  ['resume', 'command'],
  ['stop', 'command'],
];

export function rollOutRoutes(desk: RollOutDesk): readonly StaffRoute[] {
  return [
    staffRoute({
      method: 'GET',
      path: '/roll-outs',
      needs: 'watch',
      async handle() {
        const value: v.InferInput<typeof RollOutsSchema> = { rollOuts: [...(await desk.list())] };
        return ok({ status: 200, value });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/roll-outs',
      needs: 'draft',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: NewRollOutSchema,
      async handle({ actor, body }) {
        const drafted = await desk.draft(actor, body);
        return drafted.map((value) => ({ status: 201, value }) as const).mapErr(problemOf);
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/roll-outs/:rollOutId',
      needs: 'watch',
      parameters,
      async handle({ parameters: { rollOutId } }) {
        const found = await desk.find(rollOutId);
        return found.map((value) => ({ status: 200, value }) as const).mapErr(problemOf);
      },
    }),
    ...DECISIONS.map(([decision, needs]) =>
      staffRoute({
        method: 'POST',
        path: `/roll-outs/:rollOutId/${decision}`,
        needs,
        parameters,
        async handle({ actor, parameters: { rollOutId } }) {
          const decided = await desk[decision](actor, rollOutId);
          return decided.isOk() ? ok({ status: 204 }) : err(problemOf(decided.error));
        },
      }),
    ),
  ];
}
