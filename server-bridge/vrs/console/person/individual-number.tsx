import { useEffect, useState } from 'preact/hooks';
import { ConfirmDialog, Panel, SelectField, said, useOrder } from '../../../console-kit/index.ts';
import { NUMBER_PURPOSES, type PersonPage, ShownNumberSchema } from '../../console-api/people.ts';
import { useDesk, useWhenBlanked } from '../frame/desk.ts';
import { ChangeNumber } from './change-number.tsx';

/** So long a number stands on the screen. */
const SHOWN_SECONDS = 30;

/** Masked. Showing it is an act of its own with a purpose, which VRS logs; it goes again by itself (V14). */
export function IndividualNumber({ person, onChanged }: { person: PersonPage; onChanged: () => void }) {
  const { texts, client, may } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<'show' | 'change' | null>(null);
  const [purpose, setPurpose] = useState<(typeof NUMBER_PURPOSES)[number]>('certificate-application');
  const [shown, setShown] = useState<{ readonly text: string; readonly leftSeconds: number } | null>(null);
  const { number } = texts;
  useWhenBlanked(() => setShown(null));
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(
      () => setShown(shown.leftSeconds <= 1 ? null : { ...shown, leftSeconds: shown.leftSeconds - 1 }),
      1_000,
    );
    return () => clearTimeout(timer);
  }, [shown]);

  async function show(): Promise<void> {
    const path = `/operations/people/${encodeURIComponent(person.personId)}/number`;
    const answer = await send(() => client.postFor(ShownNumberSchema, path, { purpose }), number.shown);
    setAsked(null);
    if (answer !== null) {
      setShown({ text: answer.value.individualNumber.replace(/(.{4})(?=.)/g, '$1 '), leftSeconds: SHOWN_SECONDS });
    }
  }

  return (
    <Panel title={number.title}>
      {shown === null ? (
        <p>{person.hasIndividualNumber ? <span class="masked">{number.masked}</span> : number.none}</p>
      ) : (
        <p class="shown-number">
          <strong>{shown.text}</strong> <span class="hint">{number.hides(shown.leftSeconds)}</span>
        </p>
      )}
      <div class="buttons">
        {shown !== null && (
          <button type="button" class="quiet" onClick={() => setShown(null)}>
            {number.hide}
          </button>
        )}
        {shown === null && person.hasIndividualNumber && may('numbers:read') && (
          <button type="button" class="quiet" onClick={() => setAsked('show')}>
            {number.show}
          </button>
        )}
        {may('numbers:write') && (
          <button type="button" class="quiet" onClick={() => setAsked('change')}>
            {person.hasIndividualNumber ? number.change : number.register}
          </button>
        )}
      </div>
      {!may('numbers:read') && <p class="hint">{number.noRight}</p>}
      {asked === 'show' && (
        <ConfirmDialog
          title={number.showTitle}
          confirm={number.show}
          busy={busy}
          onConfirm={() => void show()}
          onClose={() => setAsked(null)}
        >
          <p>{number.logged}</p>
          <SelectField
            label={number.purpose}
            value={purpose}
            options={NUMBER_PURPOSES.map((one) => [one, said(texts.words.purposes, one)] as const)}
            onChange={(chosen) => setPurpose(NUMBER_PURPOSES.find((one) => one === chosen) ?? purpose)}
          />
        </ConfirmDialog>
      )}
      {asked === 'change' && (
        <ChangeNumber
          person={person}
          onClose={() => setAsked(null)}
          onChanged={() => {
            setAsked(null);
            setShown(null);
            onChanged();
          }}
        />
      )}
    </Panel>
  );
}
