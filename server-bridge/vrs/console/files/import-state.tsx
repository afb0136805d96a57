import { useEffect, useState } from 'preact/hooks';
import {
  AnswerFrame,
  Badge,
  ConfirmDialog,
  Facts,
  instantText,
  numberText,
  Panel,
  said,
  saveFile,
  useAnswer,
  useOrder,
} from '../../../console-kit/index.ts';
import { type Import, ImportSchema } from '../../console-api/imports.ts';
import { useDesk } from '../frame/desk.ts';
import { ImportRefusals } from './import-refusals.tsx';
import { isOver, stateKind } from './import-words.ts';
import { Progress } from './progress.tsx';

const EVERY_MS = 1_000;

/** One import: how far it is, what came of it, or line by line why not. */
export function ImportState({ importId, onOver }: { importId: string; onOver: () => void }) {
  const { texts, client } = useDesk();
  const [over, setOver] = useState(false);
  const path = `/operations/imports/${encodeURIComponent(importId)}`;
  const answer = useAnswer(path, (background) => client.get(ImportSchema, path, background), over ? null : EVERY_MS);
  const nowOver = answer.value !== null && isOver(answer.value.state);
  useEffect(() => {
    if (!nowOver || over) return;
    setOver(true);
    onOver();
  }, [nowOver]);
  return (
    <Panel title={texts.imports.state}>
      <AnswerFrame answer={answer}>{(value) => <Shown value={value} path={path} />}</AnswerFrame>
    </Panel>
  );
}

function Shown({ value, path }: { value: Import; path: string }) {
  const { texts, client, language } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState(false);
  const { imports, words } = texts;
  const count = (number: number): string => numberText(language, number);

  async function abandon(): Promise<void> {
    await send(() => client.post(`${path}/abandon`), imports.abandoned);
    setAsked(false);
  }
  async function report(): Promise<void> {
    const saved = await send(() => client.download(`${path}/report`), imports.reportSaved);
    if (saved !== null) saveFile(saved.value, 'import-report.csv');
  }

  return (
    <>
      <Facts
        facts={[
          [imports.kind, said(words.importKinds, value.kind)],
          [
            texts.common.state,
            <Badge key="state" kind={stateKind(value.state)} text={said(words.importStates, value.state)} />,
          ],
          [imports.encoding, value.encoding === null ? texts.frame.nothing : said(words.encodings, value.encoding)],
          [imports.begun, `${instantText(language, value.begunAt)} · ${value.begunBy}`],
          ...(value.endedAt === null ? [] : [[imports.ended, instantText(language, value.endedAt)] as const]),
          ...(value.state === 'done'
            ? [
                [imports.lines, count(value.lines)] as const,
                [imports.added, count(value.added)] as const,
                [imports.changed, count(value.changed)] as const,
                [imports.unchanged, count(value.unchanged)] as const,
                [imports.doubtful, count(value.doubtful)] as const,
              ]
            : []),
        ]}
      />
      {!isOver(value.state) && (
        <>
          <Progress label={imports.received} done={value.bytesDone} all={value.bytes} unit={imports.bytes} />
          {value.lines > 0 && (
            <Progress
              label={said(words.importStates, value.state)}
              done={value.linesDone}
              all={value.lines}
              unit={imports.linesUnit}
            />
          )}
          <button type="button" class="grave-quiet" onClick={() => setAsked(true)}>
            {imports.abandon}
          </button>
        </>
      )}
      {value.fault !== null && value.refusedLines === 0 && (
        <p class="problem below" role="note">
          {imports.refusedWhole} {said(words.fileFaults, value.fault)}
        </p>
      )}
      {value.refusedLines > 0 && <ImportRefusals value={value} busy={busy} onReport={() => void report()} />}
      {asked && (
        <ConfirmDialog
          title={imports.abandonTitle}
          confirm={imports.abandon}
          busy={busy}
          grave
          onConfirm={() => void abandon()}
          onClose={() => setAsked(false)}
        >
          <p>{imports.abandonWhat}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
