/** Who gets a certificate: a registered machine with its one-time code, and a terminal that has one already. */
import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import type { CertificateAnswer, EnrolmentRequest, TerminalId } from '../../protocol/index.ts';
import {
  type IssuedCertificate,
  type Issuer,
  issueTerminalCertificate,
  keyComparison,
  readCertificateRequest,
} from '../../terminal-certificates/index.ts';
import { type AuditOutbox, type AuditTrail, intendAudit } from '../audit/index.ts';
import type { Difference } from '../console-api/held-enrolments.ts';
import type { CenterLog } from '../event-catalogue.ts';
import { type CenterDatabase, placeOf } from '../store/index.ts';
import type { CenterTables } from '../store/tables.ts';
import { isOver, keepCertificate, keyDigestOf } from './certificate-register.ts';
import { judgeCode } from './enrolment-codes.ts';
import { forgetAudited } from './held-enrolment-routes.ts';
import { heldStateOf, hold, noteIssued } from './held-enrolments.ts';

const CENTER = { kind: 'center' } as const;

/** One word for whoever asked: which part was wrong, nobody is told but the audit trail. */
export type EnrolmentRefused = { readonly kind: 'refused' };

export type EnrolmentDesk = {
  /**
   * A machine's first certificate, or another after its key was lost. A request for a registered terminal that differs from what was
   * registered is refused like any other, and held for a person: asked again with the same key, an approved one gets its certificate.
   */
  enrol(request: EnrolmentRequest): Promise<Result<CertificateAnswer, EnrolmentRefused>>;
  /**
   * The next certificate of a terminal that has shown the present one, for another key.
   * @param shown the present one's serial, upper-case hexadecimal
   */
  renew(
    terminalId: TerminalId,
    requestPem: string,
    shown: string,
  ): Promise<Result<CertificateAnswer, EnrolmentRefused>>;
};

/** What became of a machine's request. */
type Outcome =
  | { readonly kind: 'issued' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** It differs from what was registered, and waits for a person. */
  | { readonly kind: 'held' }
  /** Still the same as was decided, or is to be: nothing new for the trail. */
  | { readonly kind: 'as-before' };

type Issuing = { readonly publicKey: KeyObject; readonly issued: IssuedCertificate };

export function createEnrolmentDesk(parts: {
  readonly database: CenterDatabase;
  readonly issuer: Issuer;
  readonly lifeMs: number;
  /** So long a request that differs waits for a person. */
  readonly holdMs: number;
  readonly audit: AuditTrail & AuditOutbox;
  readonly allowedBuildsOf: (terminalId: TerminalId) => Promise<readonly string[]>;
  readonly log: CenterLog;
  readonly now: () => Date;
}): EnrolmentDesk {
  const { database, issuer, lifeMs, holdMs, audit, allowedBuildsOf, log, now } = parts;

  const refuse = async (terminalId: string, reason: string): Promise<Result<never, EnrolmentRefused>> => {
    // Names that nobody registered are whatever a stranger likes; they have no place in the trail.
    const known = (await placeOf(database, terminalId)) !== null;
    log.record('ENROLMENT_REFUSED', {});
    await audit.append({
      actor: { kind: 'center' },
      action: 'enrolment-refused',
      target: known ? terminalId : 'unknown',
      result: reason,
    });
    return err({ kind: 'refused' });
  };

  const issue = async (terminalId: TerminalId, requestPem: string): Promise<Result<Issuing, string>> => {
    const publicKey = await readCertificateRequest(requestPem, terminalId);
    if (publicKey.isErr()) return err(publicKey.error.kind);
    const order = { terminalId, publicKey: publicKey.value, issuer, lifeMs, now: now() };
    return ok({ publicKey: publicKey.value, issued: await issueTerminalCertificate(order) });
  };

  /** Keeps a certificate, and its entry with it. @returns false when that key has one already */
  const keepNoted = async (
    session: Kysely<CenterTables>,
    terminalId: TerminalId,
    action: 'certificate-issued' | 'certificate-renewed',
    { publicKey, issued }: Issuing,
  ): Promise<boolean> => {
    if (!(await keepCertificate(session, terminalId, publicKey, issued))) return false;
    await intendAudit(session, [{ actor: CENTER, action, target: terminalId, result: issued.serial }], now());
    return true;
  };

  const handOut = async (
    terminalId: TerminalId,
    issued: IssuedCertificate,
  ): Promise<Result<CertificateAnswer, EnrolmentRefused>> => {
    await audit.settle();
    log.record('CERTIFICATE_ISSUED', { terminal: terminalId });
    return ok({ v: 1, certificate: issued.certificate });
  };

  const judge = async (
    transaction: Kysely<CenterTables>,
    request: EnrolmentRequest,
    issuing: Result<Issuing, string>,
    allowedBuilds: readonly string[],
  ): Promise<Outcome> => {
    const { terminalId, serial, code, build = null } = request;
    const place = await placeOf(transaction, terminalId);
    const keyDigest = issuing.isOk() ? keyDigestOf(issuing.value.publicKey) : null;
    const presented = keyDigest === null ? null : { terminalId, keyDigest, serial, build };
    const state = presented === null || place === null ? null : await heldStateOf(transaction, presented, now());
    if (state === 'held' || state === 'refused' || state === 'issued') return { kind: 'as-before' };
    const differs: Difference[] = [];
    if (place !== null && place.serial !== serial) differs.push('serial');
    if (state === 'approved' && differs.length === 0 && issuing.isOk()) {
      if (!(await keepNoted(transaction, terminalId, 'certificate-issued', issuing.value))) return refused('known-key');
      await noteIssued(transaction, keyDigestOf(issuing.value.publicKey));
      return { kind: 'issued' };
    }
    if (build !== null && allowedBuilds.length > 0 && !allowedBuilds.includes(build)) differs.push('build');
    const attempt = {
      terminalId,
      serial: place?.serial ?? serial,
      code,
      allElseFits: differs.length === 0,
      now: now(),
    };
    const verdict = await judgeCode(transaction, attempt);
    if (place === null) return refused('not-registered');
    if (verdict !== 'right') differs.push(verdict);
    if (issuing.isErr() || presented === null) return refused(issuing.isErr() ? issuing.error : 'request');
    if (differs.length === 0) {
      const kept = await keepNoted(transaction, terminalId, 'certificate-issued', issuing.value);
      return kept ? { kind: 'issued' } : refused('known-key');
    }
    const expiresAt = new Date(now().getTime() + holdMs);
    const waiting = {
      ...presented,
      comparison: keyComparison(issuing.value.publicKey),
      differs,
      now: now(),
      expiresAt,
    };
    const result = differs.join('+');
    if (!(await hold(transaction, waiting))) return refused(result);
    await intendAudit(transaction, [{ actor: CENTER, action: 'enrolment-held', target: terminalId, result }], now());
    return { kind: 'held' };
  };

  return {
    async enrol(request) {
      const { terminalId } = request;
      // Made before anything is judged, so that the time of the answer tells nothing about serial and code.
      const issuing = await issue(terminalId, request.request);
      const allowedBuilds = await allowedBuildsOf(terminalId);
      const outcome = await database
        .transaction()
        .execute((transaction) => judge(transaction, request, issuing, allowedBuilds));
      switch (outcome.kind) {
        case 'issued':
          if (issuing.isErr()) throw new Error('a certificate that was not made is not kept');
          return await handOut(terminalId, issuing.value.issued);
        case 'refused':
          return await refuse(terminalId, outcome.reason);
        case 'as-before':
          log.record('ENROLMENT_REFUSED', {});
          return err({ kind: 'refused' });
        case 'held': {
          log.record('ENROLMENT_HELD', { terminal: terminalId });
          await audit.settle();
          await forgetAudited(database, audit, now());
          return err({ kind: 'refused' });
        }
        default: {
          const never: never = outcome;
          throw new Error(`unknown outcome ${String(never)}`);
        }
      }
    },

    async renew(terminalId, requestPem, shown) {
      if ((await placeOf(database, terminalId)) === null) return await refuse(terminalId, 'not-registered');
      const issuing = await issue(terminalId, requestPem);
      if (issuing.isErr()) return await refuse(terminalId, issuing.error);
      const made = issuing.value;
      const hindrance = await database.transaction().execute(async (session) => {
        if (await isOver(session, { terminalId, serial: shown, now: now() })) return 'certificate-over';
        return (await keepNoted(session, terminalId, 'certificate-renewed', made)) ? null : 'known-key';
      });
      return hindrance === null ? await handOut(terminalId, made.issued) : await refuse(terminalId, hindrance);
    },
  };
}

const refused = (reason: string): Outcome => ({ kind: 'refused', reason });
