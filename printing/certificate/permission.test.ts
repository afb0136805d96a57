/** The visit process may read files and load add-ons, and nothing else: the page must come about under those rules. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

const SCRIPT = `
  const { loadCertificateFonts, renderCertificate, checkRelease, syntheticCertificate, warmUp } = await import(process.argv[1]);
  const fonts = (await loadCertificateFonts()).unwrapOr(null);
  const warm = (await warmUp(fonts)).isOk();
  const page = syntheticCertificate({ kind: 'domestic' });
  const rendered = (await renderCertificate(page, fonts)).unwrapOr(null);
  const released = (await checkRelease({ rendered, page })).isOk();
  let wrote = true;
  try { (await import('node:fs')).writeFileSync('written-by-a-test', ''); } catch (error) { wrote = error.code !== 'ERR_ACCESS_DENIED'; }
  console.log(JSON.stringify({ warm, released, wrote }));
`;

test('renders and checks with file writes, children and workers forbidden', async () => {
  const rules = ['--permission', '--allow-addons', '--allow-fs-read=*', '--input-type=module'];
  const door = new URL('./index.ts', import.meta.url).href;
  const { stdout } = await run(process.execPath, [...rules, '--eval', SCRIPT, door], { timeout: 25_000 });
  expect(JSON.parse(stdout)).toEqual({ warm: true, released: true, wrote: false });
});
