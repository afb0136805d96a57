/**
 * The regulator's look at what municipalities provided to each other (V5): `node server-bridge/vrs/provisions/cli.ts --config FILE --from DAY
 * --to DAY` writes a CSV. The file names the store alone (`{"store": …}`): no key is needed, since nothing of a person is read, and the
 * database refuses whatever would lead to one.
 */
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { DaySchema } from '../../protocol/index.ts';
import { VrsConfigurationSchema } from '../configuration.ts';
import { readJson } from '../start-files.ts';
import { KEY_BYTES } from '../store/field-cipher.ts';
import { openDatabase } from '../store/open-store.ts';
import { createVrsStore } from '../store/vrs-store.ts';
import { PROVISION_CSV_HEAD, provisionCsvRows } from './provision-csv.ts';
import { regulatorsView } from './provision-log.ts';

/** Of sysexits.h. */
const EXIT = { usage: 64, unavailable: 69, configuration: 78 } as const;
const DAY_MS = 86_400_000;

const StoreFileSchema = v.strictObject({ store: VrsConfigurationSchema.entries.store });
const OrderSchema = v.strictObject({
  config: v.pipe(v.string(), v.minLength(1)),
  from: DaySchema,
  to: DaySchema,
});

function readOrder(): v.InferOutput<typeof OrderSchema> | null {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { config: text, from: text, to: text } });
    const order = v.safeParse(OrderSchema, { ...values });
    return order.success ? order.output : null;
  } catch {
    return null;
  }
}

function fail(line: string, code: number): number {
  process.stderr.write(`${line}\n`);
  return code;
}

async function run(): Promise<number> {
  const order = readOrder();
  if (order === null) return fail('usage: cli.ts --config FILE --from YYYY-MM-DD --to YYYY-MM-DD', EXIT.usage);
  const read = await readJson(order.config, StoreFileSchema, 'secret');
  if (read.isErr()) return fail(`the configuration is not usable: ${read.error.kind}`, EXIT.configuration);
  const opened = await openDatabase(read.value.store);
  if (opened.isErr()) return fail(`the store cannot be opened: ${opened.error.kind}`, EXIT.unavailable);
  // Of no use for any area: whoever looks here opens nothing.
  const store = createVrsStore({ ...opened.value, masterKey: Buffer.alloc(KEY_BYTES) });
  try {
    const startInJapan = (day: string): number => Date.parse(`${day}T00:00:00.000+09:00`);
    const span = { from: new Date(startInJapan(order.from)), to: new Date(startInJapan(order.to) + DAY_MS) };
    process.stdout.write(PROVISION_CSV_HEAD + provisionCsvRows(await regulatorsView(store, span)));
    return 0;
  } finally {
    await store.close();
  }
}

process.exitCode = await run();
