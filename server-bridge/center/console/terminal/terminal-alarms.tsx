import { useState } from 'preact/hooks';
import { AlarmsSchema } from '../../console-api/alarms.ts';
import { AlarmTable } from '../alarms/alarm-table.tsx';
import { useAnswer } from '../client/use-answer.ts';
import { useDesk } from '../frame/desk.ts';
import { AnswerFrame } from '../parts/answer-frame.tsx';
import { CheckField } from '../parts/field.tsx';
import { Panel } from '../parts/panel.tsx';

const EVERY_MS = 10_000;

/** A terminal's own alarms, with what can be done about them; on demand also those that are over. */
export function TerminalAlarms({ terminalId }: { terminalId: string }) {
  const { texts, client } = useDesk();
  const [all, setAll] = useState(false);
  const query = new URLSearchParams({ which: all ? 'all' : 'open', terminalId });
  const answer = useAnswer(
    query.toString(),
    (background) => client.get(AlarmsSchema, `/operations/alarms?${query}`, background),
    EVERY_MS,
  );
  return (
    <Panel title={texts.terminal.alarms}>
      <CheckField label={texts.terminal.alsoCleared} checked={all} onChange={setAll} />
      <AnswerFrame answer={answer}>
        {({ alarms }) =>
          alarms.length === 0 ? (
            <p>{all ? texts.terminal.noAlarms : texts.alarms.none}</p>
          ) : (
            <AlarmTable alarms={alarms} ofOneTerminal onChanged={answer.refresh} />
          )
        }
      </AnswerFrame>
    </Panel>
  );
}
