/**
 * One node as a process of its own for tests: issuing on a PostgreSQL with the clock standing still. It is told over the process's channel
 * what it works with, then gets applications and gives answers, so many at once as a service lets in.
 */
import * as v from 'valibot';
import { verifyCard } from '../../../../card-reader/index.ts';
import { syntheticCardAnchors } from '../../../../card-reader/virtual/index.ts';
import { useKeys } from '../../signing-keys.ts';
import { openDatabase } from '../../store/open-store.ts';
import { createVrsStore } from '../../store/vrs-store.ts';
import { answerApplication } from '../answer-application.ts';
import type { IssuingParts } from '../issuing-parts.ts';
import { type NodeAnswer, NodeMessageSchema } from './node-messages.ts';

/** As many as there are connections to the database: whoever waits for one waits here, without a limit. */
const AT_ONCE = 8;

const tell = (answer: NodeAnswer): void => void process.send?.(answer);

type Waiting = Extract<v.InferOutput<typeof NodeMessageSchema>, { type: 'apply' }>;
const waiting: Waiting[] = [];
let running = 0;
let parts: IssuingParts | null = null;
let close = (): Promise<void> => Promise.resolve();

async function work(node: IssuingParts): Promise<void> {
  running += 1;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { id, header } = next;
    const sealed = Buffer.from(next.sealed, 'base64');
    const answer = await answerApplication({ header, sealed, stillWanted: () => true }, node);
    tell({ type: 'answer', id, sealed: answer.isOk() ? Buffer.from(answer.value).toString('base64') : null });
  }
  running -= 1;
}

async function begin(message: Extract<v.InferOutput<typeof NodeMessageSchema>, { type: 'begin' }>): Promise<void> {
  const opened = (await openDatabase({ kind: 'postgres', url: message.url }))._unsafeUnwrap();
  const store = createVrsStore({ ...opened, masterKey: Buffer.from(message.masterKey, 'base64') });
  close = () => store.close();
  const at = new Date(message.at);
  parts = {
    store,
    keys: (await useKeys(message.keys))._unsafeUnwrap(),
    anchors: syntheticCardAnchors(),
    verifyCard,
    passportProof: null,
    now: () => at,
    report: () => undefined,
  };
  tell({ type: 'ready' });
}

process.on('disconnect', () => process.exit(0));
process.on('message', (raw) => {
  const message = v.parse(NodeMessageSchema, raw);
  switch (message.type) {
    case 'begin':
      void begin(message);
      return;
    case 'apply':
      waiting.push(message);
      if (parts !== null && running < AT_ONCE) void work(parts);
      return;
    case 'end':
      void close().then(() => process.exit(0));
      return;
    default: {
      const never: never = message;
      throw new Error(`unknown message ${String(never)}`);
    }
  }
});
