import { useState } from 'preact/hooks';
import { AnswerFrame, Facts, instantText, Panel, useAnswer } from '../../../console-kit/index.ts';
import { type PersonPage, PersonPageSchema } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import { Certificates } from './certificates.tsx';
import { Doses } from './doses.tsx';
import { History } from './history.tsx';
import { IndividualNumber } from './individual-number.tsx';
import { PersonEditor } from './person-editor.tsx';
import { PersonFlags } from './person-flags.tsx';
import { personWords } from './person-words.ts';
import { Tickets } from './tickets.tsx';

/** One person: facts, number, tickets, doses, certificates, history. All of it goes with the view. */
export function PersonView({ personId, onBack }: { personId: string; onBack: () => void }) {
  const { texts, client } = useDesk();
  const answer = useAnswer(
    personId,
    () => client.get(PersonPageSchema, `/operations/people/${encodeURIComponent(personId)}`),
    null,
  );
  return (
    <>
      <button type="button" class="quiet back" onClick={onBack}>
        {texts.people.back}
      </button>
      <AnswerFrame answer={answer}>{(person) => <Shown person={person} onChanged={answer.refresh} />}</AnswerFrame>
    </>
  );
}

function Shown({ person, onChanged }: { person: PersonPage; onChanged: () => void }) {
  const { texts, language, may } = useDesk();
  const [editing, setEditing] = useState(false);
  const doubtful = person.doses?.some(({ doubt }) => doubt !== null) ?? false;
  const stamp = [person.version, ...(person.doses ?? []).map(({ doseId, version }) => `${doseId} ${version}`)].join();
  return (
    <>
      <div class="page-head">
        <ViewHeading>{person.name}</ViewHeading>
        <PersonFlags person={person} doubtful={doubtful} />
      </div>
      {person.protected && (
        <p class="problem" role="note">
          {texts.person.protectedRule}
        </p>
      )}
      <div class="columns">
        <Panel title={texts.person.facts}>
          {editing ? (
            <PersonEditor
              person={person}
              onClose={() => setEditing(false)}
              onChanged={() => {
                setEditing(false);
                onChanged();
              }}
            />
          ) : (
            <>
              <Facts
                facts={[
                  ...personWords(texts, language, person),
                  [texts.person.changed, `${instantText(language, person.changedAt)} · ${person.changedBy}`],
                ]}
              />
              {may('people:write') && (
                <div class="buttons below">
                  <button type="button" class="quiet" onClick={() => setEditing(true)}>
                    {texts.person.correct}
                  </button>
                </div>
              )}
            </>
          )}
        </Panel>
        <div>
          <IndividualNumber person={person} onChanged={onChanged} />
          <Tickets person={person} onChanged={onChanged} />
        </div>
      </div>
      <Doses person={person} onChanged={onChanged} />
      <Certificates certificates={person.certificates} />
      <History personId={person.personId} stamp={stamp} />
    </>
  );
}
