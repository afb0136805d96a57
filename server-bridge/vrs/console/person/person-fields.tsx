import { CheckField, SelectField, said, TextField } from '../../../console-kit/index.ts';
import { SEXES } from '../../register/person-facts.ts';
import { useDesk } from '../frame/desk.ts';
import { type PersonDraft, sexOf } from './person-draft.ts';

/** Every fact of a person but the individual number; flags among them. */
export function PersonFields({ draft, onChange }: { draft: PersonDraft; onChange: (draft: PersonDraft) => void }) {
  const { texts } = useDesk();
  const { people, person } = texts;
  const change = (part: Partial<PersonDraft>): void => onChange({ ...draft, ...part });
  return (
    <div class="form">
      <TextField
        label={people.referenceNumber}
        hint={people.referenceHint}
        value={draft.referenceNumber}
        inputMode="numeric"
        maxLength={20}
        required
        onChange={(referenceNumber) => change({ referenceNumber })}
      />
      <TextField
        label={people.name}
        hint={person.nameHint}
        value={draft.name}
        maxLength={100}
        required
        onChange={(name) => change({ name })}
      />
      <TextField
        label={person.kana}
        hint={person.kanaHint}
        value={draft.kana}
        maxLength={100}
        onChange={(kana) => change({ kana })}
      />
      <TextField
        label={people.birthDay}
        type="date"
        value={draft.birthDay}
        required
        onChange={(birthDay) => change({ birthDay })}
      />
      <SelectField
        label={people.sex}
        value={draft.sex}
        options={SEXES.map((sex) => [sex, said(texts.words.sexes, sex)] as const)}
        onChange={(chosen) => change({ sex: sexOf(chosen) })}
      />
      <TextField
        label={person.movedOn}
        hint={person.flagHint}
        type="date"
        value={draft.movedOn}
        onChange={(movedOn) => change({ movedOn })}
      />
      <TextField
        label={person.deceasedOn}
        hint={person.flagHint}
        type="date"
        value={draft.deceasedOn}
        onChange={(deceasedOn) => change({ deceasedOn })}
      />
      <div class="wide">
        <CheckField
          label={person.protectedLabel}
          checked={draft.protected}
          onChange={(checked) => change({ protected: checked })}
        />
      </div>
    </div>
  );
}
