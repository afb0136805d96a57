/** A process that begins an import and is killed in the middle of it. Argument: the store's folder, the spool's folder, and the master key. */
import { openDatabase } from '../../store/open-store.ts';
import { createVrsStore } from '../../store/vrs-store.ts';
import { importDesk } from '../import-desk.ts';
import { AREA, PEOPLE_HEADING, personLine, staffOf, utf8 } from '../import-fixtures.ts';
import { spoolFilesIn } from '../spool.ts';

const [directory = '', spoolFolder = '', masterKey = ''] = process.argv.slice(2);
const open = (await openDatabase({ kind: 'pglite', directory }))._unsafeUnwrap();
const store = createVrsStore({ ...open, masterKey: Buffer.from(masterKey, 'hex') });
const desk = importDesk({
  store,
  log: { append: () => Promise.resolve() },
  now: () => new Date(),
  openSpoolFile: spoolFilesIn(spoolFolder),
  limits: { batchLines: 50 },
});
const actor = staffOf(AREA);
const lines = Array.from({ length: 20_000 }, (_, index) => personLine(index));
const bytes = utf8(PEOPLE_HEADING, ...lines);
const { importId } = (
  await desk.begin(actor, { kind: 'people', encoding: 'detect', bytes: bytes.length })
)._unsafeUnwrap();
async function* upload(): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 65_536) {
    await Promise.resolve();
    yield bytes.subarray(from, from + 65_536);
  }
}
await desk.receive(actor, importId, upload(), { withNumbers: true });
for (;;) {
  const { linesDone } = (await desk.state(AREA, importId))._unsafeUnwrap();
  if (linesDone >= 500) break;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
process.stdout.write(`${importId}\n`);
