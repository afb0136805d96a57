import { useState } from 'preact/hooks';
import { Badge, ConfirmDialog, numberText, Table } from '../../../console-kit/index.ts';
import type { RegistryCheck } from '../../console-api/enrolment.ts';
import { useDesk } from '../frame/desk.ts';
import { PLACE_COLUMNS, type PlaceLine } from './place-lines.ts';

type CheckedRow = RegistryCheck['rows'][number];
const KINDS = {
  new: 'good',
  changes: 'warn',
  same: 'plain',
  'named-twice': 'bad',
  'serial-taken': 'bad',
  retired: 'bad',
} as const;

/** What registering would do, line by line, hindrances first; it can be ordered only where there is none. */
export function CheckedLines(props: {
  lines: readonly PlaceLine[];
  rows: readonly CheckedRow[];
  busy: boolean;
  onRegister: () => void;
}) {
  const { texts, language } = useDesk();
  const [asked, setAsked] = useState(false);
  const { lines, rows, busy, onRegister } = props;
  const { registration } = texts;
  const number = (value: number): string => numberText(language, value);
  const judged = lines.flatMap((line, index) => {
    const row = rows[index];
    return row === undefined ? [] : [{ ...line, row }];
  });
  const count = (what: CheckedRow['what']): number => rows.filter((row) => row.what === what).length;
  const hindered = rows.filter(({ what }) => KINDS[what] === 'bad').length;
  const counts = registration.counts(number(count('new')), number(count('changes')), number(count('same')));
  const shown = [
    ...judged.filter(({ row }) => KINDS[row.what] === 'bad'),
    ...judged.filter(({ row }) => KINDS[row.what] !== 'bad'),
  ];
  return (
    <>
      <h3>{registration.preview}</h3>
      <p>{hindered === 0 ? counts : registration.hindered(number(hindered))}</p>
      <Table
        label={registration.preview}
        heads={[registration.columns.terminalId, registration.line, registration.what, registration.difference]}
        numbers={[1]}
        rows={shown.map(({ line, place, row }) => ({
          key: line,
          cells: [
            <span key="name" class="name">
              {place.terminalId}
            </span>,
            line,
            <Badge key="what" kind={KINDS[row.what]} text={registration.outcomes[row.what]} />,
            PLACE_COLUMNS.filter((column) => row.now === null || row.now[column] !== place[column])
              .filter((column) => column !== 'terminalId')
              .map((column) =>
                row.now === null
                  ? place[column]
                  : `${registration.columns[column]}: ${row.now[column]} → ${place[column]}`,
              )
              .join(', '),
          ],
        }))}
      />
      {hindered === 0 && (
        <div class="buttons">
          <button type="button" class="primary" disabled={busy} onClick={() => setAsked(true)}>
            {registration.register(number(lines.length))}
          </button>
        </div>
      )}
      {asked && (
        <ConfirmDialog
          title={registration.register(number(lines.length))}
          confirm={registration.register(number(lines.length))}
          busy={busy}
          onConfirm={() => {
            setAsked(false);
            onRegister();
          }}
          onClose={() => setAsked(false)}
        >
          <p>{counts}</p>
          <p class="hint">{registration.registerEffect}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
