import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type IppEvePrinter, startIppEvePrinter } from '../virtual/index.ts';
import { openPagePrinter } from './open-page-printer.ts';
import { testPage } from './test-page.ts';

let directory: string;
let printer: IppEvePrinter;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ippeve-'));
  printer = (await startIppEvePrinter({ directory }))._unsafeUnwrap();
  await printer.loadA4();
});
afterAll(async () => {
  await printer.stop();
  await rm(directory, { recursive: true });
});

/** Synthetic: made with `openssl req -x509 -newkey ec -subj /CN=localhost`, its key thrown away. */
const ANOTHER_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBgDCCASWgAwIBAgIUf3Sm17HrFtmXHq1KKtIP0dnqXFMwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTIxMjYxMloYDzIxMjYxMDI4
MjEyNjEyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ7UYvdTnImHJx/Z8fUMaVGZhWSp480UNrYVotEz5dAH/R8ZMxuD7jD
KK8e5/T86/EAVuL5VoWYDaX3zHj2CGoLo1MwUTAdBgNVHQ4EFgQUCsr5hsTnZXIy
1pUV04+P2I/Te/MwHwYDVR0jBBgwFoAUCsr5hsTnZXIy1pUV04+P2I/Te/MwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA989+AaSTslXn/rLHCbdc
ywdwOWuC/RdUQBmMa2bbY3UCIQC7q5+rPqi5/z2gLI0hhfHTrvPrbdiOE0YCQY31
LF+QxQ==
-----END CERTIFICATE-----
`;

test('prints over TLS to the printer whose certificate is pinned', async () => {
  const client = openPagePrinter({ uri: printer.secureUri, certificatePem: await printer.certificatePem() });
  const printed = await client.print(testPage(), { pages: 1 });
  await client.close();
  expect(printed.isOk()).toBe(true);
});

test('a printer with another certificate gets nothing', async () => {
  const client = openPagePrinter({ uri: printer.secureUri, certificatePem: ANOTHER_CERTIFICATE });
  const printed = await client.print(testPage(), { pages: 1 });
  await client.close();
  expect(printed._unsafeUnwrapErr()).toMatchObject({
    kind: 'unreachable',
    stage: 'before-accept',
    cause: { kind: 'no-connection' },
  });
});

test.each([
  [{ uri: 'http://printer.example/ipp/print' }],
  [{ uri: 'ipp:///ipp/print' }],
  [{ uri: 'ipp://user:word@printer.example/ipp/print' }],
  [{ uri: 'ipps://printer.example/ipp/print' }],
  [{ uri: 'ipp://printer.example/ipp/print', certificatePem: ANOTHER_CERTIFICATE }],
])('configuration %o is refused', (configuration) => {
  expect(() => openPagePrinter(configuration)).toThrow();
});
