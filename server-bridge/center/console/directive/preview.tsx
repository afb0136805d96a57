import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import { Badge, Facts, Panel, said, TextField, useOrder } from '../../../console-kit/index.ts';
import { PreviewSchema } from '../../console-api/changes.ts';
import { useDesk } from '../frame/desk.ts';
import { contentFacts } from './content-facts.tsx';
import { ScreenPreviews } from './screen-previews.tsx';

/** What a terminal would obey under a change, and what differs from now. */
export function Preview() {
  const desk = useDesk();
  const { texts, client, tell } = desk;
  const { busy, send } = useOrder();
  const [terminalId, setTerminalId] = useState('');
  const [changeId, setChangeId] = useState('');
  const [shown, setShown] = useState<v.InferOutput<typeof PreviewSchema> | null>(null);

  async function show(): Promise<void> {
    if (terminalId.trim() === '' || !/^[0-9]{0,9}$/.test(changeId.trim())) {
      return tell({ kind: 'problem', text: texts.directive.invalid });
    }
    const query = new URLSearchParams({ terminalId: terminalId.trim() });
    if (changeId.trim() !== '') query.set('changeId', changeId.trim());
    const answer = await send(
      () => client.get(PreviewSchema, `/operations/directive/preview?${query}`),
      `${texts.directive.preview}: ${terminalId.trim()}`,
    );
    setShown(answer === null ? null : answer.value);
  }

  return (
    <Panel title={texts.directive.preview}>
      <p class="hint">{texts.directive.previewWhy}</p>
      <form
        class="ask-row"
        onSubmit={(event) => {
          event.preventDefault();
          void show();
        }}
      >
        <TextField
          label={texts.directive.previewTerminal}
          value={terminalId}
          onChange={setTerminalId}
          maxLength={32}
          required
        />
        <TextField
          label={texts.directive.previewChange}
          value={changeId}
          onChange={setChangeId}
          inputMode="numeric"
          maxLength={9}
        />
        <button type="submit" class="quiet" disabled={busy}>
          {texts.directive.show}
        </button>
      </form>
      {shown !== null && (
        <>
          {shown.fault !== null && (
            <p class="problem">{texts.directive.fault(said(texts.problems.words, shown.fault))}</p>
          )}
          <p>
            {shown.changed.length === 0 ? texts.directive.nothingDiffers : `${texts.directive.differs}: `}
            {shown.changed.map((member) => (
              <Badge key={member} kind="warn" text={said(texts.words.members, member)} />
            ))}
          </p>
          <Facts facts={contentFacts(shown.content, desk)} />
          <h3>{texts.directive.screensTitle}</h3>
          <ScreenPreviews content={shown.content} atMs={Date.now()} />
        </>
      )}
    </Panel>
  );
}
