/** The program that changes keys; `cli.ts` is its entry. */
import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { generateWrappingKey, openToken } from '../../hardware-keys/index.ts';
import { MasterKeyConfigurationSchema } from '../configuration.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { AreaSchema } from '../staff/rights.ts';
import { openMasterKey, readJson } from '../start-files.ts';
import { AreaKeysUnavailable } from '../store/master-key.ts';
import { changeMasterKey } from './change-master-key.ts';
import {
  EXIT,
  type OpenAreaStore,
  openAreaStore,
  type Unopened,
  unopenedFile,
  type Writers,
} from './open-area-store.ts';
import { rotateArea } from './rotate-area.ts';

const USAGE = `usage: cli.ts rotate --area CODE --config FILE
       cli.ts change-master-key --config FILE --to FILE      FILE of --to: JSON like "masterKey" of the configuration
       cli.ts make-master-key --to FILE                      a key in the token that it names`;

const text = v.pipe(v.string(), v.minLength(1));
const OrderSchema = v.variant('what', [
  v.strictObject({ what: v.literal('rotate'), config: text, area: AreaSchema }),
  v.strictObject({ what: v.literal('change-master-key'), config: text, to: text }),
  v.strictObject({ what: v.literal('make-master-key'), to: text }),
]);
type Order = v.InferOutput<typeof OrderSchema>;

function readOrder(given: readonly string[]): Order | null {
  try {
    const option = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { config: option, area: option, to: option },
    });
    const order = v.safeParse(OrderSchema, { what: positionals[0], ...values });
    return positionals.length === 1 && order.success ? order.output : null;
  } catch {
    return null;
  }
}

/**
 * @param given arguments as `cli.ts` takes them
 * @returns the exit code
 */
export async function runKeysProgram(given: readonly string[], { out, errors }: Writers): Promise<number> {
  const order = readOrder(given);
  if (order === null) {
    errors(`${USAGE}\n`);
    return EXIT.usage;
  }
  const done = order.what === 'make-master-key' ? await makeMasterKey(order.to) : await withStore(order);
  if (done.isOk()) {
    out(`${done.value}\n`);
    return EXIT.done;
  }
  errors(`${done.error.line}\n`);
  return done.error.code;
}

async function withStore(order: Exclude<Order, { what: 'make-master-key' }>): Promise<Result<string, Unopened>> {
  const opened = await openAreaStore(order.config);
  if (opened.isErr()) return err(opened.error);
  try {
    return order.what === 'rotate' ? await rotate(opened.value, order.area) : await changeTo(opened.value, order.to);
  } catch (cause) {
    if (!(cause instanceof AreaKeysUnavailable)) throw cause;
    return err({ line: `the keys of the area do not open: ${cause.reason}`, code: EXIT.configuration });
  } finally {
    await opened.value.close();
  }
}

async function rotate(
  { store, masterKey }: OpenAreaStore,
  area: v.InferOutput<typeof AreaSchema>,
): Promise<Result<string, Unopened>> {
  const now = (): Date => new Date();
  const rotated = await rotateArea({ store, masterKey, log: createOperationLog({ now }), now }, area);
  return rotated
    .map(
      ({ generation, changed, switchMs }) =>
        `generation ${generation} is in use, the one before is destroyed; ${changed} rows encrypted anew, ` +
        `the area was closed for ${Math.ceil(switchMs)} ms`,
    )
    .mapErr(({ kind }) => ({
      line: kind === 'area-busy' ? 'something was in the area each time; the same command goes on later' : kind,
      code: kind === 'area-busy' ? EXIT.unavailable : EXIT.refused,
    }));
}

async function changeTo({ store, masterKey }: OpenAreaStore, file: string): Promise<Result<string, Unopened>> {
  const configuration = await readJson(file, MasterKeyConfigurationSchema);
  if (configuration.isErr()) return err(unopenedFile(configuration.error));
  const to = await openMasterKey(configuration.value);
  if (to.isErr()) return err(unopenedFile(to.error));
  try {
    const changed = await changeMasterKey(store, masterKey, to.value.masterKey);
    return changed
      .map((count) => `${count} wrapped anew; now name the new master key in every node's configuration`)
      .mapErr(({ kind }) => ({ line: kind, code: EXIT.refused }));
  } finally {
    await to.value.close();
  }
}

async function makeMasterKey(file: string): Promise<Result<string, Unopened>> {
  const read = await readJson(file, MasterKeyConfigurationSchema);
  if (read.isErr()) return err(unopenedFile(read.error));
  if (read.value.kind !== 'pkcs11') return err({ line: `${file} names no token`, code: EXIT.configuration });
  const opened = await openToken(read.value);
  if (opened.isErr()) return err({ line: `the token: ${opened.error.kind}`, code: EXIT.configuration });
  try {
    const made = await generateWrappingKey(opened.value.token, read.value.keyLabel);
    return made.isOk() ? ok('made') : err({ line: `the token: ${made.error.kind}`, code: EXIT.refused });
  } finally {
    await opened.value.close();
  }
}
