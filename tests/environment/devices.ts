/**
 * The virtual devices of one kiosk: reader (behind real PC/SC where pcscd can be started), page printer, receipt printer, coin
 * box, cashless terminal, key switch, audio jack. They are devices of their own in this process; the kiosk reaches them as it would reach real ones.
 */
import { join } from 'node:path';
import type { ReaderConfiguration } from '../../card-reader/index.ts';
import { type ServedScanner, serveScanner } from '../../card-reader/passport/virtual/index.ts';
import { startPcscdRig, VirtualReader } from '../../card-reader/virtual/index.ts';
import { startVirtualAudioJack, type VirtualAudioJack } from '../../kiosk/audio-jack/virtual/index.ts';
import { startVirtualKeySwitch, type VirtualKeySwitch } from '../../kiosk/key-switch/virtual/index.ts';
import {
  startVirtualCashlessTerminal,
  startVirtualCoinBox,
  type VirtualCashlessTerminal,
} from '../../kiosk/payment/virtual/index.ts';
import { startVirtualPagePrinter, startVirtualReceiptPrinter } from '../../printing/virtual/index.ts';

export type ReaderChoice = 'auto' | 'pcsc' | 'virtual';

export type Devices = {
  reader: VirtualReader;
  readerConfiguration: ReaderConfiguration;
  /** How the kiosk reaches the card: real PC/SC, or the virtual reader's own socket. */
  readerPath: 'pcsc' | 'virtual';
  passportScanner: ServedScanner;
  keySwitch: VirtualKeySwitch;
  audioJack: VirtualAudioJack;
  cashless: VirtualCashlessTerminal;
  pagePrinter: Awaited<ReturnType<typeof startVirtualPagePrinter>>;
  receiptPrinter: Awaited<ReturnType<typeof startVirtualReceiptPrinter>>;
  coinBox: Awaited<ReturnType<typeof startVirtualCoinBox>>;
  stop(): Promise<void>;
};

export async function startDevices(o: { directory: string; reader: ReaderChoice; sheetMs: number }): Promise<Devices> {
  const closers: (() => Promise<void>)[] = [];
  const connected = await connectReader(o, closers);
  const passportScanner = await serveScanner({ host: '127.0.0.1', port: 0 });
  closers.push(() => passportScanner.close());
  const pagePrinter = await startVirtualPagePrinter({ host: '127.0.0.1', port: 0, keep: true, sheetMs: o.sheetMs });
  closers.push(() => pagePrinter.stop());
  const receiptPrinter = await startVirtualReceiptPrinter({ host: '127.0.0.1', port: 0 });
  closers.push(() => receiptPrinter.stop());
  const coinBox = await startVirtualCoinBox({ host: '127.0.0.1', port: 0 });
  closers.push(() => coinBox.stop());
  const keySwitch = await startVirtualKeySwitch();
  closers.push(() => keySwitch.stop());
  const audioJack = await startVirtualAudioJack();
  closers.push(() => audioJack.stop());
  const cashless = await startVirtualCashlessTerminal();
  closers.push(() => cashless.stop());
  return {
    ...connected,
    passportScanner,
    keySwitch,
    audioJack,
    cashless,
    pagePrinter,
    receiptPrinter,
    coinBox,
    async stop() {
      for (const close of closers.splice(0).reverse()) await close();
    },
  };
}

async function connectReader(
  o: { directory: string; reader: ReaderChoice },
  closers: (() => Promise<void>)[],
): Promise<Pick<Devices, 'reader' | 'readerConfiguration' | 'readerPath'>> {
  if (o.reader !== 'virtual') {
    const rig = await startPcscdRig({ directory: join(o.directory, 'pcscd') });
    if (rig.isOk()) {
      closers.push(() => rig.value.stop());
      return {
        reader: rig.value.reader,
        readerConfiguration: { kind: 'pcsc', socketPath: rig.value.socketPath },
        readerPath: 'pcsc',
      };
    }
    if (o.reader === 'pcsc') throw new Error(`pcscd cannot be started: ${rig.error.kind}`);
  }
  const reader = new VirtualReader();
  const served = await reader.serve({ host: '127.0.0.1', port: 0 });
  closers.push(() => served.close());
  return {
    reader,
    readerConfiguration: { kind: 'virtual', host: '127.0.0.1', port: served.port },
    readerPath: 'virtual',
  };
}
