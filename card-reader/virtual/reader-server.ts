import { createServer, type Server, type Socket } from 'node:net';
import { unreachable } from '../exhaustive.ts';
import { encodeFrame, FrameSplitter } from './length-prefixed-frames.ts';
import { decodeRequest, encodeReply, type ReaderReply, type ReaderRequest } from './reader-frames.ts';
import type { CardHold, ReaderSlot, SlotUser } from './reader-slot.ts';

/** A slot served over TCP. */
export type ServedReader = { readonly host: string; readonly port: number; close(): Promise<void> };

/** Serves a slot to other processes of this machine. Several may watch; one may hold the card. */
export function serveSlot(slot: ReaderSlot, address: { host: string; port: number }): Promise<ServedReader> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new ServedClient(slot, socket).start();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.removeListener('error', reject);
      resolve({ host: address.host, port: portOf(server), close: () => closeServer(server, sockets) });
    });
  });
}

class ServedClient {
  readonly #slot: ReaderSlot;
  readonly #socket: Socket;
  readonly #user: SlotUser = Symbol('network client');
  #hold: CardHold | undefined;

  constructor(slot: ReaderSlot, socket: Socket) {
    this.#slot = slot;
    this.#socket = socket;
  }

  start(): void {
    const frames = new FrameSplitter();
    const tellStatus = (): void => this.#reply({ kind: 'status', status: this.#slot.statusFor(this.#user) });
    const stopWatching = this.#slot.onChange(tellStatus);
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => {
      stopWatching();
      this.#hold?.abandon();
    });
    this.#socket.on('data', (chunk) => {
      for (const payload of frames.push(chunk)) {
        const request = decodeRequest(payload);
        if (request === undefined) {
          this.#socket.destroy();
          return;
        }
        void this.#serve(request);
      }
    });
    tellStatus();
  }

  async #serve(request: ReaderRequest): Promise<void> {
    switch (request.kind) {
      case 'connect': {
        const hold = this.#slot.hold(this.#user);
        if (hold.isErr()) return this.#reply({ kind: 'failed', request: request.request, error: hold.error.kind });
        this.#hold = hold.value;
        const { insertion, atr } = hold.value;
        return this.#reply({ kind: 'connected', request: request.request, insertion, atr });
      }
      case 'transmit': {
        const hold = this.#hold;
        if (hold === undefined || hold.insertion !== request.insertion)
          return this.#reply({ kind: 'failed', request: request.request, error: 'card-removed' });
        const answer = await hold.exchange(request.command);
        request.command.fill(0);
        return this.#reply(
          answer.isOk()
            ? { kind: 'answer', request: request.request, bytes: answer.value }
            : { kind: 'failed', request: request.request, error: answer.error.kind },
        );
      }
      case 'power-off':
        if (this.#hold?.insertion === request.insertion) await this.#hold.powerOff();
        return this.#reply({ kind: 'powered-off', request: request.request });
      default:
        return unreachable(request);
    }
  }

  #reply(reply: ReaderReply): void {
    if (!this.#socket.destroyed) this.#socket.write(encodeFrame(encodeReply(reply)));
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
