/** A process that appends to the chain named `killed` of the store in its argument, telling of each entry that was taken. */
import * as v from 'valibot';
import { createEventLog, noSink } from '../../../../event-log/index.ts';
import { StoreConfigurationSchema } from '../../../configuration.ts';
import { centerEvents } from '../../../event-catalogue.ts';
import { openStore } from '../../../store/index.ts';
import { openAuditWriter } from '../../audit-writer.ts';

const AT_ONCE = 20;

const configuration = v.parse(StoreConfigurationSchema, JSON.parse(process.argv[2] ?? ''));
const store = (await openStore(configuration))._unsafeUnwrap();
const now = () => new Date();
const log = createEventLog(centerEvents, { sink: noSink(), now });
const writer = await openAuditWriter({ store, name: 'killed', now, log });
for (let number = 1; ; number += AT_ONCE) {
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, index) => {
      const target = String(number + index);
      await writer.append({ actor: { kind: 'tool' }, action: 'alarm-cleared', target, result: 'done' });
      process.stdout.write(`${target}\n`);
    }),
  );
}
