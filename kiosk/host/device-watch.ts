/**
 * All devices as one value, kept fresh: reader, page printer, fee desk and key switch tell by themselves, the receipt printer is
 * asked. The terminal looks at the hardware before it trusts anything it remembers: what nobody has looked at is `unknown`.
 */
import {
  DEVICE_NAMES,
  type DeviceName,
  type DeviceUnion,
  SUPPLY_WARNINGS,
  type SupplyWarning,
} from '../../server-bridge/index.ts';
import {
  pagePrinterCondition,
  pagePrinterWarnings,
  readerCondition,
  receiptPrinterCondition,
  receiptPrinterWarnings,
} from './device-conditions.ts';
import type { HostParts } from './host-parts.ts';

/** The receipt printer is asked this often. */
const RECEIPT_EVERY_MS = 3_000;
/** A page that is thrown away after a visit is back sooner than this. */
const SCREENS_GRACE_MS = 5_000;
/** The longest one look at all devices may take; what did not answer keeps its last condition. */
const LOOK_LIMIT_MS = 10_000;

export type DeviceWatch = {
  /** Every device in one call. */
  devices(): DeviceUnion;
  /** What will be needed soon, in the order of the list. */
  warnings(): SupplyWarning[];
  /** Asks every device that can be asked, now; within its limit. */
  lookAgain(): Promise<void>;
  stop(): void;
};

type Watched = Pick<HostParts, 'reader' | 'pagePrinter' | 'receiptPrinter' | 'fee' | 'keySwitch' | 'screens'>;

export function watchDevices(
  o: Watched & {
    onChange: () => void;
    /** A device is in another condition than when this was last told of it. */
    onCondition: <D extends DeviceName>(device: D, condition: DeviceUnion[D]) => void;
    onSupplyLow: (warning: SupplyWarning) => void;
    /** A card that comes and goes in a visit is the visit's own business. */
    inVisit: () => boolean;
  },
): DeviceWatch {
  let reader: DeviceUnion['cardReader'] = 'unknown';
  let page: DeviceUnion['pagePrinter'] = 'unknown';
  let receipt: DeviceUnion['receiptPrinter'] = 'unknown';
  let pageWarnings: readonly SupplyWarning[] = [];
  let receiptWarnings: readonly SupplyWarning[] = [];
  let screensGone = !o.screens.connected;
  let stopped = false;

  const devices = (): DeviceUnion => ({
    cardReader: reader,
    pagePrinter: page,
    receiptPrinter: receipt,
    ...o.fee.devices(),
    keySwitch: o.keySwitch === null ? 'not-fitted' : o.keySwitch.status(),
    screens: screensGone ? 'absent' : 'ready',
  });
  const warnings = (): SupplyWarning[] => {
    const all = new Set([...pageWarnings, ...receiptWarnings, ...o.fee.warnings()]);
    return SUPPLY_WARNINGS.filter((warning) => all.has(warning));
  };

  let told = devices();
  let toldWarnings: readonly SupplyWarning[] = [];
  let last = '';
  const update = (): void => {
    if (stopped) return;
    const before = told;
    const seen = devices();
    told = { ...seen, cardReader: o.inVisit() && seen.cardReader !== 'absent' ? before.cardReader : seen.cardReader };
    for (const device of DEVICE_NAMES) if (told[device] !== before[device]) o.onCondition(device, told[device]);
    const soon = warnings();
    for (const warning of soon) if (!toldWarnings.includes(warning)) o.onSupplyLow(warning);
    toldWarnings = soon;
    const now = JSON.stringify([seen, soon]);
    if (now === last) return;
    last = now;
    o.onChange();
  };

  const lookAtPrinter = async (): Promise<void> => {
    const status = await o.pagePrinter.status();
    page = pagePrinterCondition(status);
    pageWarnings = pagePrinterWarnings(status) ?? pageWarnings;
  };
  let lookingAtReceipt: Promise<void> | null = null;
  const lookAtReceipt = (): Promise<void> => {
    lookingAtReceipt ??= o.receiptPrinter
      .status()
      .then((status) => {
        receipt = receiptPrinterCondition(status);
        receiptWarnings = receiptPrinterWarnings(status) ?? receiptWarnings;
        update();
      })
      .finally(() => {
        lookingAtReceipt = null;
      });
    return lookingAtReceipt;
  };

  let screensTimer: NodeJS.Timeout | null = null;
  const screensChanged = (connected: boolean): void => {
    if (screensTimer !== null) clearTimeout(screensTimer);
    screensTimer = null;
    if (!connected) screensTimer = setTimeout(() => screensChangedTo(true), SCREENS_GRACE_MS);
    else screensChangedTo(false);
  };
  const screensChangedTo = (gone: boolean): void => {
    screensGone = gone;
    update();
  };

  const unwatch = [
    o.reader.watch((status) => {
      reader = readerCondition(status);
      update();
    }),
    o.pagePrinter.watch((status) => {
      page = pagePrinterCondition(status);
      pageWarnings = pagePrinterWarnings(status) ?? pageWarnings;
      update();
    }),
    o.fee.watch(update),
    o.keySwitch?.watch(update) ?? (() => {}),
    o.screens.onChange(screensChanged),
  ];
  void lookAtReceipt();
  const timer = setInterval(() => void lookAtReceipt(), RECEIPT_EVERY_MS);

  return {
    devices,
    warnings,
    async lookAgain() {
      const looks = Promise.all([lookAtPrinter(), lookAtReceipt(), o.fee.escrow()]);
      let limit: NodeJS.Timeout | null = null;
      const overdue = new Promise<void>((resolve) => {
        limit = setTimeout(resolve, LOOK_LIMIT_MS);
      });
      await Promise.race([looks, overdue]);
      if (limit !== null) clearTimeout(limit);
      update();
    },
    stop() {
      stopped = true;
      clearInterval(timer);
      if (screensTimer !== null) clearTimeout(screensTimer);
      for (const stop of unwatch) stop();
    },
  };
}
