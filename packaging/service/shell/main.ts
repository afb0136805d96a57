/**
 * What runs in the kiosk's session (kofu-shell.service): asks the host for a launch address, shows the screens in chromium, and
 * starts anew whenever the browser or the host has gone. `main.ts [--door PATH] [--profiles FOLDER] [--window WIDTHxHEIGHT]`. Exit codes: 0
 * told to end · 64 wrong arguments · 69 no browser can be started.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { launchChromium } from '../../../kiosk/shell/chromium/index.ts';
import { LAUNCH_DOOR } from '../terminal/places.ts';
import { askForStartUrl } from './ask-for-start-url.ts';

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
});

function readArguments(): v.InferOutput<typeof ArgumentsSchema> {
  try {
    const text = { type: 'string' } as const;
    return v.parse(ArgumentsSchema, parseArgs({ options: { door: text, profiles: text, window: text } }).values);
  } catch {
    process.stderr.write('usage: main.ts [--door PATH] [--profiles FOLDER] [--window WIDTHxHEIGHT]\n');
    return process.exit(EXIT_USAGE);
  }
}

const { door, profiles, window } = readArguments();
const [width, height] = window;
let ending = false;
let endBrowser: () => Promise<void> = () => Promise.resolve();
async function end(): Promise<void> {
  ending = true;
  await endBrowser();
  process.exit(0);
}
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());

while (!ending) {
  const invitation = await askForStartUrl(door);
  if (invitation !== null) {
    const { startUrl, over, leave } = invitation;
    const browser = await launchChromium({ startUrl, profileDirectory: profiles, window: { width, height } });
    if (browser.isErr()) {
      process.stderr.write(`kofu-shell: ${browser.error.kind}\n`);
      process.exit(EXIT_UNAVAILABLE);
    }
    endBrowser = () => browser.value.stop();
    await Promise.race([browser.value.exited, over]);
    await endBrowser();
    leave();
  }
  await pause(PAUSE_MS);
}
