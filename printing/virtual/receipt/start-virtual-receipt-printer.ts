import { once } from 'node:events';
import * as net from 'node:net';
import {
  ERROR_CAUSE,
  OFFLINE_CAUSE,
  PAPER_SENSOR,
  PAPER_STATUS,
  PRINTER_STATUS,
  writeStatusByte,
} from '../../receipt/escpos-status.ts';
import { parseEscPos } from './escpos-commands.ts';
import { ReceiptPaper } from './receipt-paper.ts';

export const RECEIPT_FAULTS = ['paper-end', 'paper-near-end', 'cover-open', 'cutter', 'unrecoverable'] as const;
export type ReceiptFault = (typeof RECEIPT_FAULTS)[number];

export const RECEIPT_LINE_MODES = [
  'normal',
  /** Takes everything and answers nothing. */
  'mute',
  /** Cuts the connection as soon as something to print arrives. */
  'reset',
  /** Answers with bytes that are no status. */
  'noise',
  /** Nobody listens. */
  'offline',
] as const;
export type ReceiptLineMode = (typeof RECEIPT_LINE_MODES)[number];

export type VirtualReceiptPrinterOptions = {
  readonly host?: string;
  readonly port?: number;
  /** How long a receipt is in motion, from its last byte until it is cut off. */
  readonly printMs?: number;
};

export interface VirtualReceiptPrinter {
  readonly host: string;
  readonly port: number;
  /** Receipts cut off, as text; in memory only. */
  readonly receipts: readonly string[];
  readonly faults: readonly ReceiptFault[];
  /** Everything that was sent to be printed, in order. */
  readonly received: Uint8Array;
  raise(fault: ReceiptFault): void;
  clear(fault: ReceiptFault): void;
  /** The fault comes as soon as something to print arrives. */
  raiseWhenReceiving(fault: ReceiptFault): void;
  setLine(mode: ReceiptLineMode): Promise<void>;
  /** Power off and on: connections and whatever was still to be printed are gone, faults stay. */
  restart(): void;
  /** Something to print has arrived, and nothing of it is printed yet. */
  onArrival(listener: () => void): () => void;
  /** A receipt has been cut off, and nobody has been told yet. */
  onReceipt(listener: (text: string) => void): () => void;
  stop(): Promise<void>;
}

/** A receipt printer in this process: real-time status, paper that runs out in the middle, and text to read. */
export async function startVirtualReceiptPrinter(
  options: VirtualReceiptPrinterOptions = {},
): Promise<VirtualReceiptPrinter> {
  const printer = new Printer(options);
  await printer.open();
  return printer;
}

const STOPPING: readonly ReceiptFault[] = ['paper-end', 'cover-open', 'cutter', 'unrecoverable'];
const REAL_TIME = [0x10, 0x04] as const;
/** DLE DC4 8: forget what is still to be printed. */
const CLEAR_BUFFER = Buffer.from([0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08]);
const NOISE = 0xff;

class Printer implements VirtualReceiptPrinter {
  readonly host: string;
  readonly #printMs: number;
  readonly #paper = new ReceiptPaper();
  readonly #faults = new Set<ReceiptFault>();
  readonly #sockets = new Set<net.Socket>();
  readonly #listeners = new Set<(text: string) => void>();
  readonly #arrivalListeners = new Set<() => void>();
  #motion: NodeJS.Timeout | undefined;
  #received: number[] = [];
  #port: number;
  #stopped = false;
  #server: net.Server | undefined;
  #faultWhenReceiving: ReceiptFault | undefined;
  #mode: ReceiptLineMode = 'normal';
  /** What waits to be printed, and on which line its answer goes back. */
  #pending: Buffer = Buffer.alloc(0);
  #speaker: net.Socket | undefined;

  constructor(options: VirtualReceiptPrinterOptions) {
    this.host = options.host ?? '127.0.0.1';
    this.#port = options.port ?? 0;
    this.#printMs = options.printMs ?? 0;
  }

  get port(): number {
    return this.#port;
  }

  get receipts(): readonly string[] {
    return this.#paper.receipts;
  }

  get faults(): readonly ReceiptFault[] {
    return [...this.#faults];
  }

  get received(): Uint8Array {
    return Uint8Array.from(this.#received);
  }

  raise(fault: ReceiptFault): void {
    this.#faults.add(fault);
  }

  clear(fault: ReceiptFault): void {
    this.#faults.delete(fault);
    this.#start();
  }

  raiseWhenReceiving(fault: ReceiptFault): void {
    this.#faultWhenReceiving = fault;
  }

  async setLine(mode: ReceiptLineMode): Promise<void> {
    this.#mode = mode;
    if (mode === 'offline') await this.#close();
    else await this.open();
  }

  restart(): void {
    this.#forget();
    for (const socket of this.#sockets) socket.destroy();
  }

  onArrival(listener: () => void): () => void {
    this.#arrivalListeners.add(listener);
    return () => {
      this.#arrivalListeners.delete(listener);
    };
  }

  onReceipt(listener: (text: string) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#forget();
    await this.#close();
  }

  async open(): Promise<void> {
    if (this.#server !== undefined || this.#stopped) return;
    const server = net.createServer((socket) => this.#serve(socket));
    this.#server = server;
    server.listen(this.#port, this.host);
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address !== 'string') this.#port = address.port;
  }

  async #close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('data', (chunk) => this.#receive(chunk, socket));
  }

  /** Real-time commands are obeyed at once, even by a printer that is offline; the rest waits its turn. */
  #receive(chunk: Buffer, socket: net.Socket): void {
    const toPrint: number[] = [];
    for (let at = 0; at < chunk.length; at += 1) {
      const question = chunk[at + 2];
      if (chunk[at] === REAL_TIME[0] && chunk[at + 1] === REAL_TIME[1] && question !== undefined) {
        this.#say(this.#realTimeStatus(question), socket);
        at += 2;
      } else if (chunk.subarray(at, at + CLEAR_BUFFER.length).equals(CLEAR_BUFFER)) {
        this.#forget();
        at += CLEAR_BUFFER.length - 1;
      } else toPrint.push(chunk[at] ?? 0);
    }
    if (toPrint.length > 0) this.#arrive(toPrint, socket);
  }

  #arrive(toPrint: readonly number[], socket: net.Socket): void {
    for (const listener of this.#arrivalListeners) listener();
    if (this.#mode === 'reset' || socket.destroyed) {
      socket.destroy();
      return;
    }
    if (this.#faultWhenReceiving !== undefined) this.raise(this.#faultWhenReceiving);
    this.#faultWhenReceiving = undefined;
    this.#speaker = socket;
    this.#received.push(...toPrint);
    this.#pending = Buffer.concat([this.#pending, Buffer.from(toPrint)]);
    this.#start();
  }

  #start(): void {
    if (this.#motion !== undefined || this.#pending.length === 0) return;
    if (this.#printMs === 0) this.#print();
    else {
      this.#motion = setTimeout(() => {
        this.#motion = undefined;
        this.#print();
      }, this.#printMs);
    }
  }

  #forget(): void {
    clearTimeout(this.#motion);
    this.#motion = undefined;
    this.#pending = Buffer.alloc(0);
  }

  #print(): void {
    if (STOPPING.some((fault) => this.#faults.has(fault))) return;
    const parsed = parseEscPos(this.#pending);
    if (parsed.isErr()) {
      this.#pending = Buffer.alloc(0);
      return;
    }
    this.#pending = Buffer.from(parsed.value.rest);
    const before = this.#paper.receipts.length;
    for (const item of parsed.value.items) this.#paper.print(item);
    for (const text of this.#paper.receipts.slice(before)) for (const listener of this.#listeners) listener(text);
    const asked = parsed.value.items.filter((item) => item.kind === 'command' && item.name === 'GS r');
    for (const _ of asked) this.#confirm();
  }

  #confirm(): void {
    const flags = this.#faults.has('paper-near-end') ? (['nearEnd'] as const) : [];
    if (this.#speaker !== undefined) this.#say(writeStatusByte(PAPER_STATUS, flags), this.#speaker);
  }

  #say(byte: number, socket: net.Socket): void {
    if (this.#mode === 'mute') return;
    socket.write(Uint8Array.of(this.#mode === 'noise' ? NOISE : byte));
  }

  #realTimeStatus(question: number): number {
    const has = (fault: ReceiptFault) => this.#faults.has(fault);
    const offline = STOPPING.some(has);
    const error = has('cutter') || has('unrecoverable');
    switch (question) {
      case 1:
        return writeStatusByte(PRINTER_STATUS, offline ? ['offline'] : []);
      case 2:
        return writeStatusByte(OFFLINE_CAUSE, [
          ...(has('cover-open') ? (['coverOpen'] as const) : []),
          ...(has('paper-end') ? (['paperEndStop'] as const) : []),
          ...(error ? (['error'] as const) : []),
        ]);
      case 3:
        return writeStatusByte(ERROR_CAUSE, [
          ...(has('cutter') ? (['cutter'] as const) : []),
          ...(has('unrecoverable') ? (['unrecoverable'] as const) : []),
        ]);
      case 4:
        return writeStatusByte(PAPER_SENSOR, [
          ...(has('paper-near-end') ? (['nearEnd'] as const) : []),
          ...(has('paper-end') ? (['end'] as const) : []),
        ]);
      default:
        return NOISE;
    }
  }
}
