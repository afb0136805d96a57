import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { ConfirmDialog, Facts, Panel, TextField, useOrder } from '../../../console-kit/index.ts';
import { NewQuerySchema, QueryAnswerSchema } from '../../console-api/provisions.ts';
import { useDesk, useWhenBlanked } from '../frame/desk.ts';
import { IndividualNumberField } from '../person/individual-number-field.tsx';
import { dayOf } from '../texts/days.ts';
import { typedDigits } from '../texts/typed-digits.ts';
import { QueryAnswered } from './query-answered.tsx';

type Query = v.InferOutput<typeof NewQuerySchema>;
const EMPTY = { asked: '', movedInOn: '', birthDay: '' };

/** Asking another municipality about somebody who moved in (V4, V14). The number is in the page until it is sent, and not after. */
export function QueryPage() {
  const { texts, client, tell, may, language } = useDesk();
  const { busy, send } = useOrder();
  const [typed, setTyped] = useState(EMPTY);
  const [number, setNumber] = useState('');
  const [asked, setAsked] = useState<Query | null>(null);
  const [answer, setAnswer] = useState<v.InferOutput<typeof QueryAnswerSchema> | null>(null);
  const { query } = texts;

  function forget(): void {
    setNumber('');
    setAsked(null);
  }
  useWhenBlanked(forget);

  function ask(): void {
    const message = v.safeParse(NewQuerySchema, {
      asked: typedDigits(typed.asked),
      purpose: 'moved-in',
      movedInOn: typed.movedInOn,
      individualNumber: typedDigits(number),
      birthDay: typed.birthDay,
    });
    if (message.success) setAsked(message.output);
    else tell({ kind: 'problem', text: query.invalid });
  }
  async function submit(message: Query): Promise<void> {
    forget();
    setAnswer(null);
    const answered = await send(
      () => client.postFor(QueryAnswerSchema, '/operations/provisions/queries', message),
      query.answered,
    );
    if (answered === null) return;
    setTyped(EMPTY);
    setAnswer(answered.value);
  }

  return (
    <>
      <div class="page-head">
        <h1>{texts.nav.query}</h1>
        <p class="hint">{query.why}</p>
      </div>
      {may('numbers:write') ? (
        <Panel title={query.newOne}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              ask();
            }}
          >
            <Facts facts={[[texts.number.purpose, query.purpose]]} />
            <div class="form below">
              <TextField
                label={query.asked}
                hint={texts.doses.codeHint}
                value={typed.asked}
                inputMode="numeric"
                maxLength={6}
                required
                onChange={(code) => setTyped({ ...typed, asked: code })}
              />
              <TextField
                label={query.movedInOn}
                hint={query.movedInHint}
                type="date"
                value={typed.movedInOn}
                required
                onChange={(movedInOn) => setTyped({ ...typed, movedInOn })}
              />
              <TextField
                label={texts.people.birthDay}
                type="date"
                value={typed.birthDay}
                required
                onChange={(birthDay) => setTyped({ ...typed, birthDay })}
              />
              <IndividualNumberField value={number} onChange={setNumber} hint={query.numberHint} />
            </div>
            <div class="buttons below">
              <button type="submit" class="primary" disabled={busy}>
                {texts.common.toConfirm}
              </button>
            </div>
          </form>
        </Panel>
      ) : (
        <p class="problem" role="alert">
          {query.needsNumbers}
        </p>
      )}
      {answer !== null && <QueryAnswered answer={answer} onDone={() => setAnswer(null)} />}
      {asked !== null && (
        <ConfirmDialog
          title={query.title}
          confirm={query.send}
          busy={busy}
          onConfirm={() => void submit(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{query.logged}</p>
          <Facts
            facts={[
              [query.asked, asked.asked],
              [query.movedInOn, dayOf(language, asked.movedInOn)],
              [texts.people.birthDay, dayOf(language, asked.birthDay)],
              [texts.number.title, texts.number.masked],
            ]}
          />
        </ConfirmDialog>
      )}
    </>
  );
}
