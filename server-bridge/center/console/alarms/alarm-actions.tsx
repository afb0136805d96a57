import { useState } from 'preact/hooks';
import { ConfirmDialog, instantOfForm, SelectField, said, TextField, useOrder } from '../../../console-kit/index.ts';
import { ComparisonSchema } from '../../console-api/alarms.ts';
import { useDesk } from '../frame/desk.ts';
import type { AlarmRow } from './alarm-row.ts';

const FINDINGS = ComparisonSchema.entries.finding.options;

/** A dialog that stands open, and how often the alarm had been seen when it was opened: the list behind it goes on. */
type Asked = { readonly what: 'clear' | 'comparison'; readonly times: number };

/** What a person can do about one alarm; the comparison comes before clearing (P2). */
export function AlarmActions({ alarm, onChanged }: { alarm: AlarmRow; onChanged: () => void }) {
  const { texts, client, session, may } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [finding, setFinding] = useState<(typeof FINDINGS)[number]>(FINDINGS[0]);
  const [comparedBy, setComparedBy] = useState('');
  const [comparedAt, setComparedAt] = useState('');
  const name = said(texts.words.alarms, alarm.code);
  const path = `/operations/alarms/${alarm.id}`;
  const at = instantOfForm(comparedAt);

  async function acknowledge(): Promise<void> {
    await send(() => client.post(`${path}/acknowledge`, { times: alarm.times }), texts.alarms.acknowledged(name));
    onChanged();
  }
  async function clear(times: number): Promise<void> {
    await send(() => client.post(`${path}/clear`, { name: session.name, times }), texts.alarms.cleared(name));
    setAsked(null);
    onChanged();
  }
  async function approve(): Promise<void> {
    await send(() => client.post(`${path}/approval`, {}), texts.alarms.comparisonApproved);
    onChanged();
  }
  async function compare(times: number): Promise<void> {
    if (at === null || comparedBy.trim() === '') return;
    const body = { finding, comparedBy: comparedBy.trim(), comparedAt: at, times };
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
        <button type="button" class="quiet" onClick={() => setAsked({ what: 'comparison', times: alarm.times })}>
          {texts.alarms.compare}
        </button>
      )}
      {may('alarm') && !alarm.needsComparison && (
        <button type="button" class="quiet" onClick={() => setAsked({ what: 'clear', times: alarm.times })}>
          {texts.alarms.clear}
        </button>
      )}
      {asked?.what === 'clear' && (
        <ConfirmDialog
          title={texts.alarms.clearTitle}
          confirm={texts.alarms.clear}
          busy={busy}
          onConfirm={() => void clear(asked.times)}
          onClose={() => setAsked(null)}
        >
          <p>{texts.alarms.which1(name, alarm.terminalId)}</p>
        </ConfirmDialog>
      )}
      {asked?.what === 'comparison' && (
        <ConfirmDialog
          title={texts.alarms.compare}
          confirm={texts.alarms.record}
          busy={busy || at === null || comparedBy.trim() === ''}
          onConfirm={() => void compare(asked.times)}
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
