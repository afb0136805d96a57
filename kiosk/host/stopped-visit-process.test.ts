/** A real visit process that is really stopped (SIGSTOP): it answers nothing and is ended all the same, and the kernel takes its memory. */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TerminalIdSchema } from '../../server-bridge/index.ts';
import { startVisitProcess, type VisitProcess } from './visit-process.ts';

let nobody: Server;
let process_: VisitProcess | null = null;
beforeAll(async () => {
  nobody = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  if (process_?.pid !== undefined && existsSync(`/proc/${process_.pid}`)) process.kill(process_.pid, 'SIGKILL');
  await new Promise((resolve) => nobody.close(resolve));
});

describe('a visit process that is stopped', () => {
  it('takes no abort, and is gone within its limit', async () => {
    const { port } = nobody.address() as AddressInfo;
    process_ = startVisitProcess({
      initialise: {
        type: 'initialise',
        terminalId: v.parse(TerminalIdSchema, 'KIOSK-T1'),
        devices: {
          reader: { kind: 'virtual', host: '127.0.0.1', port },
          pagePrinter: { uri: `ipp://127.0.0.1:${port}/ipp/print` },
        },
      },
      onRefused: () => {},
    });
    const { pid } = process_;
    if (pid === undefined) throw new Error('The visit process has no id.');
    process.kill(pid, 'SIGSTOP');
    await process_.end(300);
    expect(await process_.exited).toBe(null);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });
});
