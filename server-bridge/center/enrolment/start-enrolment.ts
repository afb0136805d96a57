/** The part of a center process that gives out certificates, from its configuration. */
import { err, ok, type Result } from 'neverthrow';
import type { TerminalId } from '../../protocol/index.ts';
import type { AuditOutbox, AuditTrail } from '../audit/index.ts';
import type { ConfigurationError } from '../configuration.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { CenterDatabase } from '../store/index.ts';
import type { EnrolmentConfiguration } from './enrolment-configuration.ts';
import { createEnrolmentDesk, type EnrolmentDesk } from './enrolment-desk.ts';
import { createEnrolmentServer } from './enrolment-server.ts';
import { openIssuer } from './open-issuer.ts';

const HOUR_MS = 3_600_000;
const HOLD_HOURS = 24;
const DAY_MS = 86_400_000;

export type RunningEnrolment = {
  /** Null where the configuration has no enrolment. */
  readonly desk: EnrolmentDesk | null;
  /** @returns the port bound, null without enrolment */
  listen(): Promise<number | null>;
  close(): Promise<void>;
};

/** Opens the issuing key. Without a configuration nothing is given out. */
export async function startEnrolment(parts: {
  readonly configuration: EnrolmentConfiguration | undefined;
  /** The center's certificate on the line; the listener of enrolment shows the same one. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer };
  readonly database: CenterDatabase;
  readonly audit: AuditTrail & AuditOutbox;
  /** Builds a terminal may run now; empty where every build may. */
  readonly allowedBuildsOf: (terminalId: TerminalId) => Promise<readonly string[]>;
  readonly log: CenterLog;
  readonly now: () => Date;
}): Promise<Result<RunningEnrolment, ConfigurationError>> {
  const { configuration, tls, database, audit, allowedBuildsOf, log, now } = parts;
  if (configuration === undefined) {
    return ok({ desk: null, listen: () => Promise.resolve(null), close: () => Promise.resolve() });
  }
  const opened = await openIssuer(configuration.issuer);
  if (opened.isErr()) return err(opened.error);
  const { issuer, close } = opened.value;
  const holdMs = (configuration.holdHours ?? HOLD_HOURS) * HOUR_MS;
  const lifeMs = configuration.certificateDays * DAY_MS;
  const desk = createEnrolmentDesk({ database, issuer, lifeMs, holdMs, audit, allowedBuildsOf, log, now });
  const { attemptsPerMinute } = configuration;
  const server = createEnrolmentServer({ tls: { cert: tls.cert, key: tls.key }, desk, log, attemptsPerMinute });
  return ok({
    desk,
    async listen() {
      await server.listen({ host: configuration.host, port: configuration.port });
      const address = server.server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
    async close() {
      await server.close();
      await close();
    },
  });
}
