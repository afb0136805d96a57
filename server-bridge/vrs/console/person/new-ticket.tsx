import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { ConfirmDialog, TextField, useOrder } from '../../../console-kit/index.ts';
import { NewTicketAnswerSchema, NewTicketSchema, type PersonPage } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { todayInJapan } from '../texts/days.ts';
import { typedDigits } from '../texts/typed-digits.ts';

/** One more ticket for this person, as it was issued on paper. */
export function NewTicket(props: { person: PersonPage; onClose: () => void; onMade: () => void }) {
  const { person, onClose, onMade } = props;
  const { texts, client } = useDesk();
  const { busy, send } = useOrder();
  const [draft, setDraft] = useState({ ticketNumber: '', ticketType: '', issuedOn: todayInJapan(Date.now()) });
  const [told, setTold] = useState('');
  const { tickets } = texts;

  async function submit(): Promise<void> {
    const message = v.safeParse(NewTicketSchema, {
      ...draft,
      ticketNumber: typedDigits(draft.ticketNumber),
      ticketType: typedDigits(draft.ticketType),
    });
    if (!message.success) return setTold(tickets.invalid);
    const path = `/operations/people/${encodeURIComponent(person.personId)}/tickets`;
    const made = await send(() => client.postFor(NewTicketAnswerSchema, path, message.output), tickets.made);
    if (made === null) onClose();
    else onMade();
  }

  return (
    <ConfirmDialog
      title={tickets.newTitle(person.name)}
      confirm={tickets.make}
      busy={busy}
      onConfirm={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label={tickets.number}
        hint={tickets.numberHint}
        value={draft.ticketNumber}
        inputMode="numeric"
        maxLength={14}
        required
        onChange={(ticketNumber) => setDraft({ ...draft, ticketNumber })}
      />
      <TextField
        label={tickets.type}
        hint={tickets.typeHint}
        value={draft.ticketType}
        inputMode="numeric"
        maxLength={2}
        required
        onChange={(ticketType) => setDraft({ ...draft, ticketType })}
      />
      <TextField
        label={tickets.issuedOn}
        type="date"
        value={draft.issuedOn}
        required
        onChange={(issuedOn) => setDraft({ ...draft, issuedOn })}
      />
      <p class="told" role="status">
        {told}
      </p>
    </ConfirmDialog>
  );
}
