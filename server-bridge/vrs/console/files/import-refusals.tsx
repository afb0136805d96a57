import { numberText, said, Table } from '../../../console-kit/index.ts';
import type { Import } from '../../console-api/imports.ts';
import { useDesk } from '../frame/desk.ts';

/** Why a file was refused, line by line: the column and the fault, never what stands there. */
export function ImportRefusals(props: { value: Import; busy: boolean; onReport: () => void }) {
  const { texts, language } = useDesk();
  const { imports, words } = texts;
  const { refusals, refusedLines } = props.value;
  return (
    <>
      <p class="problem below" role="note">
        {imports.refusedLines(numberText(language, refusedLines))}
      </p>
      <Table
        label={imports.refusals}
        heads={[imports.line, imports.column, imports.fault]}
        rows={refusals.map(({ line, column, fault }) => ({
          key: `${line} ${column ?? ''} ${fault}`,
          cells: [numberText(language, line), column ?? imports.wholeLine, said(words.lineFaults, fault)],
        }))}
      />
      {refusals.length < refusedLines && <p class="hint">{imports.firstOnly(numberText(language, refusals.length))}</p>}
      <div class="buttons below">
        <button type="button" class="quiet" disabled={props.busy} onClick={props.onReport}>
          {imports.report}
        </button>
      </div>
    </>
  );
}
