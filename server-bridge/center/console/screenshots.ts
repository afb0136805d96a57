/** `node server-bridge/center/console/screenshots.ts FOLDER`: a picture of every page, from samples, for people to look at. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startScriptedListener } from '../../console-kit/testing/scripted-listener.ts';
import { goTo, openStudio, SIZES } from '../../console-kit/testing/studio.ts';
import { ROLES } from '../staff/rights.ts';
import { buildConsole } from './build.ts';
import { SAMPLE_DIAGNOSTICS_ID, SAMPLE_EVENT_LOG_ID } from './testing/collected-samples.ts';
import { sampleScript } from './testing/sample-script.ts';

const HASHES = {
  overview: '#/',
  terminals: '#/terminals',
  terminal: '#/terminals/SYN-00003',
  diagnostics: `#/terminals/SYN-00003/diagnostics/${SAMPLE_DIAGNOSTICS_ID}`,
  'event-log': `#/terminals/SYN-00003/event-log/${SAMPLE_EVENT_LOG_ID}`,
  registration: '#/registration?terminals=SYN-00003',
  alarms: '#/alarms',
  directive: '#/directive',
  'roll-outs': '#/roll-outs',
  charts: '#/charts',
  audit: '#/audit',
  accounts: '#/accounts',
} as const;

/** @param only words of names (`overview.en.1280.light`) that are wanted; none: all */
export async function takePictures(folder: string, only: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const out = await mkdtemp(join(tmpdir(), 'kofu-console-'));
  (await buildConsole(out))._unsafeUnwrap();
  const listener = await startScriptedListener(out, sampleScript(ROLES));
  try {
    for (const [size, dark] of [
      [SIZES[0], false],
      [SIZES[1], true],
    ] as const) {
      const studio = await openStudio({ ...size, dark });
      try {
        for (const language of ['en', 'ja'] as const) {
          for (const [name, hash] of Object.entries(HASHES)) {
            const file = `${name}.${language}.${size.name}.${dark ? 'dark' : 'light'}`;
            if (only.length > 0 && !only.some((word) => file.includes(word))) continue;
            await goTo(studio.page, listener.origin, hash);
            const isJapanese = (await studio.page.locator('html').getAttribute('lang')) === 'ja';
            if (isJapanese !== (language === 'ja'))
              await studio.page.getByRole('button', { name: /日本語|English/ }).click();
            await studio.page.waitForTimeout(700);
            await studio.page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
          }
        }
      } finally {
        await studio.close();
      }
    }
  } finally {
    await listener.close();
    await rm(out, { recursive: true, force: true });
  }
}

const [folder, ...only] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) await takePictures(folder, only);
