/**
 * `npm run pictures`: makes the pictures of the README from the product itself: a sheet of kiosk screens, a printed certificate,
 * and the workbench. Invented people only.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PICTURES = join(ROOT, 'docs', 'pictures');
/** Screens of one visit, in its order, by the names of the gallery. */
const SCREENS = ['attract', 'lay-card', 'pin', 'preview', 'payment', 'take-paper'];

function run(...args: string[]): void {
  const done = spawnSync(process.execPath, ['--no-warnings', ...args], { cwd: ROOT, stdio: 'inherit' });
  if (done.status !== 0) throw new Error(`${args[0] ?? ''} failed.`);
}

const directory = await mkdtemp(join(tmpdir(), 'kofu-pictures-'));
try {
  await mkdir(PICTURES, { recursive: true });
  run(
    'printing/certificate/cli.ts',
    'sample',
    '--kind',
    'domestic',
    '--doses',
    '4',
    '--dpi',
    '90',
    '--out',
    join(PICTURES, 'certificate.png'),
  );
  run('kiosk/screens/screenshots.ts', directory, ...SCREENS);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1500, height: 450 } });
    const images = await Promise.all(
      SCREENS.map(async (name) =>
        (await readFile(join(directory, `${name}.ja.portrait.normal.png`))).toString('base64'),
      ),
    );
    await page.setContent(
      `<style>body{margin:0;background:#e8e8eb;display:flex;gap:12px;padding:12px;box-sizing:border-box}img{height:426px;border-radius:6px}</style>${images
        .map((image) => `<img src="data:image/png;base64,${image}" alt="">`)
        .join('')}`,
    );
    await writeFile(join(PICTURES, 'screens.png'), await page.screenshot());
  } finally {
    await browser.close();
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
