import { execFile } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type EnrolmentWorld, startEnrolmentWorld } from '../center/enrolment/test-support/enrolment-world.ts';
import { eventually } from '../center/test-support/eventually.ts';
import { publicJwkOf } from '../sealing/index.ts';
import { type Line, type LineOptions, type LineReport, openLine } from './index.ts';

const DAY_MS = 86_400_000;
const CLI = fileURLToPath(new URL('enrol-cli.ts', import.meta.url));
let world: EnrolmentWorld;
let directory: string;
const lines: Line[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-enrol-'));
  world = await startEnrolmentWorld();
});
afterEach(async () => {
  await Promise.all(lines.splice(0).map((line) => line.stop()));
});
afterAll(async () => {
  await world.close();
  await rm(directory, { recursive: true, force: true });
});

const runCli = async (...args: string[]): Promise<{ code: number; stderr: string }> => {
  try {
    const { stderr } = await promisify(execFile)(process.execPath, [CLI, ...args]);
    return { code: 0, stderr };
  } catch (error) {
    const { code, stderr } = error instanceof Error ? { code: 1, stderr: '', ...error } : { code: -1, stderr: '' };
    return { code, stderr };
  }
};
const folderOf = (id: string): string => join(directory, id);
const enrol = async (id: string, serial: string, given?: string) => {
  const code = given ?? (await world.code(id, serial));
  const center = `127.0.0.1:${world.center.enrolmentPort}`;
  const { lineCaFile } = world.world.trust;
  const out = folderOf(id);
  return await runCli(
    '--center',
    center,
    '--ca',
    lineCaFile,
    '--terminal',
    id,
    '--serial',
    serial,
    '--code',
    code,
    '--out',
    out,
  );
};
const filesOf = (id: string) => ({
  certificateFile: join(folderOf(id), 'certificate.pem'),
  keyFile: join(folderOf(id), 'key.pem'),
});
const certificateOf = async (id: string) => new X509Certificate(await readFile(filesOf(id).certificateFile));
const DELAYS = { connectMs: 5_000, heartbeatMs: 2_000, firstPauseMs: 20, longestPauseMs: 100, renewalLookMs: 20 };

const open = async (id: string, options: LineOptions = {}) => {
  const reports: LineReport[] = [];
  const opened = await openLine(
    {
      terminalId: id,
      nodes: [{ host: '127.0.0.1', port: world.center.port }],
      caFile: world.world.trust.lineCaFile,
      ...filesOf(id),
      directiveKeys: [world.world.trust.directivePublicKey],
      vrsRootKey: publicJwkOf(world.world.rootKey),
    },
    { report: (code) => reports.push(code), ...options, delays: { ...DELAYS, ...options.delays } },
  );
  const line = opened._unsafeUnwrap();
  lines.push(line);
  line.start();
  return { line, reports };
};

describe('the enrolment program', () => {
  test('writes key and certificate for their owner only; the line opens with them', async () => {
    expect(await enrol('CLI-0001', 'CLI-S1')).toEqual({ code: 0, stderr: '' });
    expect((await readdir(folderOf('CLI-0001'))).toSorted()).toEqual(['certificate.pem', 'key.pem']);
    for (const file of Object.values(filesOf('CLI-0001'))) expect((await stat(file)).mode & 0o777).toBe(0o600);
    const key = createPrivateKey(await readFile(filesOf('CLI-0001').keyFile));
    expect((await certificateOf('CLI-0001')).checkPrivateKey(key)).toBe(true);
    const { line } = await open('CLI-0001');
    await eventually(() => expect(line.state()).toBe('connected'));
  });

  test('says why it ends, and ends with 1 or 2', async () => {
    const refused = await enrol('CLI-0002', 'CLI-S2', '0000-0000-0000-0000');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('refuses') });
    expect(await runCli('--center', 'nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('--center') });
    await expect(stat(folderOf('CLI-0002'))).rejects.toThrow();
  });
});

describe('renewal inside the line', () => {
  test('at two thirds of life the line has a new key and certificate, and goes on with them', async () => {
    await enrol('REN-0001', 'REN-S1');
    const before = await certificateOf('REN-0001');
    let nowMs = Date.now();
    let free = false;
    const { line, reports } = await open('REN-0001', { now: () => new Date(nowMs), mayReconnect: () => free });
    await eventually(() => expect(line.state()).toBe('connected'));
    nowMs = before.validFromDate.getTime() + 20.1 * DAY_MS;
    // While somebody is served the new one only lies there.
    await eventually(async () => {
      expect((await readdir(folderOf('REN-0001'))).includes('certificate.pem.next')).toBe(true);
    });
    expect((await certificateOf('REN-0001')).serialNumber).toBe(before.serialNumber);
    expect(line.state()).toBe('connected');
    free = true;
    await eventually(() => expect(reports).toContain('CERTIFICATE_RENEWED'));
    await eventually(() => expect(line.state()).toBe('connected'));
    await eventually(async () => {
      expect((await readdir(folderOf('REN-0001'))).toSorted()).toEqual(['certificate.pem', 'key.pem']);
    });
    const after = await certificateOf('REN-0001');
    expect(after.serialNumber).not.toBe(before.serialNumber);
    expect(after.publicKey.equals(before.publicKey)).toBe(false);
    for (const file of Object.values(filesOf('REN-0001'))) expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { body } = await world.staff('GET', '/certificates?terminalId=REN-0001');
    const states = Object.fromEntries(
      body.certificates.map((row: { serial: string; state: string }) => [row.serial, row.state]),
    );
    expect(states).toEqual({ [before.serialNumber]: 'superseded', [after.serialNumber]: 'valid' });
  });

  test('a new certificate that is not let in is dropped, and the old one goes on', async () => {
    await enrol('REN-0002', 'REN-S2');
    const { certificateFile, keyFile } = filesOf('REN-0002');
    const stranger = world.world.trust.terminals.get('KOFU-0002');
    if (stranger === undefined) throw new Error('no stranger in the world');
    // Of the same authority, so that TLS lets it in, but in nobody's register.
    await writeFile(`${certificateFile}.next`, await readFile(stranger.certificateFile));
    await writeFile(`${keyFile}.next`, await readFile(stranger.keyFile));
    const { line, reports } = await open('REN-0002');
    await eventually(() => expect(line.state()).toBe('connected'));
    expect(reports).toContain('NEW_CERTIFICATE_REFUSED');
    await eventually(async () => {
      expect((await readdir(folderOf('REN-0002'))).toSorted()).toEqual(['certificate.pem', 'key.pem']);
    });
  });

  test('a refused renewal is reported and tried again after a pause; the line stands', async () => {
    await enrol('REN-0003', 'REN-S3');
    const nowMs = (await certificateOf('REN-0003')).validFromDate.getTime() + 21 * DAY_MS;
    const { line, reports } = await open('REN-0003', {
      now: () => new Date(nowMs),
      // No answer comes so quickly.
      delays: { renewalMs: 1, firstRenewalPauseMs: 1, longestRenewalPauseMs: 1 },
    });
    await eventually(() => expect(reports).toContain('RENEWAL_FAILED'));
    expect(line.state()).toBe('connected');
    expect(reports).not.toContain('CERTIFICATE_RENEWED');
  });

  test('files are found again wherever a crash came between them', async () => {
    await enrol('REN-0004', 'REN-S4');
    await enrol('REN-0005', 'REN-S5');
    const [old, fresh] = [filesOf('REN-0004'), filesOf('REN-0005')];
    // The key was renamed already, the certificate was not.
    await writeFile(`${old.certificateFile}.next`, await readFile(fresh.certificateFile));
    await writeFile(old.keyFile, await readFile(fresh.keyFile));
    await open('REN-0004');
    expect((await certificateOf('REN-0004')).serialNumber).toBe((await certificateOf('REN-0005')).serialNumber);
    expect((await readdir(folderOf('REN-0004'))).toSorted()).toEqual(['certificate.pem', 'key.pem']);
  });
});
