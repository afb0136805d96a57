/** Every message on the line that is published as documentation, by the name of its file. */
import type * as v from 'valibot';
import * as protocol from '../../protocol/index.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema-of.ts';

export const LINE_MESSAGES = {
  'application-header': protocol.ApplicationHeaderSchema,
  'certificate-answer': protocol.CertificateAnswerSchema,
  'certificate-request': protocol.CertificateRequestSchema,
  challenge: protocol.ChallengeSchema,
  'challenge-request': protocol.ChallengeRequestSchema,
  command: protocol.CommandSchema,
  'command-result': protocol.CommandResultSchema,
  diagnostics: protocol.DiagnosticsSchema,
  directive: protocol.DirectiveSchema,
  'directive-envelope': protocol.DirectiveEnvelopeSchema,
  'enrolment-request': protocol.EnrolmentRequestSchema,
  'event-log-page': protocol.EventLogPageSchema,
  problem: protocol.RelayProblemSchema,
  'push-event': protocol.PushEventSchema,
  'relay-answer': protocol.RelayAnswerSchema,
  'relay-request': protocol.RelayRequestSchema,
  'status-receipt': protocol.StatusReceiptSchema,
  'terminal-status': protocol.TerminalStatusSchema,
  'vrs-key-set': protocol.VrsKeySetSchema,
} as const satisfies Record<string, v.GenericSchema>;

/** The published text of each message's schema, by file name. */
export function publishedSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(LINE_MESSAGES).map(([name, schema]) => {
      const published: JsonSchema = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:kofu:line:${protocol.LINE_VERSION}:${name}`,
        title: name,
        ...jsonSchemaOf(schema),
      };
      return [`${name}.schema.json`, `${JSON.stringify(published, null, 2)}\n`];
    }),
  );
}
