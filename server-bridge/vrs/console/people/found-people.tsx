import type * as v from 'valibot';
import { numberText, Panel, said, Table } from '../../../console-kit/index.ts';
import type { PeopleFoundSchema, PersonLine } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { PersonFlags } from '../person/person-flags.tsx';
import { birthDayOf } from '../texts/days.ts';

/** Who fits; nobody is an answer as well, and said as one. */
export function FoundPeople(props: {
  found: v.InferOutput<typeof PeopleFoundSchema>;
  onOpen: (personId: string) => void;
}) {
  const { texts, language } = useDesk();
  const { people: words } = texts;
  const { people, more } = props.found;
  return (
    <Panel title={words.found(numberText(language, people.length))}>
      {people.length === 0 ? (
        <p>{words.nobody}</p>
      ) : (
        <Table
          label={texts.nav.people}
          heads={[words.name, words.referenceNumber, words.birthDay, words.sex, words.doses, words.flags, words.open]}
          numbers={[4]}
          rows={people.map((line) => ({ key: line.personId, cells: lineCells(line) }))}
        />
      )}
      {more && <p class="note">{words.more}</p>}
    </Panel>
  );

  function lineCells(line: PersonLine) {
    return [
      <PersonName key="name" name={line.name} kana={line.kana} />,
      line.referenceNumber ?? texts.frame.nothing,
      birthDayOf(language, line.birthDay),
      said(texts.words.sexes, line.sex),
      line.doses === null ? texts.frame.nothing : numberText(language, line.doses),
      <PersonFlags key="flags" person={line} doubtful={line.doubtful === true} />,
      <button
        key="open"
        type="button"
        class="quiet"
        aria-label={words.openOne(line.name)}
        onClick={() => props.onOpen(line.personId)}
      >
        {words.open}
      </button>,
    ];
  }
}

export function PersonName({ name, kana }: { name: string; kana: string | null }) {
  return (
    <>
      {kana !== null && <span class="kana">{kana}</span>}
      <strong>{name}</strong>
    </>
  );
}
