import { useState } from 'preact/hooks';
import { ConfirmDialog, Facts, useOrder } from '../../../console-kit/index.ts';
import type { Dose } from '../../console-api/people.ts';
import type { CorrectionReason } from '../../register/dose-facts.ts';
import { useDesk } from '../frame/desk.ts';
import { ReasonField } from '../parts/reason-field.tsx';
import { doseWords } from './dose-words.ts';

type Act = 'confirm' | 'flag' | 'delete';

/** Correct, confirm, flag as doubtful, delete: each names the dose, wants a reason and asks once more. */
export function DoseActions(props: { dose: Dose; personName: string; onCorrect: () => void; onChanged: () => void }) {
  const { dose, personName, onCorrect, onChanged } = props;
  const { texts, client, language } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<Act | null>(null);
  const [reason, setReason] = useState<CorrectionReason | ''>('');
  const { doses } = texts;
  const nth = doses.nth(String(dose.number));

  function ask(act: Act): void {
    setReason(act === 'confirm' ? 'checked-and-right' : '');
    setAsked(act);
  }
  async function submit(act: Act): Promise<void> {
    const path = `/operations/doses/${encodeURIComponent(dose.doseId)}/${act}`;
    const sent = await send(() => client.post(path, { version: dose.version, reason }), doses.done[act]);
    setAsked(null);
    if (sent !== null) onChanged();
  }

  const acts: readonly Act[] = dose.doubt === null ? ['flag', 'delete'] : ['confirm', 'delete'];
  return (
    <div class="buttons">
      <button type="button" class="quiet" aria-label={doses.actOf(texts.common.correct, nth)} onClick={onCorrect}>
        {texts.common.correct}
      </button>
      {acts.map((act) => (
        <button
          key={act}
          type="button"
          class={act === 'delete' ? 'grave-quiet' : 'quiet'}
          aria-label={doses.actOf(doses.acts[act], nth)}
          onClick={() => ask(act)}
        >
          {doses.acts[act]}
        </button>
      ))}
      {asked !== null && (
        <ConfirmDialog
          title={doses.actTitle(doses.acts[asked], nth)}
          confirm={doses.acts[asked]}
          busy={busy || reason === ''}
          grave={asked === 'delete'}
          onConfirm={() => void submit(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{doses.what[asked]}</p>
          <Facts facts={[[texts.people.name, personName], ...doseWords(texts, language, dose)]} />
          <div class="below">
            <ReasonField value={reason} onChange={setReason} />
          </div>
        </ConfirmDialog>
      )}
    </div>
  );
}
