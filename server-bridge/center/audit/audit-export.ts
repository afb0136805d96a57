/** The whole trail as text for the offline verifier, chain by chain, each checkpoint behind the last entry it covers. */
import { canonicalText } from '../../sealing/index.ts';
import type { CenterDatabase } from '../store/index.ts';
import { whole } from '../store/tables.ts';
import { readEntries } from './audit-rows.ts';
import type { ExportLine } from './export-lines.ts';

const PAGE = 1_000;

const lineOf = (line: ExportLine): string => `${canonicalText(line)}\n`;

/** The newest checkpoint of each chain: where it covers more than the store has, the end was cut off. */
async function newestCheckpoints(database: CenterDatabase): Promise<Map<string, { size: number; note: string }>> {
  const rows = await database
    .selectFrom('audit_checkpoints')
    .distinctOn('node')
    .select(['node', 'size', 'note'])
    .orderBy('node')
    .orderBy('size', 'desc')
    .execute();
  return new Map(rows.map(({ node, size, note }) => [node, { size: whole(size), note }]));
}

/**
 * Pieces of the export, some thousand lines each. What is appended while it is read is not in it.
 *
 * @throws (while it is read) when the store does not answer, or a row is not an entry
 */
export async function* exportAudit(database: CenterDatabase, at: Date): AsyncGenerator<string> {
  // Before the sizes: whatever they cover, the chain had by then.
  const newest = await newestCheckpoints(database);
  const rows = await database.selectFrom('audit_chains').select(['node', 'size']).orderBy('node').execute();
  const chains = rows.map(({ node, size }) => ({ node, size: whole(size) }));
  yield lineOf({ kind: 'audit-export', v: 1, at: at.toISOString(), chains });
  let entries = 0;
  let checkpoints = 0;
  for (const { node, size } of chains) {
    for (let after = 0; after < size; after += PAGE) {
      const upTo = Math.min(after + PAGE, size);
      const page = await readEntries(database, { node, after, upTo, limit: PAGE });
      const notes = await database
        .selectFrom('audit_checkpoints')
        .select(['size', 'note'])
        .where('node', '=', node)
        .where('size', '>', after)
        .where('size', '<=', upTo)
        .orderBy('size')
        .execute();
      const lines: ExportLine[] = [];
      let next = 0;
      const addNotes = (until: number): void => {
        for (let note = notes[next]; note !== undefined && whole(note.size) <= until; note = notes[next]) {
          lines.push({ kind: 'checkpoint', note: note.note });
          next += 1;
        }
      };
      for (const { entry, hash } of page) {
        lines.push({ kind: 'entry', ...entry, hash });
        addNotes(entry.seq);
      }
      addNotes(upTo);
      entries += page.length;
      checkpoints += notes.length;
      yield lines.map(lineOf).join('');
    }
    const top = newest.get(node);
    newest.delete(node);
    if (top !== undefined && top.size > size) {
      checkpoints += 1;
      yield lineOf({ kind: 'checkpoint', note: top.note });
    }
  }
  // A chain of which nothing is left but what was signed.
  for (const { note } of newest.values()) {
    checkpoints += 1;
    yield lineOf({ kind: 'checkpoint', note });
  }
  yield lineOf({ kind: 'end', entries, checkpoints });
}
