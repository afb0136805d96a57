/** Fault: a certificate whose key was stolen was revoked, and the one the thief had renewed with it went on counting. */
import { X509Certificate } from 'node:crypto';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CertificateAnswerSchema, TerminalIdSchema } from '../../protocol/index.ts';
import { makeCertificateRequest, makeSoftwareKey } from '../../terminal-certificates/index.ts';
import { type EnrolmentWorld, type Held, startEnrolmentWorld } from './test-support/enrolment-world.ts';

let world: EnrolmentWorld;
beforeAll(async () => {
  world = await startEnrolmentWorld();
});
afterAll(() => world.close());

const serialOf = ({ certificate }: Held): string => new X509Certificate(certificate).serialNumber;
const revoke = async (held: Held, reason: string) =>
  (await world.staff('POST', `/certificates/${serialOf(held)}/revoke`, { reason })).status;
/** Refused, or cut off with the connection while it was asked: a revocation ends what lives at that moment. */
const NOT_SERVED = [403, 0];
const status = async (held: Held) => {
  const terminal = world.connect(held);
  const { status: answered } = await terminal.send('GET', '/v1/directive');
  terminal.close();
  return answered;
};
const renew = async (old: Held, id: string): Promise<Held> => {
  const key = makeSoftwareKey();
  const terminal = world.connect(old);
  const request = await makeCertificateRequest(v.parse(TerminalIdSchema, id), key);
  const reply = await terminal.send('POST', '/v1/certificate', { v: 1, request });
  terminal.close();
  const { certificate } = v.parse(CertificateAnswerSchema, JSON.parse(reply.body));
  return { certificate, key: key.privateKeyPem };
};

test.each(['key-compromised', 'terminal-gone'])(
  '%s: what was renewed with it is revoked, used or not',
  async (reason) => {
    const id = reason === 'terminal-gone' ? 'STO-0001' : 'STO-0002';
    const stolen = await world.enrol(id, `${id}-S`);
    const renewed = await renew(stolen, id);
    expect(await status(renewed)).toBe(200);
    const unused = await renew(renewed, id);
    expect(await revoke(stolen, reason)).toBe(204);
    expect(NOT_SERVED).toContain(await status(renewed));
    expect(NOT_SERVED).toContain(await status(unused));
    const audited = await world.staff('GET', '/audit?action=certificate-revoked');
    const results = audited.body.rows.map((row: { result: string }) => row.result);
    for (const held of [stolen, renewed, unused]) expect(results).toContain(`${serialOf(held)}:${reason}`);
    // Enrolled anew it serves.
    expect(await status(await world.enrol(id, `${id}-S`))).toBe(200);
  },
);

test('another terminal’s, and what is revoked for being superseded, stay what they are', async () => {
  const bystander = await world.enrol('STO-0003', 'STO-0003-S');
  const old = await world.enrol('STO-0004', 'STO-0004-S');
  const next = await renew(old, 'STO-0004');
  expect(await status(next)).toBe(200);
  expect(await revoke(old, 'superseded')).toBe(204);
  expect(await status(next)).toBe(200);
  expect(await status(bystander)).toBe(200);
  // Found out later: what was revoked for another reason is no hindrance.
  expect(await revoke(old, 'key-compromised')).toBe(204);
  expect(NOT_SERVED).toContain(await status(next));
  expect(await revoke(old, 'key-compromised')).toBe(404);
});
