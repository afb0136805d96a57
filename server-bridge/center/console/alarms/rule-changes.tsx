import { useState } from 'preact/hooks';
import { AnswerFrame, instantText, numberText, Panel, said, Table, useAnswer } from '../../../console-kit/index.ts';
import { type AlarmRuleChange, AlarmRuleChangesSchema } from '../../console-api/alarms.ts';
import { type Desk, useDesk } from '../frame/desk.ts';

const EVERY_MS = 30_000;

/** Who set which rule to what, newest first, as the audit trail has it. */
export function RuleChanges({ turn }: { turn: number }) {
  const desk = useDesk();
  const { texts, client, language } = desk;
  const [before, setBefore] = useState<number | null>(null);
  const { alarms } = texts;
  const answer = useAnswer(
    `${turn} ${before ?? ''}`,
    (background) =>
      client.get(
        AlarmRuleChangesSchema,
        `/operations/alarm-rules/changes${before === null ? '' : `?before=${before}`}`,
        background,
      ),
    before === null ? EVERY_MS : null,
  );
  return (
    <Panel title={alarms.ruleHistory}>
      <AnswerFrame answer={answer}>
        {(page) => (
          <>
            {page.changes.length === 0 ? (
              <p>{alarms.noRuleHistory}</p>
            ) : (
              <Table
                label={alarms.ruleHistory}
                heads={[texts.audit.at, texts.audit.actor, alarms.what, alarms.setTo]}
                rows={page.changes.map((change) => ({
                  key: change.place,
                  cells: [
                    instantText(language, change.at),
                    change.by,
                    said(texts.words.alarms, change.code),
                    ruleText(change.rule, desk),
                  ],
                }))}
              />
            )}
            <div class="actions">
              {before !== null && (
                <button type="button" class="quiet" onClick={() => setBefore(null)}>
                  {texts.audit.newest}
                </button>
              )}
              {page.before !== null && (
                <button type="button" class="quiet" onClick={() => setBefore(page.before)}>
                  {texts.audit.older}
                </button>
              )}
            </div>
          </>
        )}
      </AnswerFrame>
    </Panel>
  );
}

function ruleText(rule: AlarmRuleChange['rule'], { texts, language }: Pick<Desk, 'texts' | 'language'>): string {
  const { alarms } = texts;
  if (rule === null) return texts.frame.nothing;
  const number = (value: number): string => numberText(language, value);
  return [
    rule.enabled ? alarms.ruleOn : alarms.ruleOff,
    said(texts.words.severities, rule.severity),
    alarms.after(number(rule.afterSeconds)),
    rule.repeatMinutes === 0 ? alarms.notAgain : alarms.again(number(rule.repeatMinutes)),
    rule.notify ? alarms.notified : alarms.notNotified,
  ].join(' · ');
}
