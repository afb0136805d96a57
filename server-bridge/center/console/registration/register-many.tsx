import { useState } from 'preact/hooks';
import { FileField, numberText, Panel, SelectField, useOrder } from '../../../console-kit/index.ts';
import {
  type EnrolmentCodes,
  EnrolmentCodesSchema,
  type RegistryCheck,
  RegistryCheckSchema,
} from '../../console-api/enrolment.ts';
import { TextArea } from '../fields/text-area.tsx';
import { useDesk } from '../frame/desk.ts';
import { CheckedLines } from './checked-lines.tsx';
import { fileFaultText } from './fault-words.ts';
import { GivenCodes } from './given-codes.tsx';
import { LineFaults } from './line-faults.tsx';
import { type LineFault, PLACE_COLUMNS, type PlaceLine, readPlaces } from './place-lines.ts';
import { ENCODINGS, type Encoding, readTextFile } from './read-file.ts';

const EXAMPLE = `${PLACE_COLUMNS.join(',')}\nKOFU-0001,SN-A001,hinode,13,S-00001,架空一号店\n`;

type Checked = { readonly lines: readonly PlaceLine[]; readonly rows: RegistryCheck['rows'] };

/** Lines pasted or from a file: read whole, shown as what they would do, and only then registered, whole or not at all. */
export function RegisterMany({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { texts, client, language, tell } = useDesk();
  const { busy, send } = useOrder();
  const [encoding, setEncoding] = useState<Encoding>('utf-8');
  const [faults, setFaults] = useState<readonly LineFault[]>([]);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [awaiting, setAwaiting] = useState<readonly string[]>([]);
  const [codes, setCodes] = useState<EnrolmentCodes>([]);
  const { registration } = texts;

  function take(next: string): void {
    setFaults([]);
    setChecked(null);
    onText(next);
  }
  async function takeFile(file: File): Promise<void> {
    const read = await readTextFile(file, encoding);
    if (read.isErr()) return tell({ kind: 'problem', text: fileFaultText(texts, read.error) });
    take(read.value);
    tell({ kind: 'done', text: registration.fileRead(file.name) });
  }
  async function check(): Promise<void> {
    setChecked(null);
    const read = readPlaces(text);
    setFaults(read.isErr() ? read.error : []);
    if (read.isErr()) return tell({ kind: 'problem', text: registration.refused });
    const places = read.value.map(({ place }) => place);
    const answer = await send(
      () => client.postFor(RegistryCheckSchema, '/operations/registry/check', { places }),
      registration.checked,
    );
    if (answer !== null) setChecked({ lines: read.value, rows: answer.value.rows });
  }
  async function register({ lines, rows }: Checked): Promise<void> {
    const places = lines.map(({ place }) => place);
    const done = await send(
      () => client.post('/operations/registry', { places }),
      registration.registered(numberText(language, places.length)),
    );
    if (done === null) return;
    // A machine that was replaced has lost the code of the old one.
    setAwaiting(
      rows.flatMap(({ terminalId, now }, index) => (now?.serial === lines[index]?.place.serial ? [] : [terminalId])),
    );
    take('');
  }
  async function giveCodes(): Promise<void> {
    const given = await send(
      () => client.postFor(EnrolmentCodesSchema, '/operations/registry/codes', { terminalIds: awaiting }),
      registration.codesGiven,
    );
    if (given === null) return;
    setAwaiting([]);
    setCodes(given.value.codes);
  }

  return (
    <Panel title={registration.registerMany}>
      <p class="hint">{registration.registerWhy}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        <TextArea
          label={registration.lines}
          hint={registration.linesHint(EXAMPLE.split('\n', 1)[0] ?? '')}
          rows={8}
          plain
          wide
          value={text}
          onChange={take}
        />
        <FileField
          label={registration.file}
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
          onFile={(file) => void takeFile(file)}
        />
        <SelectField
          label={registration.encoding}
          value={encoding}
          options={ENCODINGS.map((one) => [one, registration.encodings[one]] as const)}
          onChange={(chosen) => setEncoding(ENCODINGS.find((one) => one === chosen) ?? 'utf-8')}
        />
        <div class="wide buttons">
          <button type="submit" class="primary" disabled={busy || text.trim() === ''}>
            {registration.check}
          </button>
          {text === '' && (
            <button type="button" class="quiet" onClick={() => take(EXAMPLE)}>
              {registration.example}
            </button>
          )}
        </div>
      </form>
      {faults.length > 0 && <LineFaults faults={faults} />}
      {checked !== null && (
        <CheckedLines lines={checked.lines} rows={checked.rows} busy={busy} onRegister={() => void register(checked)} />
      )}
      {awaiting.length > 0 && (
        <div class="note">
          <p>{registration.awaiting(numberText(language, awaiting.length))}</p>
          <button type="button" class="primary" disabled={busy} onClick={() => void giveCodes()}>
            {registration.giveCodes(numberText(language, awaiting.length))}
          </button>
        </div>
      )}
      {codes.length > 0 && <GivenCodes codes={codes} onHanded={() => setCodes([])} />}
    </Panel>
  );
}
