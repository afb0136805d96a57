import { useState } from 'preact/hooks';
import { AnswerFrame, Facts, numberText, Panel, TextField, useAnswer } from '../../../console-kit/index.ts';
import { StatisticsSchema } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { todayInJapan } from '../texts/days.ts';
import { CountedTables } from './counted-tables.tsx';
import { MonthCharts } from './month-charts.tsx';

const yearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`.replace('-02-29', '-02-28');

/** Counts without persons. What is below ten is not said: nobody is to be found by it. */
export function StatisticsPage() {
  const { texts, client, language, tell } = useDesk();
  const today = todayInJapan(Date.now());
  const [typed, setTyped] = useState({ from: yearBefore(today), to: today });
  const [range, setRange] = useState(typed);
  const query = new URLSearchParams(range).toString();
  const answer = useAnswer(query, () => client.get(StatisticsSchema, `/operations/statistics?${query}`), null);
  const { statistics } = texts;
  return (
    <>
      <div class="page-head">
        <h1>{texts.nav.statistics}</h1>
        <p class="hint">{statistics.why}</p>
      </div>
      <form
        class="ask-row"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.from === '' || typed.to === '' || typed.from > typed.to) {
            tell({ kind: 'problem', text: statistics.invalid });
          } else setRange(typed);
        }}
      >
        <TextField
          label={statistics.from}
          type="date"
          value={typed.from}
          onChange={(from) => setTyped({ ...typed, from })}
        />
        <TextField label={statistics.to} type="date" value={typed.to} onChange={(to) => setTyped({ ...typed, to })} />
        <button type="submit" class="primary">
          {statistics.show}
        </button>
      </form>
      <AnswerFrame answer={answer}>
        {(value) => (
          <>
            <Panel title={statistics.now}>
              <Facts
                facts={[
                  [statistics.people, numberText(language, value.people)],
                  [
                    statistics.doubtful,
                    value.doubtfulDoses === null ? statistics.few : numberText(language, value.doubtfulDoses),
                  ],
                ]}
              />
            </Panel>
            <MonthCharts value={value} />
            <CountedTables value={value} />
          </>
        )}
      </AnswerFrame>
    </>
  );
}
