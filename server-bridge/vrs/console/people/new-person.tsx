import { useState } from 'preact/hooks';
import { ConfirmDialog, Panel, useOrder } from '../../../console-kit/index.ts';
import { NewPersonAnswerSchema } from '../../console-api/people.ts';
import { useDesk, useWhenBlanked } from '../frame/desk.ts';
import { Changes } from '../parts/changes.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';
import { IndividualNumberField } from '../person/individual-number-field.tsx';
import { EMPTY_PERSON, factsOfDraft, type PersonDraft } from '../person/person-draft.ts';
import { PersonFields } from '../person/person-fields.tsx';
import { personWords } from '../person/person-words.ts';
import { checkedNumber } from '../texts/typed-number.ts';

/** Registering one person by hand; mostly files do this. */
export function NewPerson(props: { onBack: () => void; onMade: (personId: string) => void }) {
  const { texts, client, tell, may, language } = useDesk();
  const { busy, send } = useOrder();
  const [draft, setDraft] = useState<PersonDraft>(EMPTY_PERSON);
  const [number, setNumber] = useState('');
  const [asked, setAsked] = useState(false);
  useWhenBlanked(() => setNumber(''));
  const facts = factsOfDraft(draft);
  const typedNumber = checkedNumber(number);

  function ask(): void {
    if (facts === null) {
      tell({ kind: 'problem', text: texts.person.invalid });
      return;
    }
    if (number !== '' && typedNumber === null) {
      tell({ kind: 'problem', text: texts.number.invalid });
      return;
    }
    setAsked(true);
  }
  async function submit(): Promise<void> {
    if (facts === null) return;
    const message = { ...facts, individualNumber: typedNumber };
    setNumber('');
    const made = await send(
      () => client.postFor(NewPersonAnswerSchema, '/operations/people', message),
      texts.person.made,
    );
    setAsked(false);
    if (made !== null) props.onMade(made.value.personId);
  }

  return (
    <>
      <button type="button" class="quiet back" onClick={props.onBack}>
        {texts.people.back}
      </button>
      <ViewHeading>{texts.people.newOne}</ViewHeading>
      <Panel title={texts.person.facts}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            ask();
          }}
        >
          <PersonFields draft={draft} onChange={setDraft} />
          {may('numbers:write') && (
            <div class="form below">
              <IndividualNumberField value={number} onChange={setNumber} hint={texts.number.ifKnown} />
            </div>
          )}
          <div class="buttons below">
            <button type="submit" class="primary" disabled={busy}>
              {texts.common.toConfirm}
            </button>
          </div>
        </form>
      </Panel>
      {asked && facts !== null && (
        <ConfirmDialog
          title={texts.person.makeTitle}
          confirm={texts.person.make}
          busy={busy}
          onConfirm={() => void submit()}
          onClose={() => setAsked(false)}
        >
          <Changes
            changes={personWords(texts, language, facts).map(([name, after]) => ({
              name,
              before: texts.frame.nothing,
              after,
            }))}
          />
          {typedNumber !== null && <p class="hint">{texts.number.withIt}</p>}
        </ConfirmDialog>
      )}
    </>
  );
}
