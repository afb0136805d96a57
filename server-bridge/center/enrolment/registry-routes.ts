/** What staff do with terminals that are to come, that go, and with their certificates. */
import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { type Along, type AuditAction, type AuditOutbox, AuditWordSchema, intendAudit } from '../audit/index.ts';
import type { Bus } from '../bus/bus.ts';
import { RegisterSchema, RevokeSchema, TerminalIdsSchema } from '../console-api/enrolment.ts';
import { staffRoute } from '../staff/define-route.ts';
import { type Actor, actorName } from '../staff/rights.ts';
import type { StaffProblem, StaffRoute } from '../staff/staff-route.ts';
import { type CenterDatabase, placeOf } from '../store/index.ts';
import { listCertificates, revokeCertificate } from './certificate-register.ts';
import { keepCode, makeCode } from './enrolment-codes.ts';
import { checkRegister, giveCodes, lookUp, type ManyConflict, retireMany } from './many-terminals.ts';
import { registerWhole, retireWhole } from './registry-desk.ts';

const REGISTER_BODY_BYTES = 1_048_576;
const HOUR_MS = 3_600_000;
/** The newest certificates of one answer. */
const CERTIFICATES = 1_000;

const terminal = v.strictObject({ terminalId: TerminalIdSchema });

/** Serial numbers as Node writes them. */
const CertificateSerialSchema = v.pipe(v.string(), v.regex(/^[0-9A-F]{2,40}$/));

const problemOfMany = (conflict: ManyConflict): StaffProblem =>
  conflict === 'not-registered' ? { kind: 'not-found', error: conflict } : { kind: 'conflict', error: conflict };

export function enrolmentRoutes(parts: {
  readonly database: CenterDatabase;
  readonly audit: AuditOutbox;
  readonly bus: Bus;
  readonly codeHours: number;
  readonly now: () => Date;
}): readonly StaffRoute[] {
  const { database, audit, bus, codeHours, now } = parts;
  /** Entries for these terminals, in the transaction of the act. */
  const noting =
    (actor: Actor, action: AuditAction, targets: readonly string[], result = 'done'): Along =>
    (session) =>
      intendAudit(
        session,
        targets.map((target) => ({ actor, action, target, result })),
        now(),
      );

  return [
    staffRoute({
      method: 'POST',
      path: '/registry',
      needs: 'enrol',
      body: RegisterSchema,
      bodyLimitBytes: REGISTER_BODY_BYTES,
      async handle({ actor, body: { places } }) {
        // Such a name could not be written down in the audit trail.
        if (!places.every(({ terminalId }) => v.is(AuditWordSchema, terminalId))) {
          return err({ kind: 'malformed', error: 'terminal-id' });
        }
        const names = places.map(({ terminalId }) => terminalId);
        const along = noting(actor, 'terminal-registered', names);
        const registered = await registerWhole(database, places, now(), along);
        if (registered.isErr()) return err({ kind: 'conflict', error: registered.error });
        await audit.settle();
        await bus.publish('registry');
        return ok({ status: 204 });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/registry/check',
      needs: 'enrol',
      body: RegisterSchema,
      bodyLimitBytes: REGISTER_BODY_BYTES,
      handle: async ({ body: { places } }) => ok({ status: 200, value: await checkRegister(database, places) }),
    }),
    staffRoute({
      method: 'POST',
      path: '/registry/look-up',
      needs: 'enrol',
      body: TerminalIdsSchema,
      bodyLimitBytes: REGISTER_BODY_BYTES,
      handle: async ({ body: { terminalIds } }) => ok({ status: 200, value: await lookUp(database, terminalIds) }),
    }),
    staffRoute({
      method: 'POST',
      path: '/registry/codes',
      needs: 'enrol',
      body: TerminalIdsSchema,
      bodyLimitBytes: REGISTER_BODY_BYTES,
      async handle({ actor, body: { terminalIds } }) {
        const expiresAt = new Date(now().getTime() + codeHours * HOUR_MS);
        const along = noting(actor, 'code-given-out', terminalIds);
        const given = await giveCodes(database, terminalIds, { now: now(), expiresAt }, along);
        if (given.isErr()) return err(problemOfMany(given.error));
        await audit.settle();
        const codes = given.value.map((one) => ({ ...one, expiresAt: expiresAt.toISOString() }));
        return ok({ status: 201, value: { codes } });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/registry/retire',
      needs: 'enrol',
      body: TerminalIdsSchema,
      bodyLimitBytes: REGISTER_BODY_BYTES,
      async handle({ actor, body: { terminalIds } }) {
        const along = noting(actor, 'terminal-retired', terminalIds);
        const retired = await retireMany(database, terminalIds, actorName(actor), now(), along);
        if (retired.isErr()) return err(problemOfMany(retired.error));
        await audit.settle();
        await bus.publish('registry');
        await bus.publish('certificates');
        return ok({ status: 204 });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/registry/:terminalId/code',
      needs: 'enrol',
      parameters: terminal,
      async handle({ actor, parameters: { terminalId } }) {
        const place = await placeOf(database, terminalId);
        if (place === null) return err({ kind: 'not-found', error: 'not-registered' });
        const code = makeCode();
        const expiresAt = new Date(now().getTime() + codeHours * HOUR_MS);
        await database.transaction().execute(async (session) => {
          await keepCode(session, { terminalId, serial: place.serial, code, now: now(), expiresAt });
          await noting(actor, 'code-given-out', [terminalId])(session);
        });
        await audit.settle();
        return ok({ status: 201, value: { code, expiresAt: expiresAt.toISOString() } });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/registry/:terminalId/retire',
      needs: 'enrol',
      parameters: terminal,
      async handle({ actor, parameters: { terminalId } }) {
        const along = noting(actor, 'terminal-retired', [terminalId]);
        if (!(await retireWhole(database, terminalId, actorName(actor), now(), along))) {
          return err({ kind: 'not-found', error: 'not-registered' });
        }
        await audit.settle();
        await bus.publish('registry');
        await bus.publish('certificates');
        return ok({ status: 204 });
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/certificates',
      needs: 'watch',
      query: v.strictObject({ terminalId: v.optional(TerminalIdSchema) }),
      handle: async ({ query: { terminalId } }) =>
        ok({
          status: 200,
          value: { certificates: await listCertificates(database, terminalId ?? null, CERTIFICATES, now()) },
        }),
    }),
    staffRoute({
      method: 'POST',
      path: '/certificates/:serial/revoke',
      needs: 'enrol',
      parameters: v.strictObject({ serial: CertificateSerialSchema }),
      body: RevokeSchema,
      async handle({ actor, parameters: { serial }, body: { reason } }) {
        const by = { name: actorName(actor), reason, now: now() };
        const revoked = await database.transaction().execute(async (session) => {
          const done = await revokeCertificate(session, serial, by);
          for (const one of done?.serials ?? []) {
            await noting(
              actor,
              'certificate-revoked',
              done === null ? [] : [done.terminalId],
              `${one}:${reason}`,
            )(session);
          }
          return done;
        });
        if (revoked === null) return err({ kind: 'not-found', error: 'no-such-certificate' });
        await audit.settle();
        await bus.publish('certificates');
        return ok({ status: 204 });
      },
    }),
  ];
}
