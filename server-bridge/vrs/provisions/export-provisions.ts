/** The whole log of provisions of one municipality as a file, a page at a time: it may be seven years of a large city. */
import type * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { ExportProvisionsQuerySchema } from '../console-api/provisions.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { PROVISION_CSV_HEAD, provisionCsvRows } from './provision-csv.ts';
import { listProvisions } from './provision-log.ts';

const PAGE = 1_000;

/** @yields pieces of CSV, newest provision first; what is provided meanwhile is not in it */
export async function* exportProvisions(
  store: VrsStore,
  area: MunicipalityCode,
  wanted: v.InferOutput<typeof ExportProvisionsQuerySchema>,
  page = PAGE,
): AsyncGenerator<string> {
  yield PROVISION_CSV_HEAD;
  let before: string | undefined;
  for (;;) {
    const from = before === undefined ? wanted : { ...wanted, before };
    const found = await store.inArea(area, (transaction) => listProvisions(transaction, from, page));
    if (found === undefined) return;
    yield provisionCsvRows(found.provisions);
    before = found.provisions.at(-1)?.provisionId;
    if (!found.more || before === undefined) return;
  }
}
