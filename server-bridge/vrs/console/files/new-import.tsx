import { useState } from 'preact/hooks';
import { FileField, Panel, problemText, SelectField, said, useOrder } from '../../../console-kit/index.ts';
import { IMPORT_KINDS, type ImportKind, NewImportAnswerSchema } from '../../console-api/imports.ts';
import type { Right } from '../../staff/rights.ts';
import { useDesk } from '../frame/desk.ts';
import { Progress } from './progress.tsx';
import { useUpload } from './use-upload.ts';

const ENCODINGS = ['detect', 'utf-8', 'shift_jis'] as const;
const NEEDS: Readonly<Record<ImportKind, readonly Right[]>> = {
  people: ['people:exchange'],
  tickets: ['people:exchange'],
  records: ['records:exchange'],
  // Such a file is made of individual numbers.
  'address-numbers': ['people:exchange', 'numbers:write'],
};

/** Chooses a file, says what it is, and sends it; it is taken whole or refused whole. */
export function NewImport({ onBegun }: { onBegun: (importId: string) => void }) {
  const { texts, client, tell, may, language } = useDesk();
  const { busy, send } = useOrder();
  const upload = useUpload(client);
  const kinds = IMPORT_KINDS.filter((kind) => NEEDS[kind].every(may));
  const [kind, setKind] = useState<ImportKind | undefined>(kinds[0]);
  const [encoding, setEncoding] = useState<(typeof ENCODINGS)[number]>('detect');
  const [file, setFile] = useState<File | null>(null);
  const { imports } = texts;

  async function submit(): Promise<void> {
    if (file === null || kind === undefined) return tell({ kind: 'problem', text: imports.noFile });
    if (file.size === 0) return tell({ kind: 'problem', text: imports.empty });
    const begun = await send(
      () => client.postFor(NewImportAnswerSchema, '/operations/imports', { kind, encoding, bytes: file.size }),
      imports.sending,
    );
    if (begun === null) return;
    const { importId } = begun.value;
    onBegun(importId);
    const sent = await upload.send(`/operations/imports/${encodeURIComponent(importId)}/file`, file);
    setFile(null);
    if (sent.isErr()) tell({ kind: 'problem', text: problemText(texts, sent.error, true) });
    else tell({ kind: 'done', text: imports.sent });
    onBegun(importId);
  }

  return (
    <Panel title={imports.newOne}>
      {upload.progress === null ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <div class="form">
            <SelectField
              label={imports.kind}
              value={kind ?? ''}
              options={kinds.map((one) => [one, said(texts.words.importKinds, one)] as const)}
              onChange={(chosen) => setKind(kinds.find((one) => one === chosen))}
            />
            <SelectField
              label={imports.encoding}
              value={encoding}
              options={ENCODINGS.map((one) => [one, said(texts.words.encodings, one)] as const)}
              onChange={(chosen) => setEncoding(ENCODINGS.find((one) => one === chosen) ?? 'detect')}
            />
            <FileField label={imports.file} accept=".csv,.txt" onFile={setFile} />
          </div>
          {file !== null && (
            <p class="below">{imports.chosen(file.name, new Intl.NumberFormat(language).format(file.size))}</p>
          )}
          <p class="hint below">{imports.rule}</p>
          <div class="buttons">
            <button type="submit" class="primary" disabled={busy || file === null}>
              {imports.send}
            </button>
          </div>
        </form>
      ) : (
        <>
          <Progress
            label={imports.sending}
            done={upload.progress.sent}
            all={upload.progress.all}
            unit={imports.bytes}
          />
          <p class="hint">{imports.stay}</p>
          <button type="button" class="grave-quiet" onClick={upload.stop}>
            {imports.breakOff}
          </button>
        </>
      )}
    </Panel>
  );
}
