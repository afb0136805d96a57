import { useState } from 'preact/hooks';
import { CheckField, Panel, said, TextField, useOrder } from '../../../console-kit/index.ts';
import type { Directive } from '../../../protocol/index.ts';
import { ChangeSchema } from '../../console-api/changes.ts';
import { useDesk } from '../frame/desk.ts';
import { DRAFT_MEMBERS, type Draft, draftFrom, messageOf } from './draft.ts';
import { MemberFields } from './member-fields.tsx';
import { ScopeChoice } from './scope-choice.tsx';

/** A form for the usual members; what is submitted waits for another person (C1). */
export function DraftForm({ directive, onDrafted }: { directive: Directive; onDrafted: () => void }) {
  const { texts, client, tell } = useDesk();
  const { busy, send } = useOrder();
  const [draft, setDraft] = useState(() => draftFrom(directive));
  const change = (part: Partial<Draft>): void => setDraft((last) => ({ ...last, ...part }));

  async function submit(): Promise<void> {
    if (draft.members.length === 0) return tell({ kind: 'problem', text: texts.directive.nothingChosen });
    const message = messageOf(draft, directive);
    if (message === null) return tell({ kind: 'problem', text: texts.directive.invalid });
    const drafted = await send(
      () => client.postFor(ChangeSchema, '/operations/directive/changes', message),
      texts.frame.sending,
    );
    if (drafted === null) return;
    tell({ kind: 'done', text: texts.directive.submitted(drafted.value.changeId) });
    setDraft(draftFrom(directive));
    onDrafted();
  }

  return (
    <Panel title={texts.directive.newChange}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ScopeChoice scope={draft.scope} onChange={(scope) => change({ scope })} />
        {DRAFT_MEMBERS.map((member) => (
          <div key={member} class="wide member">
            <CheckField
              label={texts.directive.include(said(texts.words.members, member))}
              checked={draft.members.includes(member)}
              onChange={(checked) =>
                change({
                  members: DRAFT_MEMBERS.filter((one) => (one === member ? checked : draft.members.includes(one))),
                })
              }
            />
            {draft.members.includes(member) && (
              <div class="form">
                <MemberFields member={member} draft={draft} directive={directive} onChange={change} />
              </div>
            )}
          </div>
        ))}
        <TextField
          label={texts.directive.effectiveAt}
          type="datetime-local"
          value={draft.effectiveAt}
          onChange={(effectiveAt) => change({ effectiveAt })}
        />
        <TextField
          label={texts.directive.note}
          value={draft.note}
          maxLength={200}
          onChange={(note) => change({ note })}
        />
        <div class="wide">
          <button type="submit" class="primary" disabled={busy}>
            {texts.directive.submit}
          </button>
        </div>
      </form>
    </Panel>
  );
}
