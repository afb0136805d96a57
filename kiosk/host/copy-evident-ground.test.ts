/** The ground that was chosen for this terminal's printer reaches the process that prints on it; one that cannot be is refused early. */

import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TerminalIdSchema } from '../../server-bridge/index.ts';
import type { HostToVisit } from '../visit/index.ts';
import { HostConfigurationSchema } from './index.ts';
import { initialisationOf, startVisitProcess } from './visit-process.ts';

const EXAMPLE = new URL('../../packaging/terminal/terminal.example.json', import.meta.url);
const example = (more: object): unknown => ({ ...JSON.parse(readFileSync(EXAMPLE, 'utf8')), ...more });
const CHOSEN = { fine: { diameterMm: 0.12, pitchDots: 7 }, coarse: { diameterMm: 0.34, pitchDots: 20 } };
/** The word would show on the original. */
const UNEVEN = { fine: { diameterMm: 0.08, pitchDots: 7 }, coarse: { diameterMm: 0.34, pitchDots: 20 } };

describe('the configuration', () => {
  it('carries the chosen ground to the visit process, and none where none was chosen', () => {
    const chosen = v.parse(HostConfigurationSchema, example({ certificateGround: CHOSEN }));
    expect(initialisationOf(chosen).certificateGround).toEqual(CHOSEN);
    const none = v.parse(HostConfigurationSchema, example({ certificateGround: undefined }));
    expect(initialisationOf(none).certificateGround).toBeUndefined();
  });

  it.each([
    ['dots of one kind only', { fine: CHOSEN.fine }],
    ['kinds that cover unlike', UNEVEN],
    ['another entry', { ...CHOSEN, dpi: 600 }],
  ])('refuses %s', (_what, certificateGround) => {
    expect(v.safeParse(HostConfigurationSchema, example({ certificateGround })).success).toBe(false);
  });
});

describe('the visit process', () => {
  let nobody: Server;
  beforeAll(async () => {
    nobody = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => void (await new Promise((resolve) => nobody.close(resolve))));

  function start(certificateGround: unknown) {
    const { port } = nobody.address() as AddressInfo;
    const initialise: Extract<HostToVisit, { type: 'initialise' }> = {
      type: 'initialise',
      terminalId: v.parse(TerminalIdSchema, 'KIOSK-T1'),
      devices: {
        reader: { kind: 'virtual', host: '127.0.0.1', port },
        pagePrinter: { uri: `ipp://127.0.0.1:${port}/ipp/print` },
      },
      certificateGround,
    };
    return startVisitProcess({ initialise, onRefused: () => {} });
  }

  it('renders and checks its first page with the chosen ground', async () => {
    const visit = start(CHOSEN);
    expect(await visit.ready).toBe(true);
    await visit.end(2_000);
  }, 60_000);

  it('ends before anybody is served where the ground cannot be', async () => {
    const visit = start(UNEVEN);
    expect(await visit.exited).toBe(78);
  }, 60_000);
});
