/** The hand tool: a certificate signed for real goes through it as PDF and as PNG, and an altered one does not. */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageToPng } from './release/page-picture.ts';
import { testIssuer } from './signed-test-certificate.ts';
import { syntheticCertificate } from './synthetic-certificate.ts';
import { expectOk, rendered, testFonts } from './test-tools.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));
let folder: string;
let trust: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-command-line-'));
  const issuer = await testIssuer();
  const { facts } = syntheticCertificate({ kind: 'overseas', doses: 3 });
  const page = expectOk(await issuer.sign(facts));
  const fonts = await testFonts();
  const genuine = await rendered(page, fonts);
  const altered = await rendered({ ...page, healthCard: page.healthCard.replace(/.$/u, flipped) }, fonts);
  const pem = issuer.trust.anchors.map((der) => new X509Certificate(Buffer.from(der, 'base64')).toString()).join('');
  const files = {
    'genuine.pdf': genuine.pdf,
    'genuine.png': expectOk(await pageToPng(genuine.pdf, 0, 200)),
    'altered.pdf': altered.pdf,
    'keys.json': JSON.stringify({ keys: issuer.trust.healthCard?.keys }),
    'anchors.pem': pem,
    'nothing.pdf': 'not a PDF',
  };
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  trust = ['--keys', join(folder, 'keys.json'), '--iss', 'https://vc.vrs.example/issuer'];
  trust = [...trust, '--anchors', join(folder, 'anchors.pem'), '--at', '2026-11-20T02:00:00Z'];
});
afterAll(() => rm(folder, { recursive: true }));

function flipped(character: string): string {
  return character === 'A' ? 'Q' : 'A';
}

function certificate(...parameters: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--no-warnings', CLI, ...parameters], { timeout: 25_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}` });
    });
  });
}

test.each(['genuine.pdf', 'genuine.png'])('%s is verified', async (file) => {
  const { code, output } = await certificate('verify', join(folder, file), ...trust);
  expect([code, output.match(/: VALID$/gmu)?.length], output).toEqual([0, 2]);
});

test('altered.pdf is refused, and for its altered code only', async () => {
  const { code, output } = await certificate('verify', join(folder, 'altered.pdf'), ...trust);
  expect(code).toBe(1);
  expect(output).toMatch(/SMART Health Card: REFUSED[\s\S]*VDS-NC proof of vaccination: VALID/u);
});

test('a file without codes and a wrong command line are told apart', async () => {
  const [unreadable, wrong] = await Promise.all([
    certificate('decode', join(folder, 'nothing.pdf')),
    certificate('sample', '--out', 'x.txt'),
  ]);
  expect([unreadable.code, wrong.code]).toEqual([66, 2]);
});
