import { useState } from 'preact/hooks';
import { AnswerFrame, CheckField, Panel, useAnswer } from '../../../console-kit/index.ts';
import { AlarmsSchema } from '../../console-api/alarms.ts';
import { AlarmTable } from '../alarms/alarm-table.tsx';
import { useDesk } from '../frame/desk.ts';

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
