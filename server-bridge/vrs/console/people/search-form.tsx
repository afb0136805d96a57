import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { Panel, TextField } from '../../../console-kit/index.ts';
import { PeopleSearchSchema } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { typedDigits } from '../texts/typed-digits.ts';

const EMPTY = { referenceNumber: '', ticketNumber: '', name: '', birthDay: '' };

/** What to search by; all that is given must fit. */
export function SearchForm(props: {
  busy: boolean;
  onSearch: (message: v.InferOutput<typeof PeopleSearchSchema>) => void;
  onClear: () => void;
  onNew: () => void;
}) {
  const { texts, tell, may } = useDesk();
  const [typed, setTyped] = useState(EMPTY);
  const { people } = texts;

  function submit(): void {
    const given = {
      referenceNumber: typedDigits(typed.referenceNumber),
      ticketNumber: typedDigits(typed.ticketNumber),
      name: typed.name.trim(),
      birthDay: typed.birthDay,
    };
    const message = v.safeParse(
      PeopleSearchSchema,
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    );
    if (message.success) props.onSearch(message.output);
    else tell({ kind: 'problem', text: people.searchInvalid });
  }

  return (
    <Panel title={people.searchTitle}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div class="form">
          <TextField
            label={people.referenceNumber}
            hint={people.referenceHint}
            value={typed.referenceNumber}
            maxLength={20}
            inputMode="numeric"
            onChange={(referenceNumber) => setTyped({ ...typed, referenceNumber })}
          />
          <TextField
            label={people.ticketNumber}
            hint={people.ticketHint}
            value={typed.ticketNumber}
            maxLength={14}
            inputMode="numeric"
            onChange={(ticketNumber) => setTyped({ ...typed, ticketNumber })}
          />
          <TextField
            label={people.name}
            hint={people.nameHint}
            value={typed.name}
            maxLength={100}
            onChange={(name) => setTyped({ ...typed, name })}
          />
          <TextField
            label={people.birthDay}
            type="date"
            value={typed.birthDay}
            onChange={(birthDay) => setTyped({ ...typed, birthDay })}
          />
        </div>
        <div class="buttons below">
          <button type="submit" class="primary" disabled={props.busy}>
            {people.search}
          </button>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setTyped(EMPTY);
              props.onClear();
            }}
          >
            {people.clear}
          </button>
          {may('people:write') && (
            <button type="button" class="quiet" onClick={props.onNew}>
              {people.newOne}
            </button>
          )}
        </div>
      </form>
    </Panel>
  );
}
