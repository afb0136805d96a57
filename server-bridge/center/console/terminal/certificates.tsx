import { useState } from 'preact/hooks';
import type * as v from 'valibot';
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
import {
  type CertificateRowSchema,
  CertificatesSchema,
  EnrolmentCodeSchema,
  RevokeSchema,
  revokesLater,
} from '../../console-api/enrolment.ts';
import { useDesk } from '../frame/desk.ts';

const REASONS = RevokeSchema.entries.reason.options;
type Asked =
  | { readonly kind: 'revoke'; readonly serial: string; readonly later: readonly string[] }
  | { readonly kind: 'code' };

/** What the terminal was given since and still has. */
function laterThan(
  certificates: readonly v.InferOutput<typeof CertificateRowSchema>[],
  serial: string,
): readonly string[] {
  const named = certificates.find((one) => one.serial === serial);
  if (named === undefined) return [];
  return certificates
    .filter((one) => one.serial !== serial && one.state !== 'revoked' && one.issuedAt >= named.issuedAt)
    .map((one) => one.serial);
}

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
                        state === 'valid' || state === 'superseded' ? (
                          <button
                            key="r"
                            type="button"
                            class="grave-quiet"
                            onClick={() => setAsked({ kind: 'revoke', serial, later: laterThan(certificates, serial) })}
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
          {asked.kind === 'revoke' && revokesLater(reason) && <p class="hint">{terminal.revokesLater(asked.later)}</p>}
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
