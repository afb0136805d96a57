import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { ConfirmDialog, numberText, Panel, Table, TextField, useOrder } from '../../../console-kit/index.ts';
import { PeopleFoundSchema, PeopleSearchSchema, type PersonLine } from '../../console-api/people.ts';
import { type QueryAnswerSchema, TakenOverSchema } from '../../console-api/provisions.ts';
import { useDesk } from '../frame/desk.ts';
import { doseWords } from '../person/dose-words.ts';
import { birthDayOf } from '../texts/days.ts';
import { typedDigits } from '../texts/typed-digits.ts';

/** What the other municipality has answered, and taking it over for one of our own people. */
export function QueryAnswered(props: { answer: v.InferOutput<typeof QueryAnswerSchema>; onDone: () => void }) {
  const { answer, onDone } = props;
  const { texts, language, may } = useDesk();
  const { query } = texts;
  if (answer.kind === 'unmatched') {
    return (
      <Panel title={query.answer}>
        <p role="status">{query.unmatched}</p>
      </Panel>
    );
  }
  const [first] = answer.doses;
  const heads = first === undefined ? [] : doseWords(texts, language, first).map(([name]) => name);
  return (
    <Panel title={query.answer}>
      <p role="status">{query.provided(numberText(language, answer.doses.length))}</p>
      {answer.doubtful && <p class="note">{query.doubtful}</p>}
      {answer.doses.length > 0 && (
        <Table
          label={query.answer}
          heads={heads}
          rows={answer.doses.map((dose) => ({
            key: `${dose.number} ${dose.day} ${dose.lot}`,
            cells: doseWords(texts, language, dose).map(([, value]) => value),
          }))}
        />
      )}
      {answer.doses.length > 0 && may('records:write') && (
        <TakeOver provisionId={answer.provisionId} count={answer.doses.length} onDone={onDone} />
      )}
    </Panel>
  );
}

function TakeOver(props: { provisionId: string; count: number; onDone: () => void }) {
  const { texts, client, tell, language } = useDesk();
  const { busy, send } = useOrder();
  const [typed, setTyped] = useState('');
  const [person, setPerson] = useState<PersonLine | null>(null);
  const { query, people } = texts;

  async function find(): Promise<void> {
    const message = v.safeParse(PeopleSearchSchema, { referenceNumber: typedDigits(typed) });
    if (!message.success) return tell({ kind: 'problem', text: people.searchInvalid });
    const found = await send(
      () => client.postFor(PeopleFoundSchema, '/operations/people/search', message.output),
      people.searched,
    );
    if (found === null) return;
    const [only] = found.value.people;
    if (only === undefined) tell({ kind: 'problem', text: people.nobody });
    else setPerson(only);
  }
  async function takeOver(personId: string): Promise<void> {
    const path = `/operations/provisions/${encodeURIComponent(props.provisionId)}/take-over`;
    const taken = await send(() => client.postFor(TakenOverSchema, path, { personId }), query.takenOver);
    setPerson(null);
    if (taken !== null) props.onDone();
  }

  return (
    <form
      class="ask-row below"
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <TextField
        label={query.forWhom}
        hint={people.referenceHint}
        value={typed}
        inputMode="numeric"
        maxLength={20}
        required
        onChange={setTyped}
      />
      <button type="submit" class="primary" disabled={busy}>
        {query.toTakeOver}
      </button>
      {person !== null && (
        <ConfirmDialog
          title={query.takeOverTitle}
          confirm={query.takeOver(numberText(language, props.count))}
          busy={busy}
          onConfirm={() => void takeOver(person.personId)}
          onClose={() => setPerson(null)}
        >
          <p>{query.takeOverWhat}</p>
          <p>
            <strong>{person.name}</strong> · {birthDayOf(language, person.birthDay)}
          </p>
        </ConfirmDialog>
      )}
    </form>
  );
}
