import { once } from 'node:events';
import * as http from 'node:http';
import { decodeIpp, encodeIpp, OPERATION, STATUS } from '../../page-printer/ipp/index.ts';
import { answerMessage, IppService } from './ipp-service.ts';
import { PrintMechanism } from './print-mechanism.ts';
import type { LineMode, VirtualPagePrinter, VirtualPagePrinterEvent } from './virtual-page-printer.ts';

export type VirtualPagePrinterOptions = {
  /** Loopback unless the caller knows better. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** Keep finished documents in memory, for whoever wants to look at them. */
  readonly keep?: boolean;
  /** Time a sheet takes; 2500 ms is an office printer. */
  readonly sheetMs?: number;
  /** printer-up-time at the start: a printer that has run for a while can be seen to restart at once. */
  readonly upTimeSeconds?: number;
};

const MAX_REQUEST_BYTES = 64 * 1_048_576;
const MIN_HEADER_BYTES = 8;

/** An IPP printer in this process, without paper: the whole protocol, and faults at the turn of a lever. */
export async function startVirtualPagePrinter(options: VirtualPagePrinterOptions = {}): Promise<VirtualPagePrinter> {
  const { host = '127.0.0.1', port = 0, keep = false, sheetMs = 20, upTimeSeconds = 1 } = options;
  const listeners = new Set<(event: VirtualPagePrinterEvent) => void>();
  const tell = (event: VirtualPagePrinterEvent) => {
    for (const listener of listeners) listener(event);
  };
  const mechanism = new PrintMechanism({ keep, sheetMs, upTimeSeconds }, tell);
  const line = new Line(mechanism, host);
  await line.open(port);

  return {
    get uri() {
      return line.uri;
    },
    get printed() {
      return mechanism.printed;
    },
    get paperInTray() {
      return mechanism.paperInTray;
    },
    get sheetsLoaded() {
      return mechanism.sheetsLoaded;
    },
    get upTimeSeconds() {
      return mechanism.upTimeSeconds;
    },
    get openJobCancelled() {
      return mechanism.openJob?.cancelRequested ?? false;
    },
    get faults() {
      return mechanism.faults;
    },
    takePaper: () => mechanism.take(),
    loadPaper: (sheets = 250, size = 'a4') => mechanism.load(sheets, size),
    raise: (fault) => mechanism.setFault(fault, true),
    clear: (fault) => mechanism.setFault(fault, false),
    raiseReason: (keyword) => mechanism.setReason(keyword, true),
    clearReason: (keyword) => mechanism.setReason(keyword, false),
    async setLine(mode) {
      await line.setMode(mode);
      tell({ kind: 'line', mode });
    },
    abortNextSheet() {
      mechanism.abortAtNextSheet = true;
    },
    completeShort(sheets) {
      mechanism.completeAfterSheets = sheets;
    },
    holdSheets: (held) => mechanism.setHeld(held),
    forgetJobs: () => mechanism.forgetJobs(),
    restart() {
      mechanism.restart();
      line.dropConnections();
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    onUpload(listener) {
      line.uploadListeners.add(listener);
      return () => {
        line.uploadListeners.delete(listener);
      };
    },
    async stop() {
      await line.stop();
      await mechanism.stop();
    },
  };
}

/** The HTTP server and its moods. */
class Line {
  readonly uploadListeners = new Set<() => void>();
  readonly #service: IppService;
  readonly #host: string;
  #server: http.Server | undefined;
  #port = 0;
  #stopped = false;
  #mode: LineMode = 'normal';

  constructor(mechanism: PrintMechanism, host: string) {
    this.#host = host;
    this.#service = new IppService(mechanism, () => this.uri);
  }

  get uri(): string {
    return `ipp://${this.#host}:${this.#port}/ipp/print`;
  }

  async open(port: number): Promise<void> {
    const server = http.createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    this.#server = server;
    server.listen(port, this.#host);
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address !== 'string') this.#port = address.port;
  }

  /** For good: a lever pulled afterwards opens nothing. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#close();
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  async setMode(mode: LineMode): Promise<void> {
    this.#mode = mode;
    if (mode === 'offline') await this.#close();
    else if (this.#server === undefined && !this.#stopped) await this.open(this.#port);
  }

  dropConnections(): void {
    this.#server?.closeAllConnections();
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await readBody(request, () => this.#tellUpload());
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/ipp' || body === undefined) {
      response.writeHead(400).end();
      return;
    }
    const answer = await this.#answer(body);
    if (answer === undefined) response.writeHead(400).end();
    else this.#send(answer.bytes, answer.operation, response);
  }

  #tellUpload(): void {
    for (const listener of this.uploadListeners) listener();
  }

  async #answer(body: Buffer): Promise<{ bytes: Uint8Array; operation: number } | undefined> {
    if (body.length < MIN_HEADER_BYTES) return undefined;
    const operation = body.readUInt16BE(2);
    const decoded = decodeIpp(body);
    if (decoded.isErr()) {
      const header = {
        version: { major: body.readUInt8(0), minor: body.readUInt8(1) },
        requestId: body.readInt32BE(4),
      };
      return { bytes: encodeIpp(answerMessage(header, STATUS.badRequest, [])), operation };
    }
    const { message, dataOffset } = decoded.value;
    const answer = await this.#service.answer(message, body.subarray(dataOffset));
    const requestId = this.#mode === 'wrong-request-id' ? answer.requestId + 1 : answer.requestId;
    return { bytes: encodeIpp({ ...answer, requestId }), operation };
  }

  #send(bytes: Uint8Array, operation: number, response: http.ServerResponse): void {
    // A hung printer keeps the connection and says nothing; stopping the printer ends it.
    if (this.#mode === 'hung') return;
    if (this.#mode === 'lost-answer' && operation === OPERATION.printJob) {
      response.destroy();
      return;
    }
    const sent = this.#mode === 'cut-answer' ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
    response.writeHead(200, { 'content-type': 'application/ipp', 'content-length': sent.length }).end(sent);
  }
}

/** `undefined` for a request longer than any page; a request cut short rejects. */
async function readBody(request: http.IncomingMessage, onUpload: () => void): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) return undefined;
    if (lengthBytes === 0 && chunk.length >= 4 && chunk.readUInt16BE(2) === OPERATION.printJob) onUpload();
    lengthBytes += chunk.length;
    if (lengthBytes > MAX_REQUEST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
