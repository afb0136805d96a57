import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { instantOfForm, SelectField, said, TextField } from '../../../console-kit/index.ts';
import { LogSearchSchema } from '../../console-api/operations.ts';
import { OPERATIONS } from '../../operation-log/operation-log.ts';
import { useDesk } from '../frame/desk.ts';
import { typedDigits } from '../texts/typed-digits.ts';

const EMPTY = { staffId: '', operation: '', referenceNumber: '', from: '', to: '' };

/** What to look for in the operation log; nothing given: the newest. */
export function LogSearch(props: { busy: boolean; onSearch: (search: v.InferOutput<typeof LogSearchSchema>) => void }) {
  const { texts, tell } = useDesk();
  const [typed, setTyped] = useState(EMPTY);
  const { log } = texts;

  function submit(): void {
    const given = {
      staffId: typed.staffId.trim(),
      operation: typed.operation,
      referenceNumber: typedDigits(typed.referenceNumber),
      from: instantOfForm(typed.from) ?? '',
      to: instantOfForm(typed.to) ?? '',
    };
    const message = v.safeParse(
      LogSearchSchema,
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    );
    if (message.success) props.onSearch(message.output);
    else tell({ kind: 'problem', text: log.invalid });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="form">
        <TextField
          label={log.staffId}
          value={typed.staffId}
          maxLength={40}
          onChange={(staffId) => setTyped({ ...typed, staffId })}
        />
        <SelectField
          label={log.operation}
          value={typed.operation}
          options={[['', log.every], ...OPERATIONS.map((one) => [one, said(texts.words.operations, one)] as const)]}
          onChange={(operation) => setTyped({ ...typed, operation })}
        />
        <TextField
          label={texts.people.referenceNumber}
          value={typed.referenceNumber}
          inputMode="numeric"
          maxLength={20}
          onChange={(referenceNumber) => setTyped({ ...typed, referenceNumber })}
        />
        <TextField
          label={log.from}
          type="datetime-local"
          value={typed.from}
          onChange={(from) => setTyped({ ...typed, from })}
        />
        <TextField
          label={log.to}
          type="datetime-local"
          value={typed.to}
          onChange={(to) => setTyped({ ...typed, to })}
        />
      </div>
      <div class="buttons below">
        <button type="submit" class="primary" disabled={props.busy}>
          {texts.people.search}
        </button>
        <button type="button" class="quiet" onClick={() => setTyped(EMPTY)}>
          {texts.people.clear}
        </button>
      </div>
    </form>
  );
}
