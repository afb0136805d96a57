/** The device's end of a line: one host at a time, the newest one counts; can be cut and mended. */
import { once } from 'node:events';
import * as net from 'node:net';
import { formatLine } from '../json-line/line-format.ts';
import { LineSplitter } from '../json-line/line-splitter.ts';

export type LineServerListener = {
  /** `false` for a line that is no question of the protocol: the conversation ends. */
  readonly onLine: (line: string) => boolean;
  /** Another host, or none: nobody would see what happens now. */
  readonly onHostGone: () => void;
};

export class LineServer {
  readonly host: string;
  readonly #listener: LineServerListener;
  #port: number;
  #server: net.Server | undefined;
  #hostLine: net.Socket | undefined;

  constructor(host: string, port: number, listener: LineServerListener) {
    this.host = host;
    this.#port = port;
    this.#listener = listener;
  }

  get port(): number {
    return this.#port;
  }

  tell(message: object): void {
    this.#hostLine?.write(formatLine(message));
  }

  async goOnline(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = net.createServer((socket) => this.#serve(socket));
    this.#server = server;
    server.listen(this.#port, this.host);
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address !== 'string') this.#port = address.port;
  }

  async goOffline(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    this.#hostLine?.destroy();
    await closed;
  }

  /** Ends the conversation; the host may come back at once. */
  dropHost(): void {
    this.#hostLine?.destroy();
  }

  #serve(socket: net.Socket): void {
    this.#hostLine?.destroy();
    this.#hostLine = socket;
    this.#listener.onHostGone();
    const splitter = new LineSplitter();
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const lines = splitter.push(chunk);
      const heard = lines?.every((line) => socket === this.#hostLine && this.#listener.onLine(line)) ?? false;
      if (!heard) socket.destroy();
    });
    socket.once('close', () => {
      if (this.#hostLine !== socket) return;
      this.#hostLine = undefined;
      this.#listener.onHostGone();
    });
  }
}
