import { useState } from 'preact/hooks';
import {
  AnswerFrame,
  Badge,
  instantText,
  numberText,
  Panel,
  said,
  Table,
  useAnswer,
} from '../../../console-kit/index.ts';
import { ImportsSchema } from '../../console-api/imports.ts';
import { useDesk } from '../frame/desk.ts';
import { ImportState } from './import-state.tsx';
import { isOver, stateKind } from './import-words.ts';
import { NewImport } from './new-import.tsx';

const EVERY_MS = 10_000;

/** Files of municipal systems on their way in, and those that came before. */
export function ImportsPage() {
  const { texts, client, language } = useDesk();
  const [open, setOpen] = useState<string | null>(null);
  const answer = useAnswer(
    'imports',
    (background) => client.get(ImportsSchema, '/operations/imports', background),
    EVERY_MS,
  );
  const { imports } = texts;
  return (
    <>
      <div class="page-head">
        <h1>{texts.nav.imports}</h1>
        <p class="hint">{imports.why}</p>
      </div>
      <NewImport
        onBegun={(importId) => {
          setOpen(importId);
          answer.refresh();
        }}
      />
      {open !== null && <ImportState key={open} importId={open} onOver={answer.refresh} />}
      <Panel title={imports.before}>
        <AnswerFrame answer={answer}>
          {({ imports: all }) =>
            all.length === 0 ? (
              <p>{imports.none}</p>
            ) : (
              <Table
                label={imports.before}
                heads={[
                  imports.begun,
                  imports.kind,
                  texts.common.state,
                  imports.lines,
                  imports.result,
                  imports.by,
                  imports.look,
                ]}
                numbers={[3]}
                rows={all.map((one) => ({
                  key: one.importId,
                  cells: [
                    instantText(language, one.begunAt),
                    said(texts.words.importKinds, one.kind),
                    <Badge key="state" kind={stateKind(one.state)} text={said(texts.words.importStates, one.state)} />,
                    numberText(language, one.lines),
                    one.fault !== null
                      ? said(texts.words.fileFaults, one.fault)
                      : one.state === 'done'
                        ? imports.counts(numberText(language, one.added), numberText(language, one.changed))
                        : isOver(one.state)
                          ? texts.frame.nothing
                          : imports.underWay,
                    one.begunBy,
                    <button
                      key="look"
                      type="button"
                      class="quiet"
                      aria-label={imports.lookOne(instantText(language, one.begunAt))}
                      onClick={() => setOpen(one.importId)}
                    >
                      {imports.look}
                    </button>,
                  ],
                }))}
              />
            )
          }
        </AnswerFrame>
      </Panel>
    </>
  );
}
