import { useState } from 'preact/hooks';
import {
  AnswerFrame,
  ConfirmDialog,
  instantText,
  Panel,
  SelectField,
  said,
  Table,
  useAnswer,
  useOrder,
} from '../../../console-kit/index.ts';
import { CertificatesSchema, EnrolmentCodeSchema, RevokeSchema } from '../../console-api/enrolment.ts';
import { useDesk } from '../frame/desk.ts';

const REASONS = RevokeSchema.entries.reason.options;
type Asked = { readonly kind: 'revoke'; readonly serial: string } | { readonly kind: 'code' };

/** A terminal's certificates; those who enrol can revoke them and give out a code for a new one. */
export function Certificates({ terminalId, registered }: { terminalId: string; registered: boolean }) {
  const { texts, client, language, may, tell } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [reason, setReason] = useState<(typeof REASONS)[number]>(REASONS[0]);
  const answer = useAnswer(
    terminalId,
    (background) =>
      client.get(
        CertificatesSchema,
        `/operations/certificates?terminalId=${encodeURIComponent(terminalId)}`,
        background,
      ),
    null,
  );
  const { terminal } = texts;

  async function confirm(what: Asked): Promise<void> {
    if (what.kind === 'revoke') {
      const path = `/operations/certificates/${encodeURIComponent(what.serial)}/revoke`;
      await send(() => client.post(path, { reason }), terminal.revoked);
      answer.refresh();
    } else {
      const path = `/operations/registry/${encodeURIComponent(terminalId)}/code`;
      const given = await send(() => client.postFor(EnrolmentCodeSchema, path), terminal.codeGiven);
      if (given !== null) {
        const { code, expiresAt } = given.value;
        tell({ kind: 'done', text: terminal.code(code, instantText(language, expiresAt)) });
      }
    }
    setAsked(null);
  }

  return (
    <Panel title={terminal.certificates}>
      <AnswerFrame answer={answer}>
        {({ certificates }) =>
          certificates.length === 0 ? (
            <p>{terminal.noCertificates}</p>
          ) : (
            <Table
              label={terminal.certificates}
              heads={[
                terminal.certificate,
                terminal.issued,
                terminal.expires,
                terminal.state,
                ...(may('enrol') ? [terminal.action] : []),
              ]}
              rows={certificates.map(({ serial, issuedAt, expiresAt, state, revokedBy }) => ({
                key: serial,
                cells: [
                  <code key="s">{serial}</code>,
                  instantText(language, issuedAt),
                  instantText(language, expiresAt),
                  `${said(texts.words.certificateStates, state)}${revokedBy === null ? '' : ` (${revokedBy})`}`,
                  ...(may('enrol')
                    ? [
                        state === 'valid' ? (
                          <button
                            key="r"
                            type="button"
                            class="grave-quiet"
                            onClick={() => setAsked({ kind: 'revoke', serial })}
                          >
                            {terminal.revoke}
                          </button>
                        ) : (
                          ''
                        ),
                      ]
                    : []),
                ],
              }))}
            />
          )
        }
      </AnswerFrame>
      {may('enrol') && registered && (
        <button type="button" class="quiet" onClick={() => setAsked({ kind: 'code' })}>
          {terminal.giveCode}
        </button>
      )}
      {asked !== null && (
        <ConfirmDialog
          title={asked.kind === 'revoke' ? terminal.revokeTitle : `${terminal.giveCode}: ${terminalId}`}
          confirm={asked.kind === 'revoke' ? terminal.revoke : terminal.giveCode}
          busy={busy}
          grave={asked.kind === 'revoke'}
          onConfirm={() => void confirm(asked)}
          onClose={() => setAsked(null)}
        >
          <p>
            {terminalId}
            {asked.kind === 'revoke' && <code> {asked.serial}</code>}
          </p>
          <p class="hint">{asked.kind === 'revoke' ? terminal.revokeEffect : terminal.codeEffect}</p>
          {asked.kind === 'revoke' && (
            <SelectField
              label={terminal.reason}
              value={reason}
              options={REASONS.map((one) => [one, terminal.reasons[one]] as const)}
              onChange={(chosen) => setReason(REASONS.find((one) => one === chosen) ?? REASONS[0])}
            />
          )}
        </ConfirmDialog>
      )}
    </Panel>
  );
}
