import { useState } from 'preact/hooks';
import { CheckField, Panel, said, TextField, useOrder } from '../../../console-kit/index.ts';
import type { Directive } from '../../../protocol/index.ts';
import { ChangeSchema } from '../../console-api/changes.ts';
import { useDesk } from '../frame/desk.ts';
import { digestOfText } from './digest.ts';
import { DRAFT_MEMBERS, type Draft, type DraftMember, draftFrom, isForAllOnly } from './draft.ts';
import { messageOf } from './draft-message.ts';
import { DraftPreview } from './draft-preview.tsx';
import { MemberFields } from './member-fields.tsx';
import { ScopeChoice } from './scope-choice.tsx';

const toggled = (list: readonly DraftMember[], member: DraftMember, on: boolean): readonly DraftMember[] =>
  DRAFT_MEMBERS.filter((one) => (one === member ? on : list.includes(one)));

/** A form for everything people decide about a directive; what is submitted waits for another person (C1). */
export function DraftForm({ directive, onDrafted }: { directive: Directive; onDrafted: () => void }) {
  const { texts, client, tell } = useDesk();
  const { busy, send } = useOrder();
  const [draft, setDraft] = useState(() => draftFrom(directive));
  const [previewed, setPreviewed] = useState(false);
  const change = (part: Partial<Draft>): void => setDraft((last) => ({ ...last, ...part }));
  const words = texts.directive;
  const isNarrow = draft.scope.kind !== 'all';
  const offered = DRAFT_MEMBERS.filter((member) => !(isNarrow && isForAllOnly(member)));

  async function submit(): Promise<void> {
    if (draft.members.length === 0) return tell({ kind: 'problem', text: words.nothingChosen });
    const message = messageOf(draft, directive, await digestOfText(draft.terms.ja.trim()));
    if (message === null) return tell({ kind: 'problem', text: words.invalid });
    const drafted = await send(
      () => client.postFor(ChangeSchema, '/operations/directive/changes', message),
      texts.frame.sending,
    );
    if (drafted === null) return;
    tell({ kind: 'done', text: words.submitted(drafted.value.changeId) });
    setDraft(draftFrom(directive));
    onDrafted();
  }

  return (
    <Panel title={words.newChange}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ScopeChoice
          scope={draft.scope}
          onChange={(scope) =>
            change({ scope, members: draft.members.filter((one) => scope.kind === 'all' || !isForAllOnly(one)) })
          }
        />
        <fieldset class="wide member-choice">
          <legend>{words.whatChanges}</legend>
          {offered.map((member) => (
            <CheckField
              key={member}
              label={said(texts.words.members, member)}
              checked={draft.members.includes(member)}
              onChange={(checked) => change({ members: toggled(draft.members, member, checked) })}
            />
          ))}
        </fieldset>
        {draft.members.map((member) => (
          <fieldset key={member} class="wide form member">
            <legend>{words.include(said(texts.words.members, member))}</legend>
            {isNarrow && (
              <div class="wide">
                <CheckField
                  label={words.takeAway}
                  checked={draft.cleared.includes(member)}
                  onChange={(checked) => change({ cleared: toggled(draft.cleared, member, checked) })}
                />
              </div>
            )}
            {!(isNarrow && draft.cleared.includes(member)) && (
              <MemberFields member={member} draft={draft} directive={directive} onChange={change} />
            )}
          </fieldset>
        ))}
        <TextField
          label={words.effectiveAt}
          type="datetime-local"
          value={draft.effectiveAt}
          onChange={(effectiveAt) => change({ effectiveAt })}
        />
        <TextField label={words.note} value={draft.note} maxLength={200} onChange={(note) => change({ note })} />
        <div class="wide buttons">
          <button type="submit" class="primary" disabled={busy}>
            {words.submit}
          </button>
          <button type="button" class="quiet" aria-expanded={previewed} onClick={() => setPreviewed(!previewed)}>
            {previewed ? words.hideScreens : words.showScreens}
          </button>
        </div>
      </form>
      {previewed && <DraftPreview draft={draft} directive={directive} />}
    </Panel>
  );
}
