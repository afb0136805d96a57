/**
 * A visit as the resident feels it: from the last digit of the PIN to the first byte at the printer, and how long the terminal
 * needs between two people. Real host, line, center and VRS on this machine, real PC/SC where it can be started.
 */
import { startKiosk } from './environment/running-kiosk.ts';
import { buildWorld } from './environment/world.ts';

type Figure = { name: string; value: number; unit: string; floor?: number | string };

const TERMINAL = 'KIOSK-BENCH';
const VISITS = 12;

export async function benchVisit(): Promise<readonly Figure[]> {
  const started = performance.now();
  const world = await buildWorld({ directory: null, terminals: [TERMINAL] });
  const serversMs = performance.now() - started;
  try {
    const kiosk = await startKiosk(world, { terminalId: TERMINAL, reader: 'auto' });
    try {
      await kiosk.screens.until(['attract'], 60_000);
      const startMs = performance.now() - started;
      const pinToPrinterMs: number[] = [];
      const applyingMs: number[] = [];
      const betweenMs: number[] = [];
      let cardMs = 0;
      for (let i = 0; i < VISITS; i += 1) {
        const at = new Map<string, number>();
        let firstByteAt = 0;
        const off = kiosk.devices.pagePrinter.onEvent((event) => {
          if (event.kind === 'job' && firstByteAt === 0) firstByteAt = performance.now();
        });
        await kiosk.visit({ person: 'four-doses', municipality: '900010', kind: 'domestic', copies: 1 }, ({ step }) => {
          if (!at.has(step)) at.set(step, performance.now());
        });
        off();
        const ended = performance.now();
        await kiosk.screens.until(['attract'], 60_000);
        betweenMs.push(performance.now() - ended);
        pinToPrinterMs.push(firstByteAt - (at.get('reading-card') ?? firstByteAt));
        applyingMs.push((at.get('preview') ?? 0) - (at.get('applying') ?? 0));
        cardMs = (at.get('take-card') ?? 0) - (at.get('reading-card') ?? 0);
      }
      const last = kiosk.host.lastVisit();
      return [
        { name: 'servers started (VRS and center, embedded stores)', value: serversMs, unit: 'ms' },
        { name: 'whole system ready for a resident', value: startMs, unit: 'ms' },
        {
          name: `APDUs a visit (${kiosk.devices.readerPath})`,
          value: last?.apdus ?? 0,
          unit: '',
          floor: '14 by ISO 7816-4, see card',
        },
        { name: 'card bytes a visit', value: last?.cardBytes ?? 0, unit: 'B' },
        { name: 'PIN verified, card read and challenge signed', value: cardMs, unit: 'ms' },
        {
          name: 'application sealed, relayed, decided, opened, matched, rendered and checked, p50',
          value: quantile(applyingMs, 0.5),
          unit: 'ms',
        },
        { name: 'the same, slowest of this run', value: quantile(applyingMs, 1), unit: 'ms' },
        {
          name: 'PIN to first byte at the printer, resident in no time, p50',
          value: quantile(pinToPrinterMs, 0.5),
          unit: 'ms',
        },
        { name: 'terminal ready for the next resident, p50', value: quantile(betweenMs, 0.5), unit: 'ms' },
      ];
    } finally {
      await kiosk.stop();
    }
  } finally {
    await world.stop();
  }
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
