/**
 * What runs in the kiosk's session (kofu-shell.service): asks the host for a launch address, shows the screens in Electron where a
 * fit one is, else in chromium, and starts anew whenever the shell or the host has gone.
 * `main.ts [--door PATH] [--profiles FOLDER] [--window WIDTHxHEIGHT] [--electron PROGRAM] [--archive FILE] [--displays JSON]`. Exit
 * codes: 0 told to end · 64 wrong arguments · 69 no shell can be started.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { launchChromium } from '../../../kiosk/shell/chromium/index.ts';
import { DisplayWishesSchema, relayHostToElectron } from '../../../kiosk/shell/electron/index.ts';
import { LAUNCH_DOOR } from '../terminal/places.ts';
import { askForStartUrl } from './ask-for-start-url.ts';
import { describeRuntimeFault, fitRuntime } from './electron-runtime.ts';
import { ELECTRON_PROGRAM, SHIPPED_ARCHIVE } from './places.ts';

const EXIT_USAGE = 64;
const EXIT_UNAVAILABLE = 69;
/** Between two tries, so that a host that is away is not asked in a tight loop. */
const PAUSE_MS = 500;

const size = v.pipe(v.string(), v.regex(/^[1-9][0-9]{2,3}$/), v.transform(Number));
const ArgumentsSchema = v.object({
  door: v.optional(v.string(), LAUNCH_DOOR),
  profiles: v.optional(v.string(), '/run/kofu-shell'),
  window: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split('x')),
      v.tuple([size, size]),
    ),
    '1080x1920',
  ),
  electron: v.optional(v.string(), ELECTRON_PROGRAM),
  archive: v.optional(v.string(), SHIPPED_ARCHIVE),
  /** Which display is whose, for Electron: `{"resident":{"label":"HDMI-1"},"operator":{"label":"DP-2"}}`. */
  displays: v.optional(v.pipe(v.string(), v.parseJson(), DisplayWishesSchema), '{"resident":{}}'),
});

function readArguments(): v.InferOutput<typeof ArgumentsSchema> {
  try {
    const text = { type: 'string' } as const;
    const options = { door: text, profiles: text, window: text, electron: text, archive: text, displays: text };
    return v.parse(ArgumentsSchema, parseArgs({ options }).values);
  } catch {
    process.stderr.write(
      'usage: main.ts [--door PATH] [--profiles FOLDER] [--window WIDTHxHEIGHT] [--electron PROGRAM] [--archive FILE] [--displays JSON]\n',
    );
    return process.exit(EXIT_USAGE);
  }
}

const { door, profiles, window, electron, archive, displays } = readArguments();
const [width, height] = window;
let ending = false;
let endShell: () => Promise<void> = () => Promise.resolve();
async function end(): Promise<void> {
  ending = true;
  await endShell();
  process.exit(0);
}
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());

const runtime = await fitRuntime({ program: electron, shipped: archive });
say(runtime.isOk() ? 'the screens are shown in Electron' : describeRuntimeFault(runtime.error));
function say(line: string): void {
  process.stderr.write(`kofu-shell: ${line}\n`);
}

type OpenShell = { readonly exited: Promise<unknown>; stop(): Promise<void> };
/** A browser that ends is opened anew with another address; Electron is kept running by what relays to it. */
async function openShell(startUrl: string): Promise<Result<OpenShell, string>> {
  if (runtime.isErr()) {
    const browser = await launchChromium({ startUrl, profileDirectory: profiles, window: { width, height } });
    return browser.mapErr(({ kind }) => kind);
  }
  const place = { executable: electron, appDirectory: null, profileDirectory: profiles, displays };
  const relayed = await relayHostToElectron({ startUrl, ...place, report: say });
  if (relayed.isOk()) return ok({ exited: new Promise(() => {}), stop: () => relayed.value.stop() });
  // The host may have gone while the address was on its way: the door says so, and the next round asks again.
  if (relayed.error.kind === 'host-refused') return ok({ exited: Promise.resolve(), stop: () => Promise.resolve() });
  return err(relayed.error.kind);
}

while (!ending) {
  const invitation = await askForStartUrl(door);
  if (invitation !== null) {
    const { startUrl, over, leave } = invitation;
    const shell = await openShell(startUrl);
    if (shell.isErr()) {
      say(shell.error);
      process.exit(EXIT_UNAVAILABLE);
    }
    endShell = () => shell.value.stop();
    await Promise.race([shell.value.exited, over]);
    await endShell();
    leave();
  }
  await pause(PAUSE_MS);
}
