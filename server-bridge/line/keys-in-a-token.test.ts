/**
 * A terminal whose key never leaves its token: enrolled, on the line by TLS through the engine, renewed. SoftHSM2 stands for the TPM;
 * the engine is Debian's libengine-pkcs11-openssl (or KOFU_PKCS11_ENGINE), without which TLS with such a key is not tested.
 */
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EnrolmentWorld, startEnrolmentWorld } from '../center/enrolment/test-support/enrolment-world.ts';
import { eventually } from '../center/test-support/eventually.ts';
import { PIN, type SoftHsm, startSoftHsm, TOKEN_LABEL } from '../hardware-keys/test-support/soft-hsm.ts';
import { TerminalIdSchema } from '../protocol/index.ts';
import { publicJwkOf } from '../sealing/index.ts';
import { enrolTerminal } from './enrol.ts';
import { type TokenConfiguration, tokenKeyOf } from './token-key.ts';

const ENGINES = [
  process.env['KOFU_PKCS11_ENGINE'] ?? '',
  '/usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so',
  '/usr/lib/aarch64-linux-gnu/engines-3/pkcs11.so',
];
const engineFile = ENGINES.find((file) => file !== '' && existsSync(file));
const terminalId = v.parse(TerminalIdSchema, 'TOK-0001');

let hsm: SoftHsm;
let world: EnrolmentWorld;
let directory: string;
let token: TokenConfiguration;

beforeAll(async () => {
  hsm = startSoftHsm();
  directory = await mkdtemp(join(tmpdir(), 'kofu-token-line-'));
  world = await startEnrolmentWorld();
  const pinFile = join(directory, 'pin');
  await writeFile(pinFile, PIN, { mode: 0o600 });
  token = {
    modulePath: hsm.modulePath,
    tokenLabel: TOKEN_LABEL,
    // The engine takes the whole file for the PIN, its line end as well.
    pinFile,
    keyLabel: 'kofu-line',
    engineFile: engineFile ?? '/nowhere/pkcs11.so',
  };
});
afterAll(async () => {
  await world.close();
  hsm.end();
  await rm(directory, { recursive: true, force: true });
});

const files = () => ({ certificateFile: join(directory, 'certificate.pem'), keyFile: join(directory, 'key.pem') });

describe('a key in a token', () => {
  test('signs its request there; the file of the key holds a name and no key', async () => {
    const code = await world.code(terminalId, 'TOK-S1');
    const enrolled = await enrolTerminal({
      host: '127.0.0.1',
      port: world.center.enrolmentPort ?? 0,
      caFile: world.world.trust.lineCaFile,
      terminalId,
      serial: 'TOK-S1',
      code,
      folder: directory,
      token,
    });
    expect(enrolled.isOk()).toBe(true);
    const keyText = await readFile(files().keyFile, 'utf8');
    expect(keyText).toMatch(/^pkcs11-key kofu-line-[0-9a-f]{8} /);
    const { publicKey } = new X509Certificate(await readFile(files().certificateFile));
    expect(tokenKeyOf(keyText)?.publicKey.equals(publicKey)).toBe(true);
    expect((await stat(files().keyFile)).mode & 0o777).toBe(0o600);
    for (const text of ['', 'pkcs11-key x\n', keyText.slice(0, 60), `${keyText}\n`])
      expect(tokenKeyOf(text)).toBeNull();
  });

  test('a token that is not there is an error, not a key in a file', async () => {
    const code = await world.code('TOK-0002', 'TOK-S2');
    const order = {
      host: '127.0.0.1',
      port: world.center.enrolmentPort ?? 0,
      caFile: world.world.trust.lineCaFile,
      terminalId: v.parse(TerminalIdSchema, 'TOK-0002'),
      serial: 'TOK-S2',
      code,
      folder: join(directory, 'none'),
      token: { ...token, tokenLabel: 'another' },
    };
    expect((await enrolTerminal(order))._unsafeUnwrapErr()).toEqual({ kind: 'no-key' });
    expect(existsSync(order.folder)).toBe(false);
  });

  // A process of its own: the engine stays loaded in the process that used it, and must not outlive the token of this test.
  test.runIf(engineFile !== undefined)('opens the line by TLS, and the next key is in the token as well', async () => {
    const { certificateFile, keyFile } = files();
    const before = new X509Certificate(await readFile(certificateFile));
    const configuration = {
      terminalId,
      nodes: [{ host: '127.0.0.1', port: world.center.port }],
      caFile: world.world.trust.lineCaFile,
      certificateFile,
      keyFile,
      token,
      directiveKeys: [world.world.trust.directivePublicKey],
      vrsRootKey: publicJwkOf(world.world.rootKey),
    };
    const configurationFile = join(directory, 'line.json');
    await writeFile(configurationFile, JSON.stringify(configuration));
    const program = fileURLToPath(new URL('test-support/line-process.ts', import.meta.url));
    const aheadMs = before.validFromDate.getTime() + 21 * 86_400_000 - Date.now();
    const run = async (ahead: number, until: RegExp): Promise<void> => {
      const child = spawn(process.execPath, [program, configurationFile, String(ahead)], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: process.env,
      });
      let said = '';
      child.stdout.setEncoding('utf8');
      child.stdout.on('data', (text: string) => {
        said += text;
      });
      try {
        await eventually(() => expect(said).toMatch(until));
      } finally {
        child.kill('SIGKILL');
      }
    };
    await run(aheadMs, /^connected\ndisconnected\nCERTIFICATE_RENEWED\nconnected\n/);
    const after = new X509Certificate(await readFile(certificateFile));
    expect(after.publicKey.equals(before.publicKey)).toBe(false);
    expect(tokenKeyOf(await readFile(keyFile, 'utf8'))?.publicKey.equals(after.publicKey)).toBe(true);
    const { body } = await world.staff('GET', `/certificates?terminalId=${terminalId}`);
    expect(body.certificates.map(({ state }: { state: string }) => state).toSorted()).toEqual(['superseded', 'valid']);
  });
});
