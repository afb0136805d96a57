import { addressOf, Badge, instantText, numberText, said, Table } from '../../../console-kit/index.ts';
import { CENTER_ITSELF } from '../../alarm-codes.ts';
import { useDesk } from '../frame/desk.ts';
import type { Texts } from '../texts/texts.ts';
import { AlarmActions } from './alarm-actions.tsx';
import type { AlarmRow } from './alarm-row.ts';

const KINDS = { critical: 'bad', major: 'warn', minor: 'plain' } as const;

/** Alarms with what can be done about each. @param props.ofOneTerminal without the column that says whose they are */
export function AlarmTable(props: { alarms: readonly AlarmRow[]; ofOneTerminal?: boolean; onChanged: () => void }) {
  const { alarms, ofOneTerminal = false, onChanged } = props;
  const { texts, language, may } = useDesk();
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
        ...(ofOneTerminal ? [] : [texts.alarms.terminal]),
        texts.alarms.raised,
        texts.alarms.times,
        texts.alarms.handled,
        ...(acts ? [texts.alarms.action] : []),
      ]}
      numbers={[ofOneTerminal ? 3 : 4]}
      rows={alarms.map((alarm) => ({
        key: alarm.id,
        cells: [
          said(texts.words.alarms, alarm.code),
          <Badge key="severity" kind={KINDS[alarm.severity]} text={said(texts.words.severities, alarm.severity)} />,
          ...(ofOneTerminal ? [] : [<WhoseAlarm key="terminal" terminalId={alarm.terminalId} />]),
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

function WhoseAlarm({ terminalId }: { terminalId: string }) {
  return terminalId === CENTER_ITSELF ? (
    <span>{CENTER_ITSELF}</span>
  ) : (
    <a href={addressOf(['terminals', terminalId])}>{terminalId}</a>
  );
}
