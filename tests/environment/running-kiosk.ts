/**
 * A kiosk for tests: its devices, a real host in this process (its visit processes are real children), and scripted screens.
 */
import { tmpdir } from 'node:os';
import { ok } from 'neverthrow';
import { type HostConfiguration, type RunningHost, startHost } from '../../kiosk/host/index.ts';
import { memorySink } from '../../server-bridge/index.ts';
import type { ReaderChoice } from './devices.ts';
import { playVisit, type Step, type VisitPlan } from './resident.ts';
import { type ScriptedScreens, scriptedScreens } from './scripted-screens.ts';
import type { Kiosk, World } from './world.ts';

export type RunningKiosk = Kiosk & {
  host: RunningHost;
  screens: ScriptedScreens;
  /** Everything the host has logged. */
  log(): string;
  /** Plays a visit to its end and returns what came of it. */
  visit(plan: VisitPlan, hands?: (step: Step) => void): Promise<VisitReport>;
  stop(): Promise<void>;
};

export type VisitReport = {
  outcome: string;
  /** The refusal shown last, if any. */
  refusal: string | null;
  refundYen: number;
  screens: string[];
  sheets: number;
  /** Sheets printed again. */
  reprints: number;
  /** What this visit changed at the coin box. */
  money: { keptYen: number; returnedYen: number; refundedYen: number };
};

const END_LIMIT_MS = 60_000;

export async function startKiosk(
  world: World,
  o: {
    terminalId: string;
    reader: ReaderChoice;
    change?: (configuration: HostConfiguration) => HostConfiguration;
    now?: () => Date;
  },
): Promise<RunningKiosk> {
  const kiosk = await world.addKiosk({
    terminalId: o.terminalId,
    reader: o.reader,
    sheetMs: 20,
    assetsDirectory: tmpdir(),
  });
  const screens = scriptedScreens();
  const sink = memorySink();
  const started = await startHost(o.change?.(kiosk.configuration) ?? kiosk.configuration, {
    openScreens: () => Promise.resolve(ok(screens.link)),
    sink,
    ...(o.now === undefined ? {} : { now: o.now }),
  });
  if (started.isErr()) throw new Error(`The host cannot be started: ${started.error.kind}`);
  const host = started.value;
  return {
    ...kiosk,
    host,
    screens,
    log: () => sink.lines.join(''),
    async visit(plan, hands) {
      const { coinBox } = kiosk.devices;
      const before = { ...coinBox.tallies };
      const earlier = host.lastVisit();
      const steps: string[] = [];
      const last = await playVisit(plan, {
        screens,
        devices: kiosk.devices,
        onStep: (step) => {
          if (steps.at(-1) !== step.step) steps.push(step.step);
          hands?.(step);
        },
      });
      if (last.screen.name === 'refused' || last.screen.name === 'goodbye') screens.tap({ type: 'next' });
      const limit = Date.now() + END_LIMIT_MS;
      while (host.lastVisit() === earlier && Date.now() < limit)
        await new Promise((resolve) => setTimeout(resolve, 20));
      const result = host.lastVisit();
      return {
        outcome: result === earlier ? 'never ended' : (result?.outcome ?? 'unknown'),
        refusal: last.screen.name === 'refused' ? last.screen.refusal : null,
        refundYen: last.screen.name === 'refused' ? last.screen.refundYen : 0,
        screens: steps,
        sheets: result?.confirmedCopies ?? 0,
        reprints: result?.reprints ?? 0,
        money: {
          keptYen: coinBox.tallies.keptYen - before.keptYen,
          returnedYen: coinBox.tallies.returnedYen - before.returnedYen,
          refundedYen: coinBox.tallies.refundedYen - before.refundedYen,
        },
      };
    },
    stop: () => host.stop(),
  };
}
