import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { numberText, Panel, SelectField, said, saveFile, TextField, useOrder } from '../../../console-kit/index.ts';
import { ExportSchema, NeighbourExportSchema } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { todayInJapan } from '../texts/days.ts';
import { typedDigits } from '../texts/typed-digits.ts';

const OWN = ['people', 'tickets', 'records'] as const;
/** For the systems beside VRS, by a route of their own. */
const NEIGHBOURS = ['record-copies', 'unlinked-people'] as const;
const WHAT = [...OWN, ...NEIGHBOURS];
const ENCODINGS = ['utf-8', 'shift_jis'] as const;

/** A CSV of people, tickets or records, without individual numbers (V12), with how much has come. */
export function ExportPage() {
  const { texts, client, tell, language } = useDesk();
  const { busy, send } = useOrder();
  const [what, setWhat] = useState<(typeof WHAT)[number]>('records');
  const [encoding, setEncoding] = useState<(typeof ENCODINGS)[number]>('utf-8');
  const [vaccinatedIn, setVaccinatedIn] = useState('');
  const [bytes, setBytes] = useState(0);
  const { exports } = texts;

  async function submit(): Promise<void> {
    const code = typedDigits(vaccinatedIn);
    const forNeighbour = NEIGHBOURS.some((one) => one === what);
    const message = v.safeParse(forNeighbour ? NeighbourExportSchema : ExportSchema, {
      what,
      encoding,
      ...(what === 'records' && code !== '' ? { vaccinatedIn: code } : {}),
    });
    if (!message.success) return tell({ kind: 'problem', text: exports.invalid });
    setBytes(0);
    const path = forNeighbour ? '/operations/exports/neighbours' : '/operations/exports';
    const saved = await send(() => client.receive(path, message.output, setBytes), exports.saved);
    if (saved !== null) saveFile(saved.value, `${what}-${todayInJapan(Date.now())}.csv`);
  }

  return (
    <>
      <div class="page-head">
        <h1>{texts.nav.exports}</h1>
        <p class="hint">{exports.why}</p>
      </div>
      <Panel title={exports.newOne}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <div class="form">
            <SelectField
              label={exports.what}
              value={what}
              options={WHAT.map((one) => [one, said(texts.words.exportKinds, one)] as const)}
              onChange={(chosen) => setWhat(WHAT.find((one) => one === chosen) ?? 'records')}
            />
            <SelectField
              label={texts.imports.encoding}
              value={encoding}
              options={ENCODINGS.map((one) => [one, said(texts.words.encodings, one)] as const)}
              onChange={(chosen) => setEncoding(ENCODINGS.find((one) => one === chosen) ?? 'utf-8')}
            />
            {what === 'records' && (
              <TextField
                label={texts.doses.vaccinatedIn}
                hint={exports.allWhereEmpty}
                value={vaccinatedIn}
                inputMode="numeric"
                maxLength={6}
                onChange={setVaccinatedIn}
              />
            )}
          </div>
          <p class="note below">{exports.rule}</p>
          <div class="buttons">
            <button type="submit" class="primary" disabled={busy}>
              {exports.begin}
            </button>
          </div>
          {busy && (
            <div class="progress">
              <label for="export-progress">{exports.receiving}</label>
              <progress id="export-progress" />
              <span class="hint">
                {numberText(language, bytes)} {texts.imports.bytes}
              </span>
            </div>
          )}
        </form>
      </Panel>
    </>
  );
}
