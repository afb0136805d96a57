import { useState } from 'preact/hooks';
import { AnswerFrame, Badge, numberText, Panel, said, Table, useAnswer } from '../../../console-kit/index.ts';
import { type AlarmRuleRow, AlarmRulesSchema } from '../../console-api/alarms.ts';
import { useDesk } from '../frame/desk.ts';
import { RuleDialog } from './rule-dialog.tsx';

const EVERY_MS = 30_000;

/** The rule of each alarm: how long its cause must stand, how grave it is, whether it is on; changed by those who may. */
export function Rules({ turn, onChanged }: { turn: number; onChanged: () => void }) {
  const { texts, client, language, may } = useDesk();
  const [edited, setEdited] = useState<AlarmRuleRow | null>(null);
  const answer = useAnswer(
    `rules ${turn}`,
    (background) => client.get(AlarmRulesSchema, '/operations/alarm-rules', background),
    EVERY_MS,
  );
  const { alarms } = texts;
  const edits = may('alarm');
  return (
    <Panel title={alarms.rules}>
      <p class="hint">{alarms.rulesWhy}</p>
      <AnswerFrame answer={answer}>
        {({ rules }) => (
          <Table
            label={alarms.rules}
            heads={[
              alarms.what,
              alarms.enabled,
              alarms.severity,
              alarms.afterSeconds,
              alarms.repeatMinutes,
              alarms.notify,
              ...(edits ? [alarms.action] : []),
            ]}
            numbers={[3, 4]}
            rows={rules.map((rule) => ({
              key: rule.code,
              cells: [
                said(texts.words.alarms, rule.code),
                <Badge
                  key="enabled"
                  kind={rule.enabled ? 'good' : 'plain'}
                  text={rule.enabled ? alarms.ruleOn : alarms.ruleOff}
                />,
                said(texts.words.severities, rule.severity),
                rule.afterSeconds === 0 ? alarms.atOnce : numberText(language, rule.afterSeconds),
                rule.repeatMinutes === 0 ? alarms.never : numberText(language, rule.repeatMinutes),
                rule.notify ? texts.frame.yes : texts.frame.no,
                ...(edits ? [<Edit key="edit" rule={rule} onEdit={() => setEdited(rule)} />] : []),
              ],
            }))}
          />
        )}
      </AnswerFrame>
      {edited !== null && (
        <RuleDialog
          key={edited.code}
          rule={edited}
          onClose={() => setEdited(null)}
          onChanged={() => {
            setEdited(null);
            onChanged();
          }}
        />
      )}
    </Panel>
  );
}

function Edit({ rule, onEdit }: { rule: AlarmRuleRow; onEdit: () => void }) {
  const { texts } = useDesk();
  if (rule.fixed) return <span class="hint">{texts.alarms.fixed}</span>;
  const label = `${texts.alarms.edit}: ${said(texts.words.alarms, rule.code)}`;
  return (
    <button type="button" class="quiet" aria-label={label} onClick={onEdit}>
      {texts.alarms.edit}
    </button>
  );
}
