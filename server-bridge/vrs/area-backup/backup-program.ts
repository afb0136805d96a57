/** The program that saves one area and puts it back; `cli.ts` is its entry. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { generateSealingJwk, SealingPrivateJwkSchema, sealingPublicKey } from '../../sealing/index.ts';
import { EXIT, openAreaStore, type Unopened, unopenedFile, type Writers } from '../area-keys/open-area-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { AreaSchema } from '../staff/rights.ts';
import { readJson } from '../start-files.ts';
import { AreaKeysUnavailable } from '../store/master-key.ts';
import { type RestoreError, restoreArea } from './restore-area.ts';
import { saveArea } from './save-area.ts';

const USAGE = `usage: cli.ts make-key --private FILE --public FILE           the municipality's own; the private one stays there
       cli.ts save --area CODE --config FILE --public FILE --file BACKUP
       cli.ts restore --area CODE --config FILE --private FILE --file BACKUP [--give-up-later]`;

const text = v.pipe(v.string(), v.minLength(1));
const OrderSchema = v.variant('what', [
  v.strictObject({ what: v.literal('make-key'), private: text, public: text }),
  v.strictObject({ what: v.literal('save'), area: AreaSchema, config: text, public: text, file: text }),
  v.strictObject({
    what: v.literal('restore'),
    area: AreaSchema,
    config: text,
    private: text,
    file: text,
    'give-up-later': v.optional(v.boolean(), false),
  }),
]);
type Order = v.InferOutput<typeof OrderSchema>;
const { d: _secret, ...publicEntries } = SealingPrivateJwkSchema.entries;
const PublicJwkSchema = v.strictObject(publicEntries);

function readOrder(given: readonly string[]): Order | null {
  try {
    const option = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        config: option,
        area: option,
        file: option,
        private: option,
        public: option,
        'give-up-later': { type: 'boolean' },
      },
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
export async function runBackupProgram(given: readonly string[], { out, errors }: Writers): Promise<number> {
  const order = readOrder(given);
  if (order === null) {
    errors(`${USAGE}\n`);
    return EXIT.usage;
  }
  const done = await carryOut(order);
  if (done.isOk()) {
    out(`${done.value}\n`);
    return EXIT.done;
  }
  errors(`${done.error.line}\n`);
  return done.error.code;
}

async function carryOut(order: Order): Promise<Result<string, Unopened>> {
  switch (order.what) {
    case 'make-key':
      return await makeKey(order);
    case 'save':
      return await save(order);
    case 'restore':
      return await restore(order);
    default: {
      const never: never = order;
      throw new Error(`unknown order ${String(never)}`);
    }
  }
}

async function makeKey(order: Extract<Order, { what: 'make-key' }>): Promise<Result<string, Unopened>> {
  const jwk = await generateSealingJwk();
  const { d: _private, ...publicJwk } = jwk;
  try {
    // Neither over a key that is there: backups sealed to it would be lost.
    await writeFile(order.private, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' });
    await writeFile(order.public, JSON.stringify(publicJwk), { flag: 'wx' });
    return ok('made');
  } catch {
    return err({ line: 'a file is there already, or cannot be written', code: EXIT.refused });
  }
}

async function save(order: Extract<Order, { what: 'save' }>): Promise<Result<string, Unopened>> {
  const key = await readJson(order.public, PublicJwkSchema);
  if (key.isErr()) return err(unopenedFile(key.error));
  return await inStore(order.config, async (store) => {
    const now = (): Date => new Date();
    const parts = { store, log: createOperationLog({ now }), now };
    const saved = await saveArea(parts, order.area, { file: order.file, publicKey: sealingPublicKey(key.value) });
    return saved
      .map(({ backupId, rows, bytes, digest }) => `${backupId}: ${rows} rows, ${bytes} bytes, SHA-256 ${digest}`)
      .mapErr(({ kind }) => ({ line: kind, code: EXIT.refused }));
  });
}

async function restore(order: Extract<Order, { what: 'restore' }>): Promise<Result<string, Unopened>> {
  const key = await readJson(order.private, SealingPrivateJwkSchema, 'secret');
  if (key.isErr()) return err(unopenedFile(key.error));
  return await inStore(order.config, async (store) => {
    const log = createOperationLog({ now: () => new Date() });
    const { file, 'give-up-later': giveUpLater } = order;
    const restored = await restoreArea({ store, log }, order.area, { file, key: key.value, giveUpLater });
    return restored
      .map(({ backupId, savedAt, rows }) => `${backupId} of ${savedAt}: ${rows} rows are back`)
      .mapErr((error) => ({ line: lineOf(error), code: error.kind === 'area-busy' ? EXIT.unavailable : EXIT.refused }));
  });
}

async function inStore(
  config: string,
  work: (store: Parameters<typeof saveArea>[0]['store']) => Promise<Result<string, Unopened>>,
): Promise<Result<string, Unopened>> {
  const opened = await openAreaStore(config);
  if (opened.isErr()) return err(opened.error);
  try {
    return await work(opened.value.store);
  } catch (cause) {
    if (!(cause instanceof AreaKeysUnavailable)) throw cause;
    return err({ line: `the keys of the area do not open: ${cause.reason}`, code: EXIT.configuration });
  } finally {
    await opened.value.close();
  }
}

function lineOf(error: RestoreError): string {
  return error.kind === 'later-certificates'
    ? `${error.count} certificates were issued after this backup; --give-up-later takes them away`
    : error.kind;
}
