/** The center's counters in Prometheus's form, in a registry of their own: two centers in one process do not mix. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** In seconds: from a quick answer to the longest a relay may wait. */
const WAITING_SECONDS = [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 10, 20, 30, 60];

export function createPrometheusMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const relays = new Histogram({
    name: 'kofu_relay_seconds',
    help: 'Applications that were answered, by how long the terminal waited.',
    buckets: WAITING_SECONDS,
    registers,
  });
  const refusals = new Counter({
    name: 'kofu_refusals_total',
    help: 'Requests of terminals that were refused, by class.',
    labelNames: ['refusal'],
    registers,
  });
  const inFlight = new Gauge({
    name: 'kofu_vrs_requests_in_flight',
    help: 'Requests to VRS that are not answered yet, by route.',
    labelNames: ['route'],
    registers,
  });
  const limits = new Gauge({
    name: 'kofu_vrs_requests_in_flight_limit',
    help: 'The most requests of a route to VRS at once; one more is refused BUSY.',
    labelNames: ['route'],
    registers,
  });
  const vrs = new Histogram({
    name: 'kofu_vrs_seconds',
    help: 'Requests to VRS, by route and how they ended.',
    labelNames: ['route', 'outcome'],
    buckets: WAITING_SECONDS,
    registers,
  });
  const handshakes = new Counter({
    name: 'kofu_line_handshakes_total',
    help: 'TLS handshakes on the line.',
    labelNames: ['outcome'],
    registers,
  });
  return {
    relayed: (waitedMs) => relays.observe(waitedMs / 1_000),
    refused: (refusal) => refusals.inc({ refusal }),
    inFlight(route, now, limit) {
      inFlight.set({ route }, now);
      limits.set({ route }, limit);
    },
    vrsEnded: (route, outcome, waitedMs) => vrs.observe({ route, outcome }, waitedMs / 1_000),
    handshake: (outcome) => handshakes.inc({ outcome }),
  };
}
