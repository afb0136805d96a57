/** Imports whose process has gone: ended, and what they left erased. */
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { ImportKind } from '../console-api/imports.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { countRefusedLines, type Ending, endImport } from './import-rows.ts';
import { endedEvent, type RunParts } from './run-import.ts';

/**
 * One that nobody has begun to send is abandoned; one in work is refused as stopped. What somebody holds at this moment is left alone.
 *
 * @param kind null for all
 * @param all those with a claim that still runs as well: no other process can be working on this store
 */
export async function endOverdue(
  transaction: AreaTransaction,
  { now, log }: Pick<RunParts, 'now' | 'log'>,
  area: MunicipalityCode,
  kind: ImportKind | null,
  all = false,
): Promise<void> {
  const overdue = await transaction.database
    .selectFrom('imports')
    .select(['import_id', 'state'])
    .where('area', '=', area)
    .where('ended_at', 'is', null)
    .$if(kind !== null, (query) => query.where('kind', '=', kind ?? 'people'))
    .$if(!all, (query) => query.where('claim_until', '<=', now()))
    .forUpdate()
    .skipLocked()
    .execute();
  for (const { import_id: importId, state } of overdue) {
    const ending: Ending =
      state === 'waiting'
        ? { state: 'abandoned' }
        : { state: 'refused', fault: 'stopped', refused_lines: await countRefusedLines(transaction, importId) };
    await endImport(transaction, importId, null, ending, now());
    await log.append(transaction, endedEvent({ kind: 'system', area }, importId, ending));
  }
}
