/**
 * The terminals of a roll-out: those registered in its scope when it is approved, in the order of a hash of roll-out and terminal, so
 * that each stage is a sample spread over chains, prefectures and stores, and every roll-out begins with others.
 */
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '../console-api/places.ts';
import type { CenterTables } from '../store/tables.ts';
import type { Session } from './roll-out-rows.ts';

/** Rows of one statement; they never leave the database. */
const TARGETS_AT_ONCE = 5_000;

function standsIn(scope: Scope): (eb: ExpressionBuilder<CenterTables, 'terminal_places'>) => Expression<SqlBool> {
  return (eb) => {
    const inService = eb('retired_at', 'is', null);
    switch (scope.kind) {
      case 'all':
        return inService;
      case 'chain':
        return eb.and([inService, eb('chain', '=', scope.chain)]);
      case 'prefecture':
        return eb.and([inService, eb('prefecture', '=', scope.prefecture)]);
      case 'store':
        return eb.and([inService, eb('store_id', '=', scope.storeId)]);
      case 'terminal':
        return eb.and([inService, eb('terminal_id', '=', scope.terminalId)]);
      default: {
        const never: never = scope;
        throw new Error(`unknown scope ${String(never)}`);
      }
    }
  };
}

export async function countTargets(session: Session, scope: Scope): Promise<number> {
  const row = await session
    .selectFrom('terminal_places')
    .select((select) => select.fn.countAll<number | bigint | string>().as('terminals'))
    .where(standsIn(scope))
    .executeTakeFirstOrThrow();
  return Number(row.terminals);
}

/** Writes the targets down. @returns how many there are */
export async function keepTargets(transaction: Session, rollOutId: number, scope: Scope): Promise<number> {
  let targets = 0;
  let after = '';
  for (;;) {
    const placed = transaction
      .selectFrom('terminal_places')
      .select([
        sql.lit(rollOutId).as('roll_out_id'),
        sql<string>`encode(sha256(convert_to(${`${rollOutId}:`} || terminal_id, 'UTF8')), 'hex')`.as('place'),
        'terminal_id',
      ])
      .where(standsIn(scope))
      .where('terminal_id', '>', after)
      .orderBy('terminal_id')
      .limit(TARGETS_AT_ONCE);
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('roll_out_targets')
      .columns(['roll_out_id', 'place', 'terminal_id'])
      .expression(placed)
      .executeTakeFirstOrThrow();
    const inserted = Number(numInsertedOrUpdatedRows ?? 0n);
    targets += inserted;
    if (inserted < TARGETS_AT_ONCE) return targets;
    const last = await transaction
      .selectFrom('roll_out_targets')
      .select((select) => select.fn.max('terminal_id').as('terminal_id'))
      .where('roll_out_id', '=', rollOutId)
      .executeTakeFirstOrThrow();
    after = last.terminal_id;
  }
}

/** Takes the next targets out, in their order. */
export async function takeTargets(
  transaction: Session,
  rollOutId: number,
  terminals: number,
): Promise<readonly string[]> {
  const next = transaction
    .selectFrom('roll_out_targets')
    .select('terminal_id')
    .where('roll_out_id', '=', rollOutId)
    .orderBy('place')
    .orderBy('terminal_id')
    .limit(terminals);
  const taken = await transaction
    .deleteFrom('roll_out_targets')
    .where('roll_out_id', '=', rollOutId)
    .where('terminal_id', 'in', next)
    .returning('terminal_id')
    .execute();
  return taken.map(({ terminal_id }) => terminal_id);
}
