/** Which configurations of the screens are taken, what is said of the others, and what opening them refuses. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findElectronRuntime } from './electron/index.ts';
import { openScreens, ScreensConfigurationSchema } from './index.ts';

const CHROMIUM = { kind: 'chromium', assetsDirectory: '/screens', port: 0 };
const ELECTRON = {
  kind: 'electron',
  executable: '/opt/electron/electron',
  appDirectory: null,
  profileDirectory: '/run/kofu-shell',
};
const BOTH = { resident: { label: 'HDMI-1' }, operator: { width: 1366, height: 768 } };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-screens-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it.each([CHROMIUM, ELECTRON, { ...ELECTRON, appDirectory: '/var/lib/app' }, { ...ELECTRON, displays: BOTH }])(
  'takes %j',
  (configuration) => {
    expect(v.parse(ScreensConfigurationSchema, configuration)).toEqual(configuration);
  },
);

describe('names the entry that is wrong', () => {
  it.each([
    ['kind', { assetsDirectory: '/screens', port: 0 }],
    ['kind', { ...CHROMIUM, kind: 'firefox' }],
    ['port', { ...CHROMIUM, port: 65_536 }],
    ['port', { ...CHROMIUM, port: '8080' }],
    ['executable', { ...CHROMIUM, executable: '/opt/electron/electron' }],
    ['executable', { ...ELECTRON, executable: 'electron' }],
    ['executable', { ...ELECTRON, executable: undefined }],
    ['appDirectory', { ...ELECTRON, appDirectory: '../app' }],
    ['profileDirectory', { ...ELECTRON, profileDirectory: 'profiles' }],
    ['port', { ...ELECTRON, port: 0 }],
    ['arguments', { ...ELECTRON, arguments: ['--no-sandbox'] }],
    ['displays.operator.width', { ...ELECTRON, displays: { resident: {}, operator: { width: 0 } } }],
    ['displays.resident', { ...ELECTRON, displays: { operator: {} } }],
    ['displays.third', { ...ELECTRON, displays: { resident: {}, third: {} } }],
  ])('%s', (where, configuration) => {
    const parsed = v.safeParse(ScreensConfigurationSchema, configuration);
    expect(parsed.success).toBe(false);
    expect(parsed.issues?.map((issue) => v.getDotPath(issue))).toContain(where);
  });
});

it('a runtime that cannot be run is no runtime, whoever asks', async () => {
  const executable = join(directory, 'electron');
  await writeFile(executable, 'not a program', { mode: 0o644 });
  expect(findElectronRuntime({ variable: executable, isAdministrator: false }).kind).toBe('not-executable');
  const opened = await openScreens(
    { kind: 'electron', executable, appDirectory: null, profileDirectory: directory },
    () => {},
  );
  const expected = process.getuid?.() === 0 ? 'runtime-for-administrator' : 'runtime-not-executable';
  expect(opened._unsafeUnwrapErr().kind).toBe(expected);
});

it('screens that were not built are not served', async () => {
  const opened = await openScreens({ kind: 'chromium', assetsDirectory: join(directory, 'none'), port: 0 }, () => {});
  expect(opened.isErr()).toBe(true);
});
