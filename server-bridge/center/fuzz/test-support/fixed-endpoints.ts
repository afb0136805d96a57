/** Every route that is not declared as one of staff, with the schema of its message. A route that is missing here fails a test. */
import type * as v from 'valibot';
import {
  CertificateRequestSchema,
  ChallengeRequestSchema,
  CommandResultSchema,
  DiagnosticsSchema,
  EnrolmentRequestSchema,
  EventLogPageSchema,
  RelayRequestSchema,
  TerminalStatusSchema,
} from '../../../protocol/index.ts';
import { ChangePasswordSchema, SignInSchema } from '../../console-api/staff.ts';

export type ListenerName = 'line' | 'operations' | 'console' | 'enrolment' | 'observability';

export type Endpoint = {
  readonly listener: ListenerName;
  readonly method: string;
  /** As the router has it, with `:parameters`. */
  readonly url: string;
  readonly parameters: v.GenericSchema | null;
  readonly body: v.GenericSchema | null;
  readonly query: v.GenericSchema | null;
};

const fixed = (listener: ListenerName, method: string, url: string, body: v.GenericSchema | null = null): Endpoint => ({
  listener,
  method,
  url,
  parameters: null,
  body,
  query: null,
});

export const FIXED_ENDPOINTS: readonly Endpoint[] = [
  fixed('line', 'GET', '/v1/directive'),
  fixed('line', 'GET', '/v1/events'),
  fixed('line', 'POST', '/v1/status', TerminalStatusSchema),
  fixed('line', 'POST', '/v1/command-results', CommandResultSchema),
  fixed('line', 'POST', '/v1/event-logs', EventLogPageSchema),
  fixed('line', 'POST', '/v1/certificate', CertificateRequestSchema),
  fixed('line', 'POST', '/v1/diagnostics', DiagnosticsSchema),
  fixed('line', 'POST', '/v1/challenges', ChallengeRequestSchema),
  fixed('line', 'POST', '/v1/applications', RelayRequestSchema),
  fixed('enrolment', 'POST', '/v1/enrolment', EnrolmentRequestSchema),
  fixed('console', 'GET', '/'),
  fixed('console', 'GET', '/console.js'),
  fixed('console', 'GET', '/console/session'),
  fixed('console', 'POST', '/console/sign-in', SignInSchema),
  fixed('console', 'POST', '/console/sign-out'),
  fixed('console', 'POST', '/console/password', ChangePasswordSchema),
  fixed('observability', 'GET', '/metrics'),
  fixed('observability', 'GET', '/livez'),
  fixed('observability', 'GET', '/readyz'),
];

export const keyOf = ({ listener, method, url }: Pick<Endpoint, 'listener' | 'method' | 'url'>): string =>
  `${listener} ${method} ${url}`;
