import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import { AnswerFrame, numberText, Panel, Table, useAnswer } from '../../../console-kit/index.ts';
import { DoubtfulSchema } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { PersonName } from '../people/found-people.tsx';
import { DoseActions } from '../person/dose-actions.tsx';
import { DoseState, DoseWhat, DoseWhen } from '../person/dose-cells.tsx';
import { PersonView } from '../person/person-view.tsx';
import { birthDayOf } from '../texts/days.ts';

type Doubtful = v.InferOutput<typeof DoubtfulSchema>;

/** Records of which no certificate is made before somebody has looked (P9), the longest waiting first. */
export function DoubtfulPage() {
  const [personId, setPersonId] = useState<string | null>(null);
  return personId === null ? (
    <Waiting onOpen={setPersonId} />
  ) : (
    <PersonView personId={personId} onBack={() => setPersonId(null)} />
  );
}

function Waiting({ onOpen }: { onOpen: (personId: string) => void }) {
  const { texts, client, language } = useDesk();
  const [after, setAfter] = useState<string | null>(null);
  const query = after === null ? '' : `?${new URLSearchParams({ after })}`;
  const answer = useAnswer(query, () => client.get(DoubtfulSchema, `/operations/doubtful${query}`), null);
  const { doubtful } = texts;
  return (
    <>
      <div class="page-head">
        <h1>{texts.nav.doubtful}</h1>
        <p class="hint">{doubtful.why}</p>
      </div>
      <AnswerFrame answer={answer}>
        {(value) => (
          <Panel title={doubtful.count(numberText(language, value.total))}>
            {value.doses.length === 0 ? (
              <p>{doubtful.none}</p>
            ) : (
              <DoubtfulTable value={value} onOpen={onOpen} onChanged={answer.refresh} />
            )}
            <div class="actions">
              {after !== null && (
                <button type="button" class="quiet" onClick={() => setAfter(null)}>
                  {doubtful.first}
                </button>
              )}
              {value.more && (
                <button type="button" class="quiet" onClick={() => setAfter(value.doses.at(-1)?.dose.doseId ?? null)}>
                  {doubtful.next}
                </button>
              )}
            </div>
          </Panel>
        )}
      </AnswerFrame>
    </>
  );
}

function DoubtfulTable(props: { value: Doubtful; onOpen: (personId: string) => void; onChanged: () => void }) {
  const { texts, language, may } = useDesk();
  const { doubtful, people, doses } = texts;
  return (
    <Table
      label={texts.nav.doubtful}
      heads={[people.name, doses.title, `${doses.product} · ${doses.lot}`, doubtful.doubt, texts.common.action]}
      rows={props.value.doses.map(({ person, dose }) => ({
        key: dose.doseId,
        cells: [
          <span key="name" class="whole">
            <PersonName name={person.name} kana={person.kana} />
            <br />
            <span class="hint">{birthDayOf(language, person.birthDay)}</span>
          </span>,
          <DoseWhen key="when" texts={texts} language={language} dose={dose} />,
          <DoseWhat key="what" language={language} dose={dose} />,
          <DoseState key="state" texts={texts} language={language} dose={dose} />,
          may('records:write') ? (
            <DoseActions
              key="actions"
              dose={dose}
              personName={person.name}
              onCorrect={() => props.onOpen(person.personId)}
              onChanged={props.onChanged}
            />
          ) : may('people:read') ? (
            <button key="open" type="button" class="quiet" onClick={() => props.onOpen(person.personId)}>
              {people.openOne(person.name)}
            </button>
          ) : null,
        ],
      }))}
    />
  );
}
