import { useState } from 'preact/hooks';
import { Badge, ConfirmDialog, Panel, Table, useOrder } from '../../../console-kit/index.ts';
import type { PersonPage } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { dayOf, todayInJapan } from '../texts/days.ts';
import { NewTicket } from './new-ticket.tsx';

/** Tickets of a person: one more, or one that is good no more. */
export function Tickets({ person, onChanged }: { person: PersonPage; onChanged: () => void }) {
  const { texts, client, language, may } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<(typeof person.tickets)[number] | 'new' | null>(null);
  const { tickets } = texts;
  const today = todayInJapan(Date.now());

  async function withdraw(ticketId: string): Promise<void> {
    const path = `/operations/tickets/${encodeURIComponent(ticketId)}/withdraw`;
    const sent = await send(() => client.post(path), tickets.withdrawn);
    setAsked(null);
    if (sent !== null) onChanged();
  }

  return (
    <Panel title={tickets.title}>
      {person.tickets.length === 0 ? (
        <p>{tickets.none}</p>
      ) : (
        <Table
          label={tickets.title}
          heads={[tickets.number, tickets.type, tickets.issuedOn, texts.common.state]}
          rows={person.tickets.map((ticket) => ({
            key: ticket.ticketId,
            cells: [
              ticket.ticketNumber,
              ticket.ticketType,
              dayOf(language, ticket.issuedOn),
              // A day that is still to come: it is taken until then, unless somebody ends it before.
              ticket.withdrawnOn !== null && (ticket.withdrawnOn <= today || !may('people:write')) ? (
                <Badge key="state" kind="plain" text={tickets.withdrawnOn(dayOf(language, ticket.withdrawnOn))} />
              ) : may('people:write') ? (
                <button
                  key="state"
                  type="button"
                  class="quiet"
                  aria-label={tickets.withdrawOne(ticket.ticketNumber)}
                  onClick={() => setAsked(ticket)}
                >
                  {tickets.withdraw}
                </button>
              ) : (
                <Badge key="state" kind="good" text={tickets.valid} />
              ),
            ],
          }))}
        />
      )}
      {may('people:write') && (
        <div class="buttons below">
          <button type="button" class="quiet" onClick={() => setAsked('new')}>
            {tickets.newOne}
          </button>
        </div>
      )}
      {asked === 'new' && (
        <NewTicket
          person={person}
          onClose={() => setAsked(null)}
          onMade={() => {
            setAsked(null);
            onChanged();
          }}
        />
      )}
      {asked !== null && asked !== 'new' && (
        <ConfirmDialog
          title={tickets.withdrawTitle}
          confirm={tickets.withdraw}
          busy={busy}
          grave
          onConfirm={() => void withdraw(asked.ticketId)}
          onClose={() => setAsked(null)}
        >
          <p>{tickets.withdrawWhat(asked.ticketNumber, person.name)}</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
