/** Metrics, health and the listener that shows them, put together for one center. */
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import type { CenterDatabase } from '../store/index.ts';
import { createFleetGauges } from './fleet-gauges.ts';
import { createHealth } from './health.ts';
import type { Metrics } from './metrics.ts';
import type { ObservabilityConfiguration } from './observability-configuration.ts';
import { createObservabilityServer } from './observability-server.ts';
import { createProcessGauges } from './process-gauges.ts';
import { createPrometheusMetrics } from './prometheus-metrics.ts';

export type Observability = {
  readonly metrics: Metrics;
  /** @returns the port that is bound; null where no listener is configured. @throws when it cannot listen */
  listen(): Promise<number | null>;
  /** Says that this center wants no more work, and leaves the balancer its time to hear it. */
  drain(): Promise<void>;
  close(): Promise<void>;
};

export function openObservability(parts: {
  readonly configuration: ObservabilityConfiguration | undefined;
  readonly database: CenterDatabase;
  readonly lostMs: number;
  readonly hasDirective: () => boolean;
  readonly connected: () => number;
  /** Events, fields and lines the log has dropped. */
  readonly dropped: () => number;
  readonly now: () => Date;
}): Observability {
  const { configuration, database, lostMs, now } = parts;
  const registry = new Registry();
  const metrics = createPrometheusMetrics(registry);
  const health = createHealth({ database, hasDirective: parts.hasDirective });
  if (configuration === undefined) {
    return {
      metrics,
      listen: () => Promise.resolve(null),
      drain: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  }
  const fleet = createFleetGauges(registry, { database, lostMs, now });
  const gauges = createProcessGauges(registry, { connected: parts.connected, dropped: parts.dropped });
  const server = createObservabilityServer({
    health,
    async scrape() {
      await fleet.refresh();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  });
  return {
    metrics,
    async listen() {
      await server.listen({ host: configuration.host, port: configuration.port });
      const address: AddressInfo | string | null = server.server.address();
      return typeof address === 'object' && address !== null ? address.port : null;
    },
    async drain() {
      health.drain();
      await new Promise((resolve) => setTimeout(resolve, configuration.drainNoticeMs));
    },
    async close() {
      gauges.stop();
      await server.close();
    },
  };
}
