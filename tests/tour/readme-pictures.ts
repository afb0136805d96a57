/** The README's pictures, from the product itself: a sheet of kiosk screens, a printed certificate, the workbench. */
import { spawnSync } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startWorkbench } from '../workbench/index.ts';
import type { PlayedScene } from './play-visit.ts';
import type { Stand } from './stand.ts';

const SCREENS: readonly string[] = ['attract', 'lay-card', 'pin', 'preview', 'payment', 'take-paper'];
const LIMIT_BYTES = 300_000;

/** Rejects when a picture is larger than a README should carry, or a screen was never seen. */
export async function writeReadmePictures(o: {
  root: string;
  stand: Stand;
  scenes: readonly PlayedScene[];
}): Promise<void> {
  const folder = join(o.root, 'docs', 'pictures');
  await mkdir(folder, { recursive: true });
  const certificate = join(folder, 'certificate.png');
  const sample = ['sample', '--kind', 'domestic', '--doses', '4', '--dpi', '60', '--out', certificate];
  const drawn = spawnSync(process.execPath, ['--no-warnings', 'printing/certificate/cli.ts', ...sample], {
    cwd: o.root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (drawn.status !== 0) throw new Error('The certificate could not be drawn.');
  await inNewPage(o.stand, { width: 1522, height: 450 }, async (page) => {
    await page.setContent(sheetOf(o.scenes));
    await writeFile(join(folder, 'screens.png'), await page.screenshot());
  });
  const workbench = await startWorkbench({ devices: o.stand.devices, port: 0 });
  try {
    await inNewPage(o.stand, { width: 1240, height: 860 }, async (page) => {
      await page.goto(workbench.url);
      await page.getByRole('button', { name: 'Lay card down', exact: true }).click();
      await page.getByText('Card there').waitFor();
      await page
        .getByAltText(/^Enlarge page/)
        .first()
        .waitFor();
      await writeFile(join(folder, 'workbench.png'), await page.screenshot());
      await page.getByRole('button', { name: 'Take card', exact: true }).click();
    });
  } finally {
    await workbench.stop();
  }
  for (const name of ['certificate.png', 'screens.png', 'workbench.png']) {
    const { size } = await stat(join(folder, name));
    if (size > LIMIT_BYTES) throw new Error(`docs/pictures/${name} is too large: ${size} bytes.`);
  }
}

async function inNewPage(
  { browser }: Stand,
  viewport: { width: number; height: number },
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage({ viewport });
  try {
    await use(page);
  } finally {
    await page.close();
  }
}

function sheetOf(scenes: readonly PlayedScene[]): string {
  const images = SCREENS.map((name) => {
    const scene = scenes.find(({ screen }) => screen === name);
    if (scene === undefined) throw new Error(`The screen ${name} was not seen.`);
    return `<img src="data:image/png;base64,${Buffer.from(scene.picture).toString('base64')}" alt="">`;
  });
  return `<style>body{margin:0;background:#e8e8eb;display:flex;gap:12px;padding:12px;box-sizing:border-box}img{height:426px;border-radius:6px}</style>${images.join('')}`;
}
