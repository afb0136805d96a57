import { useState } from 'preact/hooks';
import * as v from 'valibot';
import {
  AnswerFrame,
  Badge,
  ConfirmDialog,
  instantText,
  Panel,
  said,
  Table,
  TextField,
  useAnswer,
  useOrder,
} from '../../../console-kit/index.ts';
import { type HeldEnrolment, HeldEnrolmentsSchema, KeyComparisonSchema } from '../../console-api/held-enrolments.ts';
import { useDesk } from '../frame/desk.ts';

const EVERY_MS = 10_000;
const KINDS = { held: 'warn', approved: 'good', refused: 'bad', issued: 'plain' } as const;
type Asked = { readonly request: HeldEnrolment; readonly what: 'approve' | 'refuse' };

/** Machines that ask for a certificate and differ from what was registered: a person compares with the machine, and decides. */
export function HeldEnrolments() {
  const { texts, client, language } = useDesk();
  const [asked, setAsked] = useState<Asked | null>(null);
  const answer = useAnswer(
    'held',
    (background) => client.get(HeldEnrolmentsSchema, '/operations/held-enrolments', background),
    EVERY_MS,
  );
  const { held } = texts;
  return (
    <Panel title={held.title}>
      <p class="hint">{held.why}</p>
      <AnswerFrame answer={answer}>
        {({ requests }) =>
          requests.length === 0 ? (
            <p>{held.none}</p>
          ) : (
            <Table
              label={held.title}
              heads={[
                texts.registration.columns.terminalId,
                held.differs,
                texts.registration.columns.serial,
                texts.list.buildShort,
                `${held.askedAt} – ${held.until}`,
                held.state,
                texts.terminal.action,
              ]}
              rows={requests.map((request) => ({
                key: request.id,
                cells: [
                  <span key="name" class="name">
                    {request.terminalId}
                  </span>,
                  request.differs.map((one) => said(texts.words.differences, one)).join(', '),
                  request.serial === request.registeredSerial
                    ? request.serial
                    : `${request.registeredSerial} → ${request.serial}`,
                  request.build ?? texts.frame.nothing,
                  `${instantText(language, request.askedAt)} – ${instantText(language, request.expiresAt)}`,
                  <>
                    <Badge kind={KINDS[request.state]} text={said(texts.words.heldStates, request.state)} />{' '}
                    {request.decidedBy ?? ''}
                  </>,
                  request.state === 'held' ? (
                    <div key="decide" class="buttons">
                      <button type="button" class="quiet" onClick={() => setAsked({ request, what: 'approve' })}>
                        {held.approve}
                      </button>
                      <button type="button" class="grave-quiet" onClick={() => setAsked({ request, what: 'refuse' })}>
                        {held.refuse}
                      </button>
                    </div>
                  ) : (
                    ''
                  ),
                ],
              }))}
            />
          )
        }
      </AnswerFrame>
      {asked !== null && (
        <Decision
          asked={asked}
          onClose={() => setAsked(null)}
          onDecided={() => {
            setAsked(null);
            answer.refresh();
          }}
        />
      )}
    </Panel>
  );
}

function Decision({ asked, onClose, onDecided }: { asked: Asked; onClose: () => void; onDecided: () => void }) {
  const { texts, client } = useDesk();
  const { busy, send } = useOrder();
  const [typed, setTyped] = useState('');
  const { held } = texts;
  const { request, what } = asked;
  const comparison = typed.trim().toUpperCase();
  const isWhole = what === 'refuse' || v.is(KeyComparisonSchema, comparison);

  async function decide(): Promise<void> {
    if (!isWhole) return;
    const path = `/operations/held-enrolments/${encodeURIComponent(request.id)}/${what}`;
    const told = what === 'approve' ? held.approved(request.terminalId) : held.refused(request.terminalId);
    await send(() => client.post(path, what === 'approve' ? { comparison } : undefined), told);
    onDecided();
  }

  return (
    <ConfirmDialog
      title={`${held[what]}: ${request.terminalId}`}
      confirm={held[what]}
      busy={busy || !isWhole}
      grave={what === 'approve'}
      onConfirm={() => void decide()}
      onClose={onClose}
    >
      <p>{request.differs.map((one) => said(texts.words.differences, one)).join(', ')}</p>
      <p>
        {held.registeredSerial}: {request.registeredSerial} · {held.serial}: {request.serial}
      </p>
      <p class="hint">{what === 'approve' ? held.approveEffect : held.refuseEffect}</p>
      {what === 'approve' && (
        <TextField
          label={held.comparison}
          hint="XXXX-XXXX-XXXX"
          value={typed}
          maxLength={14}
          onChange={setTyped}
          required
        />
      )}
    </ConfirmDialog>
  );
}
