import { useState } from 'preact/hooks';
import { ConfirmDialog, useOrder } from '../../../console-kit/index.ts';
import type { PersonPage } from '../../console-api/people.ts';
import type { CorrectionReason } from '../../register/dose-facts.ts';
import { useDesk } from '../frame/desk.ts';
import { Changes } from '../parts/changes.tsx';
import { ReasonField } from '../parts/reason-field.tsx';
import { draftOfFacts, factsOfDraft } from './person-draft.ts';
import { PersonFields } from './person-fields.tsx';
import { personWords } from './person-words.ts';

/** Correcting facts and flags: what is typed, why, what differs, and once more whether. */
export function PersonEditor(props: { person: PersonPage; onClose: () => void; onChanged: () => void }) {
  const { person, onClose, onChanged } = props;
  const { texts, client, tell, language } = useDesk();
  const { busy, send } = useOrder();
  const [draft, setDraft] = useState(draftOfFacts(person));
  const [reason, setReason] = useState<CorrectionReason | ''>('');
  const [asked, setAsked] = useState(false);
  const facts = factsOfDraft(draft);

  function ask(): void {
    if (facts === null) {
      tell({ kind: 'problem', text: texts.person.invalid });
      return;
    }
    if (reason === '') {
      tell({ kind: 'problem', text: texts.common.reasonMissing });
      return;
    }
    setAsked(true);
  }
  async function submit(): Promise<void> {
    const path = `/operations/people/${encodeURIComponent(person.personId)}/change`;
    const sent = await send(
      () => client.post(path, { version: person.version, reason, facts }),
      texts.person.corrected,
    );
    setAsked(false);
    if (sent !== null) onChanged();
  }

  const before = personWords(texts, language, person);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <PersonFields draft={draft} onChange={setDraft} />
      <div class="below">
        <ReasonField value={reason} onChange={setReason} />
      </div>
      <div class="buttons below">
        <button type="submit" class="primary" disabled={busy}>
          {texts.common.toConfirm}
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          {texts.common.stop}
        </button>
      </div>
      {asked && facts !== null && (
        <ConfirmDialog
          title={texts.person.correctTitle}
          confirm={texts.common.correct}
          busy={busy}
          onConfirm={() => void submit()}
          onClose={() => setAsked(false)}
        >
          <Changes
            changes={personWords(texts, language, facts).map(([name, after], index) => ({
              name,
              before: before[index]?.[1] ?? '',
              after,
            }))}
          />
          <p class="hint">{texts.common.reasonIs(texts.words.reasons[reason] ?? reason)}</p>
        </ConfirmDialog>
      )}
    </form>
  );
}
