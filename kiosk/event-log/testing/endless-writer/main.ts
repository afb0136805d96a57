/** Writes entries and reports into the log of a folder until it is killed, and says each number once its call has returned. */
import { writeSync } from 'node:fs';
import { openTestLog } from '../test-log.ts';

const [directory] = process.argv.slice(2);
if (directory === undefined) process.exit(64);
const log = openTestLog(directory, { limitBytes: 4_194_304 });
const first = (log.entries(1, 1_000_000).at(-1)?.entry ?? 0) + 1;
for (let count = first; ; count += 1) {
  if (count % 3 === 0) log.report('OPERATOR_ACTION', { code: 'step' });
  else log.record('COUNTED', { count });
  writeSync(1, `${count}\n`);
}
