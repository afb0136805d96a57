/** Starts a node as a process of its own and speaks with it over the process's channel. */
import { fork } from 'node:child_process';
import * as v from 'valibot';
import type { SentApplication } from '../../vrs-fixtures.ts';
import { NodeAnswerSchema, type NodeMessage } from './node-messages.ts';

export type NodeProcess = {
  readonly pid: number;
  /** The sealed answer, or null where there is none. */
  ask(sent: Pick<SentApplication, 'header' | 'sealed'>): Promise<Buffer | null>;
  end(): Promise<void>;
};

export async function startNode(begin: Extract<NodeMessage, { type: 'begin' }>): Promise<NodeProcess> {
  const child = fork(new URL('./one-node.ts', import.meta.url), [], { stdio: 'inherit' });
  const asked = new Map<number, (answer: Buffer | null) => void>();
  const ready = Promise.withResolvers<void>();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.once('exit', () => ready.reject(new Error('the node has ended')));
  child.on('message', (raw) => {
    const message = v.parse(NodeAnswerSchema, raw);
    if (message.type === 'ready') return ready.resolve();
    asked.get(message.id)?.(message.sealed === null ? null : Buffer.from(message.sealed, 'base64'));
    asked.delete(message.id);
  });
  const tell = (message: NodeMessage): void => void child.send(message);
  tell(begin);
  await ready.promise;
  if (child.pid === undefined) throw new Error('a node that is ready has a process');
  let ids = 0;
  return {
    pid: child.pid,
    ask({ header, sealed }) {
      ids += 1;
      const id = ids;
      const answer = new Promise<Buffer | null>((resolve) => asked.set(id, resolve));
      tell({ type: 'apply', id, header, sealed: Buffer.from(sealed).toString('base64') });
      return answer;
    },
    end() {
      tell({ type: 'end' });
      return gone;
    },
  };
}
