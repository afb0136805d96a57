/** Who gets a certificate: a registered machine with its one-time code, and a terminal that has one already. */
import type { KeyObject } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { CertificateAnswer, EnrolmentRequest, TerminalId } from '../../protocol/index.ts';
import {
  type IssuedCertificate,
  type Issuer,
  issueTerminalCertificate,
  readCertificateRequest,
} from '../../terminal-certificates/index.ts';
import type { AuditTrail } from '../audit/index.ts';
import type { CenterLog } from '../event-catalogue.ts';
import { type CenterDatabase, placeOf } from '../store/index.ts';
import { keepCertificate } from './certificate-register.ts';
import { useCode } from './enrolment-codes.ts';

/** One word for whoever asked: which part was wrong, nobody is told but the audit trail. */
export type EnrolmentRefused = { readonly kind: 'refused' };

export type EnrolmentDesk = {
  /** A machine's first certificate, or another after its key was lost. */
  enrol(request: EnrolmentRequest): Promise<Result<CertificateAnswer, EnrolmentRefused>>;
  /** The next certificate of a terminal that has shown the present one, for another key. */
  renew(terminalId: TerminalId, requestPem: string): Promise<Result<CertificateAnswer, EnrolmentRefused>>;
};

type Issuing = { readonly publicKey: KeyObject; readonly issued: IssuedCertificate };

export function createEnrolmentDesk(parts: {
  readonly database: CenterDatabase;
  readonly issuer: Issuer;
  readonly lifeMs: number;
  readonly audit: AuditTrail;
  readonly log: CenterLog;
  readonly now: () => Date;
}): EnrolmentDesk {
  const { database, issuer, lifeMs, audit, log, now } = parts;

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

  const handOut = async (
    terminalId: TerminalId,
    action: 'certificate-issued' | 'certificate-renewed',
    issued: IssuedCertificate,
  ): Promise<Result<CertificateAnswer, EnrolmentRefused>> => {
    await audit.append({ actor: { kind: 'center' }, action, target: terminalId, result: issued.serial });
    log.record('CERTIFICATE_ISSUED', { terminal: terminalId });
    return ok({ v: 1, certificate: issued.certificate });
  };

  return {
    async enrol({ terminalId, serial, code, request }) {
      // Made before anything is judged, so that the time of the answer tells nothing about serial and code.
      const issuing = await issue(terminalId, request);
      const outcome = await database.transaction().execute(async (transaction): Promise<string | null> => {
        const place = await placeOf(transaction, terminalId);
        // With a wrong serial the code's digest differs, and the attempt is counted as a miss.
        const right = await useCode(transaction, { terminalId, serial, code, now: now() });
        if (place === null) return 'not-registered';
        if (!right) return place.serial === serial ? 'code' : 'serial';
        if (issuing.isErr()) return issuing.error;
        const { publicKey, issued } = issuing.value;
        return (await keepCertificate(transaction, terminalId, publicKey, issued)) ? null : 'known-key';
      });
      if (outcome !== null || issuing.isErr()) return await refuse(terminalId, outcome ?? 'request');
      return await handOut(terminalId, 'certificate-issued', issuing.value.issued);
    },

    async renew(terminalId, requestPem) {
      if ((await placeOf(database, terminalId)) === null) return await refuse(terminalId, 'not-registered');
      const issuing = await issue(terminalId, requestPem);
      if (issuing.isErr()) return await refuse(terminalId, issuing.error);
      const { publicKey, issued } = issuing.value;
      if (!(await keepCertificate(database, terminalId, publicKey, issued)))
        return await refuse(terminalId, 'known-key');
      return await handOut(terminalId, 'certificate-renewed', issued);
    },
  };
}
