/** How this process itself is: memory, processor time, how late its event loop is. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

const NANOSECONDS = 1e9;

export type ProcessGauges = { stop(): void };

/** @param parts.connected terminals with an event stream here; `droppedLines` log lines that no sink took */
export function createProcessGauges(
  registry: Registry,
  parts: { readonly connected: () => number; readonly dropped: () => number },
): ProcessGauges {
  const registers = [registry];
  const lag = monitorEventLoopDelay({ resolution: 20 });
  lag.enable();
  new Gauge({
    name: 'kofu_event_loop_lag_seconds',
    help: 'How late the event loop was since the last look.',
    labelNames: ['quantile'],
    registers,
    collect() {
      for (const [quantile, value] of [
        ['0.5', lag.percentile(50)],
        ['0.99', lag.percentile(99)],
        ['1', lag.max],
      ] as const) {
        this.set({ quantile }, value / NANOSECONDS);
      }
      lag.reset();
    },
  });
  new Gauge({
    name: 'kofu_line_connections',
    help: 'Terminals with an event stream to this process.',
    registers,
    collect() {
      this.set(parts.connected());
    },
  });
  new Gauge({
    name: 'kofu_log_entries_dropped',
    help: 'Events, fields and lines that the log refused or could not write, since the start.',
    registers,
    collect() {
      this.set(parts.dropped());
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time since the start.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  return { stop: () => lag.disable() };
}
