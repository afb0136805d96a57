import { useState } from 'preact/hooks';
import { ConfirmDialog, instantOfForm, SelectField, said, TextField, useOrder } from '../../../console-kit/index.ts';
import { ComparisonSchema } from '../../console-api/alarms.ts';
import { useDesk } from '../frame/desk.ts';
import type { AlarmRow } from './alarm-row.ts';

const FINDINGS = ComparisonSchema.entries.finding.options;

/** What a person can do about one alarm; the comparison comes before clearing (P2). */
export function AlarmActions({ alarm, onChanged }: { alarm: AlarmRow; onChanged: () => void }) {
  const { texts, client, session, may } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<'clear' | 'comparison' | null>(null);
  const [finding, setFinding] = useState<(typeof FINDINGS)[number]>(FINDINGS[0]);
  const [comparedBy, setComparedBy] = useState('');
  const [comparedAt, setComparedAt] = useState('');
  const name = said(texts.words.alarms, alarm.code);
  const path = `/operations/alarms/${alarm.id}`;
  const at = instantOfForm(comparedAt);

  async function acknowledge(): Promise<void> {
    await send(() => client.post(`${path}/acknowledge`, {}), texts.alarms.acknowledged(name));
    onChanged();
  }
  async function clear(): Promise<void> {
    await send(() => client.post(`${path}/clear`, { name: session.name }), texts.alarms.cleared(name));
    setAsked(null);
    onChanged();
  }
  async function approve(): Promise<void> {
    await send(() => client.post(`${path}/approval`, {}), texts.alarms.comparisonApproved);
    onChanged();
  }
  async function compare(): Promise<void> {
    if (at === null || comparedBy.trim() === '') return;
    const body = { finding, comparedBy: comparedBy.trim(), comparedAt: at };
    await send(() => client.post(`${path}/comparison`, body), texts.alarms.recorded);
    setAsked(null);
    onChanged();
  }

  const { comparison = null } = alarm;
  const isApprovalDue =
    comparison?.finding === 'other-person' &&
    comparison.approvedBy === null &&
    comparison.recordedBy !== session.staffId;

  if (alarm.clearedAt !== null) return null;
  return (
    <div class="buttons">
      {isApprovalDue && may('approve') && (
        <button type="button" class="quiet" disabled={busy} onClick={() => void approve()}>
          {texts.alarms.approveComparison}
        </button>
      )}
      {may('alarm') && alarm.acknowledgedAt === null && (
        <button type="button" class="quiet" disabled={busy} onClick={() => void acknowledge()}>
          {texts.alarms.acknowledge}
        </button>
      )}
      {may('alarm') && alarm.needsComparison && (
        <button type="button" class="quiet" onClick={() => setAsked('comparison')}>
          {texts.alarms.compare}
        </button>
      )}
      {may('alarm') && !alarm.needsComparison && (
        <button type="button" class="quiet" onClick={() => setAsked('clear')}>
          {texts.alarms.clear}
        </button>
      )}
      {asked === 'clear' && (
        <ConfirmDialog
          title={texts.alarms.clearTitle}
          confirm={texts.alarms.clear}
          busy={busy}
          onConfirm={() => void clear()}
          onClose={() => setAsked(null)}
        >
          <p>{texts.alarms.which1(name, alarm.terminalId)}</p>
        </ConfirmDialog>
      )}
      {asked === 'comparison' && (
        <ConfirmDialog
          title={texts.alarms.compare}
          confirm={texts.alarms.record}
          busy={busy || at === null || comparedBy.trim() === ''}
          onConfirm={() => void compare()}
          onClose={() => setAsked(null)}
        >
          <p>{texts.alarms.which1(name, alarm.terminalId)}</p>
          <p class="hint">{texts.alarms.compareWhy}</p>
          <SelectField
            label={texts.alarms.finding}
            value={finding}
            options={FINDINGS.map((one) => [one, texts.alarms.findings[one]] as const)}
            onChange={(chosen) => setFinding(FINDINGS.find((one) => one === chosen) ?? FINDINGS[0])}
          />
          <TextField
            label={texts.alarms.comparedBy}
            value={comparedBy}
            onChange={setComparedBy}
            maxLength={80}
            required
          />
          <TextField
            label={texts.alarms.comparedAt}
            type="datetime-local"
            value={comparedAt}
            onChange={setComparedAt}
            required
          />
        </ConfirmDialog>
      )}
    </div>
  );
}
