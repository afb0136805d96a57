import { Table } from '../../../console-kit/index.ts';
import { useDesk } from '../frame/desk.ts';

/** One fact as it is and as it shall be, in words. */
export type Change = { readonly name: string; readonly before: string; readonly after: string };

/** Only what differs, before and after beside each other. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const { texts } = useDesk();
  const different = changes.filter(({ before, after }) => before !== after);
  if (different.length === 0) return <p>{texts.common.nothingChanges}</p>;
  return (
    <Table
      label={texts.common.changes}
      heads={[texts.common.fact, texts.common.before, texts.common.after]}
      rows={different.map(({ name, before, after }) => ({
        key: name,
        cells: [name, <del key="before">{before}</del>, <ins key="after">{after}</ins>],
      }))}
    />
  );
}
