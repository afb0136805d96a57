/** Every refused line as a CSV to be downloaded: line, column, fault. Nothing of what stood there. */
import type { AreaTransaction } from '../store/vrs-store.ts';

const PAGE = 1_000;

export async function* reportPieces(
  run: <T>(work: (transaction: AreaTransaction) => Promise<T>) => Promise<T>,
  importId: string,
): AsyncGenerator<string> {
  yield '\uFEFF行,項目,理由\r\n';
  for (let from = 0; ; from += PAGE) {
    const rows = await run(({ database, keys }) =>
      database
        .selectFrom('import_refusals')
        .select(['line', 'heading', 'fault'])
        .where('area', '=', keys.area)
        .where('import_id', '=', importId)
        .orderBy('line')
        .orderBy('heading')
        .orderBy('fault')
        .offset(from)
        .limit(PAGE)
        .execute(),
    );
    if (rows.length === 0) return;
    yield rows.map(({ line, heading, fault }) => `${line},${heading ?? ''},${fault}\r\n`).join('');
  }
}
