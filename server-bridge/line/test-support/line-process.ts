/** A line in a process of its own: says what happens to it, one word a line. Arguments: configuration file, clock ahead by ms. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { LineConfigurationSchema, openLine } from '../index.ts';

const [file = '', ahead = '0'] = process.argv.slice(2);
const configuration = v.parse(LineConfigurationSchema, JSON.parse(await readFile(file, 'utf8')));
let aheadMs = Number(ahead);
const say = (word: string): void => {
  // One renewal is enough.
  if (word === 'CERTIFICATE_RENEWED') aheadMs = 0;
  process.stdout.write(`${word}\n`);
};
const opened = await openLine(configuration, {
  now: () => new Date(Date.now() + aheadMs),
  report: say,
  delays: { firstPauseMs: 20, longestPauseMs: 100, renewalLookMs: 50 },
});
if (opened.isErr()) {
  say(opened.error.kind);
  process.exitCode = 1;
} else {
  opened.value.watch((event) => {
    if (event.type === 'state') say(event.state);
  });
  opened.value.start();
}
