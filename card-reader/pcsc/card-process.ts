/**
 * A process that reads one card through PC/SC, as the visit process does; the tests run it under Node's permission model.
 * Arguments: socket path, and `read` or `silent`. Prints one word about how it went, never anything of the card.
 */
import * as v from 'valibot';
import { openCardApplication, openReader } from '../index.ts';

const [socketPath, task] = v.parse(v.strictTuple([v.string(), v.picklist(['read', 'silent'])]), process.argv.slice(2));
const reader = await openReader({ kind: 'pcsc', socketPath });
const connection = await reader.connect({});
const word = connection.isErr() ? connection.error.kind : await use(connection.value);
await reader.close();
process.stdout.write(`${word}\n`, () => process.exit(0));

async function use(card: Parameters<typeof openCardApplication>[0]): Promise<string> {
  const application = await openCardApplication(card);
  if (application.isErr()) return application.error.kind;
  if (task === 'silent') {
    const tries = await application.value.triesLeft({ timeoutMs: 200 });
    return tries.isErr() ? tries.error.kind : 'answered';
  }
  const verified = await application.value.verifyPin(Buffer.from('1234'));
  if (verified.isErr()) return verified.error.kind;
  const image = await application.value.readAll();
  return image.isErr() ? image.error.kind : `${application.value.apduCount} commands`;
}
