import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { CheckField, ConfirmDialog, SelectField, said, TextField, useOrder } from '../../../console-kit/index.ts';
import { type AlarmRuleRow, AlarmRuleSchema, SEVERITIES } from '../../console-api/alarms.ts';
import { useDesk } from '../frame/desk.ts';

/** Asks for a rule's new values; what the center would refuse cannot be chosen. */
export function RuleDialog(props: { rule: AlarmRuleRow; onClose: () => void; onChanged: () => void }) {
  const { texts, client } = useDesk();
  const { busy, send } = useOrder();
  const { code, takesDuration, mayBeOff } = props.rule;
  const [severity, setSeverity] = useState(props.rule.severity);
  const [afterSeconds, setAfterSeconds] = useState(String(props.rule.afterSeconds));
  const [repeatMinutes, setRepeatMinutes] = useState(String(props.rule.repeatMinutes));
  const [notify, setNotify] = useState(props.rule.notify);
  const [enabled, setEnabled] = useState(props.rule.enabled);
  const { alarms, words } = texts;
  const name = said(words.alarms, code);
  const whole = (text: string): number => (/^[0-9]{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN);
  const read = v.safeParse(AlarmRuleSchema, {
    code,
    severity,
    afterSeconds: whole(afterSeconds),
    repeatMinutes: whole(repeatMinutes),
    notify,
    enabled,
  });

  async function save(): Promise<void> {
    if (!read.success) return;
    const path = `/operations/alarm-rules/${encodeURIComponent(code)}`;
    const saved = await send(() => client.post(path, read.output), alarms.ruleChanged(name));
    if (saved === null) props.onClose();
    else props.onChanged();
  }

  return (
    <ConfirmDialog
      title={`${alarms.edit}: ${name}`}
      confirm={alarms.saveRule}
      busy={busy || !read.success}
      grave={!enabled}
      onConfirm={() => void save()}
      onClose={props.onClose}
    >
      <div class="form">
        <SelectField
          label={alarms.severity}
          value={severity}
          options={SEVERITIES.map((one) => [one, said(words.severities, one)] as const)}
          onChange={(chosen) => setSeverity(SEVERITIES.find((one) => one === chosen) ?? severity)}
        />
        {takesDuration && (
          <TextField
            label={alarms.afterSeconds}
            hint={alarms.afterHint}
            inputMode="numeric"
            value={afterSeconds}
            maxLength={5}
            onChange={setAfterSeconds}
            required
          />
        )}
        <TextField
          label={alarms.repeatMinutes}
          hint={alarms.repeatHint}
          inputMode="numeric"
          value={repeatMinutes}
          maxLength={5}
          onChange={setRepeatMinutes}
          required
        />
        <div>
          <CheckField label={alarms.notifyWhom} checked={notify} onChange={setNotify} />
          {mayBeOff && <CheckField label={alarms.enabledLong} checked={enabled} onChange={setEnabled} />}
        </div>
      </div>
      {!mayBeOff && <p class="hint">{alarms.neverOff}</p>}
      {!enabled && <p class="problem">{alarms.offEffect}</p>}
    </ConfirmDialog>
  );
}
