import { useState } from 'preact/hooks';
import { ConfirmDialog, useOrder } from '../../../console-kit/index.ts';
import type { PersonPage } from '../../console-api/people.ts';
import type { CorrectionReason } from '../../register/dose-facts.ts';
import { useDesk, useWhenBlanked } from '../frame/desk.ts';
import { ReasonField } from '../parts/reason-field.tsx';
import { checkedNumber } from '../texts/typed-number.ts';
import { IndividualNumberField } from './individual-number-field.tsx';

/** Registering or correcting an individual number: checked by its check digit, and gone from the page when it is sent. */
export function ChangeNumber(props: { person: PersonPage; onClose: () => void; onChanged: () => void }) {
  const { person, onClose, onChanged } = props;
  const { texts, client } = useDesk();
  const { busy, send } = useOrder();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState<CorrectionReason | ''>('');
  useWhenBlanked(() => setTyped(''));
  const individualNumber = checkedNumber(typed);

  async function submit(): Promise<void> {
    const path = `/operations/people/${encodeURIComponent(person.personId)}/number-change`;
    const message = { version: person.version, individualNumber, reason };
    setTyped('');
    const sent = await send(() => client.post(path, message), texts.number.changed);
    if (sent === null) onClose();
    else onChanged();
  }

  return (
    <ConfirmDialog
      title={texts.number.changeTitle(person.name)}
      confirm={person.hasIndividualNumber ? texts.number.change : texts.number.register}
      busy={busy || individualNumber === null || reason === ''}
      onConfirm={() => void submit()}
      onClose={onClose}
    >
      <IndividualNumberField value={typed} onChange={setTyped} hint={texts.number.hint} />
      <ReasonField value={reason} onChange={setReason} />
    </ConfirmDialog>
  );
}
