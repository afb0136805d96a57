import { useState } from 'preact/hooks';
import { AnswerFrame, addressOf, Panel, SelectField, said, useAnswer } from '../../../console-kit/index.ts';
import { AlarmsSchema, SEVERITIES } from '../../console-api/alarms.ts';
import { useDesk } from '../frame/desk.ts';
import { AlarmTable } from './alarm-table.tsx';
import { RuleChanges } from './rule-changes.tsx';
import { Rules } from './rules.tsx';

const EVERY_MS = 10_000;

/** What calls for a person, newest first, and who looks after it. */
export function AlarmsPage({ query }: { query: URLSearchParams }) {
  const { texts, client } = useDesk();
  const [which, setWhich] = useState<'open' | 'all'>('open');
  /** Rises with each rule that was changed here, so that list and history are asked anew. */
  const [turn, setTurn] = useState(0);
  const severity = SEVERITIES.find((one) => one === query.get('severity')) ?? '';
  const terminalId = query.get('terminalId') ?? '';
  const search = new URLSearchParams({
    which,
    ...(severity === '' ? {} : { severity }),
    ...(terminalId === '' ? {} : { terminalId }),
  });
  const answer = useAnswer(
    search.toString(),
    (background) => client.get(AlarmsSchema, `/operations/alarms?${search}`, background),
    EVERY_MS,
  );
  return (
    <>
      <div class="page-head">
        <h1>{texts.alarms.title}</h1>
        {terminalId !== '' && <p>{terminalId}</p>}
      </div>
      <div class="ask-row">
        <SelectField
          label={texts.alarms.which}
          value={which}
          options={[
            ['open', texts.alarms.open],
            ['all', texts.alarms.all],
          ]}
          onChange={(chosen) => setWhich(chosen === 'all' ? 'all' : 'open')}
        />
        <SelectField
          label={texts.alarms.severity}
          value={severity}
          options={[
            ['', texts.alarms.any],
            ...SEVERITIES.map((one) => [one, said(texts.words.severities, one)] as const),
          ]}
          onChange={(chosen) => location.replace(addressOf(['alarms'], { severity: chosen, terminalId }))}
        />
      </div>
      <Panel title={which === 'open' ? texts.alarms.open : texts.alarms.all}>
        <AnswerFrame answer={answer}>
          {({ alarms }) =>
            alarms.length === 0 ? <p>{texts.alarms.none}</p> : <AlarmTable alarms={alarms} onChanged={answer.refresh} />
          }
        </AnswerFrame>
      </Panel>
      <Rules turn={turn} onChanged={() => setTurn((last) => last + 1)} />
      <RuleChanges turn={turn} />
    </>
  );
}
