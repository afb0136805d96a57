/** What machines that watch are told of a center: metrics in aggregates, alive, ready. */
export { countRequests } from './count-requests.ts';
export type { LineMeter, Metrics, RelayMeter, RequestCounter, VrsOutcome } from './metrics.ts';
export { HistoryConfigurationSchema, ObservabilityConfigurationSchema } from './observability-configuration.ts';
export { type Observability, openObservability } from './open-observability.ts';
