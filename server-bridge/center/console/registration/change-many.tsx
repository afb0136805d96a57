import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import { ConfirmDialog, numberText, Panel, Table, useOrder } from '../../../console-kit/index.ts';
import { type EnrolmentCodes, EnrolmentCodesSchema, RegistryLookUpSchema } from '../../console-api/enrolment.ts';
import { TextArea } from '../fields/text-area.tsx';
import { prefectureName } from '../fleet/prefectures.ts';
import { useDesk } from '../frame/desk.ts';
import { namesFaultText } from './fault-words.ts';
import { GivenCodes } from './given-codes.tsx';
import { readNames } from './named-terminals.ts';
import { placeLines } from './place-lines.ts';

type Found = v.InferOutput<typeof RegistryLookUpSchema>;

/** Several registered terminals: looked up first, then moved as lines, given new codes, or retired. */
export function ChangeMany({ named, onMove }: { named: string; onMove: (lines: string) => void }) {
  const { texts, client, language, tell } = useDesk();
  const { busy, send } = useOrder();
  const [text, setText] = useState(named);
  const [found, setFound] = useState<Found | null>(null);
  const [asked, setAsked] = useState<'retire' | 'codes' | null>(null);
  const [codes, setCodes] = useState<EnrolmentCodes>([]);
  const { registration } = texts;
  const places = found?.places ?? [];
  const terminalIds = places.map(({ terminalId }) => terminalId);
  const count = numberText(language, places.length);

  async function lookUp(): Promise<void> {
    setFound(null);
    const names = readNames(text);
    if (names.isErr()) return tell({ kind: 'problem', text: namesFaultText(texts, names.error) });
    const body = { terminalIds: names.value };
    const answer = await send(
      () => client.postFor(RegistryLookUpSchema, '/operations/registry/look-up', body),
      registration.lookedUp,
    );
    if (answer !== null) setFound(answer.value);
  }
  async function confirm(what: 'retire' | 'codes'): Promise<void> {
    if (what === 'retire') {
      const done = await send(
        () => client.post('/operations/registry/retire', { terminalIds }),
        registration.retired(count),
      );
      if (done !== null) {
        setFound(null);
        setText('');
      }
    } else {
      const given = await send(
        () => client.postFor(EnrolmentCodesSchema, '/operations/registry/codes', { terminalIds }),
        registration.codesGiven,
      );
      if (given !== null) setCodes(given.value.codes);
    }
    setAsked(null);
  }

  return (
    <Panel title={registration.changeMany}>
      <p class="hint">{registration.changeWhy}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void lookUp();
        }}
      >
        <TextArea
          label={registration.names}
          hint={registration.namesHint}
          rows={4}
          plain
          wide
          value={text}
          onChange={(next) => {
            setText(next);
            setFound(null);
          }}
        />
        <div class="wide">
          <button type="submit" class="primary" disabled={busy || text.trim() === ''}>
            {registration.lookUp}
          </button>
        </div>
      </form>
      {found !== null && found.missing.length > 0 && (
        <p class="problem" role="alert">
          {registration.missing(found.missing.join(', '))}
        </p>
      )}
      {places.length > 0 && (
        <>
          <Table
            label={registration.changeMany}
            heads={[
              registration.columns.terminalId,
              registration.columns.serial,
              registration.columns.chain,
              registration.columns.prefecture,
              registration.columns.storeId,
              registration.columns.storeName,
            ]}
            rows={places.map(({ terminalId, serial, chain, prefecture, storeId, storeName }) => ({
              key: terminalId,
              cells: [terminalId, serial, chain, prefectureName(language, prefecture), storeId, storeName],
            }))}
          />
          <div class="buttons">
            <button type="button" class="quiet" onClick={() => onMove(placeLines(places))}>
              {registration.move}
            </button>
            <button type="button" class="quiet" onClick={() => setAsked('codes')}>
              {registration.giveCodes(count)}
            </button>
            <button type="button" class="grave-quiet" onClick={() => setAsked('retire')}>
              {registration.retire(count)}
            </button>
          </div>
        </>
      )}
      {codes.length > 0 && <GivenCodes codes={codes} onHanded={() => setCodes([])} />}
      {asked !== null && (
        <ConfirmDialog
          title={asked === 'retire' ? registration.retire(count) : registration.giveCodes(count)}
          confirm={asked === 'retire' ? registration.retire(count) : registration.giveCodes(count)}
          busy={busy}
          grave={asked === 'retire'}
          onConfirm={() => void confirm(asked)}
          onClose={() => setAsked(null)}
        >
          <p>
            {terminalIds.slice(0, 20).join(', ')}
            {terminalIds.length > 20 ? ' …' : ''}
          </p>
          <p class="hint">{asked === 'retire' ? registration.retireEffect : registration.codesEffect}</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
