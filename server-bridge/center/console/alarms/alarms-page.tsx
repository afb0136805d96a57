import { useState } from 'preact/hooks';
import { AlarmRulesSchema, AlarmsSchema, SEVERITIES } from '../../console-api/alarms.ts';
import { addressOf } from '../client/route.ts';
import { useAnswer } from '../client/use-answer.ts';
import { useDesk } from '../frame/desk.ts';
import { AnswerFrame } from '../parts/answer-frame.tsx';
import { Badge } from '../parts/badge.tsx';
import { SelectField } from '../parts/field.tsx';
import { Panel } from '../parts/panel.tsx';
import { Table } from '../parts/table.tsx';
import { said, type Texts } from '../texts/texts.ts';
import { instantText, numberText } from '../texts/when.ts';
import { AlarmActions } from './alarm-actions.tsx';
import type { AlarmRow } from './alarm-row.ts';

const EVERY_MS = 10_000;
/** Alarms of the center itself stand under this name. */
const CENTER = 'center';
const KINDS = { critical: 'bad', major: 'warn', minor: 'plain' } as const;

/** What calls for a person, newest first, and who looks after it. */
export function AlarmsPage({ query }: { query: URLSearchParams }) {
  const { texts, client } = useDesk();
  const [which, setWhich] = useState<'open' | 'all'>('open');
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
          {({ alarms }) => <AlarmTable alarms={alarms} onChanged={answer.refresh} />}
        </AnswerFrame>
      </Panel>
      <Rules />
    </>
  );
}

function AlarmTable({ alarms, onChanged }: { alarms: readonly AlarmRow[]; onChanged: () => void }) {
  const { texts, language, may } = useDesk();
  if (alarms.length === 0) return <p>{texts.alarms.none}</p>;
  const acts = may('alarm') || may('approve');
  const handled = ({ acknowledgedBy, clearedBy }: AlarmRow): string =>
    [
      acknowledgedBy === null ? [] : [texts.alarms.acknowledgedBy(acknowledgedBy)],
      clearedBy === null ? [] : [texts.alarms.clearedBy(clearedBy)],
    ]
      .flat()
      .join(', ');
  return (
    <Table
      label={texts.alarms.title}
      heads={[
        texts.alarms.what,
        texts.alarms.severity,
        texts.alarms.terminal,
        texts.alarms.raised,
        texts.alarms.times,
        texts.alarms.handled,
        ...(acts ? [texts.alarms.action] : []),
      ]}
      numbers={[4]}
      rows={alarms.map((alarm) => ({
        key: alarm.id,
        cells: [
          said(texts.words.alarms, alarm.code),
          <Badge key="severity" kind={KINDS[alarm.severity]} text={said(texts.words.severities, alarm.severity)} />,
          alarm.terminalId === CENTER ? (
            CENTER
          ) : (
            <a key="terminal" href={addressOf(['terminals', alarm.terminalId])}>
              {alarm.terminalId}
            </a>
          ),
          instantText(language, alarm.raisedAt),
          numberText(language, alarm.times),
          <>
            {handled(alarm)} {comparisonText(texts, alarm.comparison ?? null)}{' '}
            {alarm.needsComparison && <Badge kind="bad" text={texts.alarms.needsComparison} />}
          </>,
          ...(acts ? [<AlarmActions key="actions" alarm={alarm} onChanged={onChanged} />] : []),
        ],
      }))}
    />
  );
}

function comparisonText(texts: Texts, comparison: NonNullable<AlarmRow['comparison']> | null): string {
  if (comparison === null) return '';
  const { finding, recordedBy, approvedBy } = comparison;
  const isDue = finding === 'other-person' && approvedBy === null;
  const found = texts.alarms.comparedSo(texts.alarms.findings[finding], recordedBy);
  return isDue ? `${found}, ${texts.alarms.second}` : found;
}

function Rules() {
  const { texts, client, language } = useDesk();
  const answer = useAnswer(
    'rules',
    (background) => client.get(AlarmRulesSchema, '/operations/alarm-rules', background),
    null,
  );
  return (
    <Panel title={texts.alarms.rules}>
      <AnswerFrame answer={answer}>
        {({ rules }) => (
          <Table
            label={texts.alarms.rules}
            heads={[
              texts.alarms.what,
              texts.alarms.severity,
              texts.alarms.afterSeconds,
              texts.alarms.repeatMinutes,
              texts.alarms.notify,
            ]}
            numbers={[2, 3]}
            rows={rules.map(({ code, severity, afterSeconds, repeatMinutes, notify }) => ({
              key: code,
              cells: [
                said(texts.words.alarms, code),
                said(texts.words.severities, severity),
                numberText(language, afterSeconds),
                numberText(language, repeatMinutes),
                notify ? texts.frame.yes : texts.frame.no,
              ],
            }))}
          />
        )}
      </AnswerFrame>
    </Panel>
  );
}
