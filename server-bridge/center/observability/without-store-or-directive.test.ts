import { Registry } from 'prom-client';
import { beforeAll, expect, test } from 'vitest';
import type { OpenStore } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { createFleetGauges } from './fleet-gauges.ts';
import { createHealth } from './health.ts';
import { createObservabilityServer } from './observability-server.ts';
import { createProcessGauges } from './process-gauges.ts';
import { readExposition, sumOf } from './testing/read-exposition.ts';

const FLEET = /^kofu_(terminals|directive|alarms|certificates|audit|heartbeat|command|supply)/;

let store: OpenStore;
beforeAll(async () => {
  store = await freshStore('pglite');
}, 180_000);

test('without a directive a center is not ready; without its store the gauges of the fleet vanish, the rest stays', async () => {
  const { database, close } = store;
  const registry = new Registry();
  const now = () => new Date();
  const fleet = createFleetGauges(registry, { database, lostMs: 1_000, now });
  const gauges = createProcessGauges(registry, { connected: () => 3, dropped: () => 0 });
  let directive = false;
  const health = createHealth({ database, hasDirective: () => directive });
  const server = createObservabilityServer({
    health,
    async scrape() {
      await fleet.refresh();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  });
  const ask = async (url: string) => {
    const { statusCode, body } = await server.inject({ method: 'GET', url });
    return { status: statusCode, body };
  };
  const ready = async () => {
    const { status, body } = await ask('/readyz');
    return [status, JSON.parse(body)];
  };

  expect(await ready()).toEqual([503, { ready: false, store: true, directive: false, draining: false }]);
  directive = true;
  expect(await ready()).toEqual([200, { ready: true, store: true, directive: true, draining: false }]);

  await close();
  const { status, body } = await ask('/metrics');
  const samples = readExposition(body);
  expect(status).toBe(200);
  expect(samples.filter(({ name }) => FLEET.test(name))).toEqual([]);
  expect(samples.some(({ name }) => name === 'kofu_store_up')).toBe(true);
  expect(sumOf(samples, 'kofu_store_up')).toBe(0);
  expect(sumOf(samples, 'kofu_line_connections')).toBe(3);
  expect(await ready()).toEqual([503, { ready: false, store: false, directive: true, draining: false }]);
  expect((await ask('/livez')).status).toBe(200);
  health.drain();
  expect(await ready()).toMatchObject([503, { draining: true }]);
  gauges.stop();
  await server.close();
});
