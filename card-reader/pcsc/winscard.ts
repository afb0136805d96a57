import koffi from 'koffi';
import { ServiceSockets } from './service-socket.ts';

/** A handle of the service. */
type Handle = number | bigint;

/** A context, and the descriptor of its connection to the service where it could be told. */
export type Context = { readonly handle: Handle; readonly socket: number | undefined };

/** A connected card within a context. */
export type CardHandle = { readonly handle: Handle; readonly protocol: number };

/** State of one reader: flags in the low word, number of card movements in the high word (pcsc-lite). */
export type ReaderStateQuery = { readonly reader: string; readonly known: number };
export type ReaderStateAnswer = { readonly state: number; readonly atr: Uint8Array };

/** Pseudo reader whose state changes whenever a reader comes or goes. */
export const PLUG_AND_PLAY = '\\\\?PnP?\\Notification';

const SCOPE_SYSTEM = 2;
const SHARE_EXCLUSIVE = 1;
const PROTOCOL_T0_OR_T1 = 3;
const UNPOWER_CARD = 2;
const READER_NAMES_LENGTH = 4_096;
/** The longest answer anybody here asks for (1,024 bytes) and a status word, with room to notice one that is too long. */
const ANSWER_LENGTH = 2_048;
/** Lists of features and properties of a reader are a few dozen bytes. */
const CONTROL_LENGTH = 256;
const LONGEST_ATR = 33;
const IO_REQUEST_LENGTH = 16;

/**
 * The calls of libpcsclite that we need, each on a thread of its own so that nothing stops the event loop. Every call
 * gives the service's result code first. Types are those of 64-bit Linux, where DWORD and LONG are 8 bytes.
 */
export class Winscard {
  readonly #establish;
  readonly #release;
  readonly #listReaders;
  readonly #statusChange;
  readonly #cancel;
  readonly #connect;
  readonly #transmit;
  readonly #control;
  readonly #disconnect;
  readonly #sockets: ServiceSockets;
  #establishing: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#sockets = new ServiceSockets();
    const library = koffi.load('libpcsclite.so.1');
    const readerState = koffi.struct({
      szReader: 'const char *',
      pvUserData: 'void *',
      dwCurrentState: 'ulong',
      dwEventState: 'ulong',
      cbAtr: 'ulong',
      rgbAtr: koffi.array('uint8', LONGEST_ATR, 'Typed'),
    });
    const ioRequest = koffi.struct({ dwProtocol: 'ulong', cbPciLength: 'ulong' });
    const outLong = koffi.out(koffi.pointer('long'));
    const outUlong = koffi.out(koffi.pointer('ulong'));
    const inoutUlong = koffi.inout(koffi.pointer('ulong'));
    const bytes = koffi.pointer('uint8');
    this.#establish = library.func('SCardEstablishContext', 'long', ['ulong', 'void *', 'void *', outLong]);
    this.#release = library.func('SCardReleaseContext', 'long', ['long']);
    this.#listReaders = library.func('SCardListReaders', 'long', ['long', 'void *', bytes, inoutUlong]);
    this.#statusChange = library.func('SCardGetStatusChange', 'long', [
      'long',
      'ulong',
      koffi.inout(koffi.pointer(readerState)),
      'ulong',
    ]);
    this.#cancel = library.func('SCardCancel', 'long', ['long']);
    this.#connect = library.func('SCardConnect', 'long', ['long', 'const char *', 'ulong', 'ulong', outLong, outUlong]);
    this.#transmit = library.func('SCardTransmit', 'long', [
      'long',
      koffi.pointer(ioRequest),
      bytes,
      'ulong',
      'void *',
      bytes,
      inoutUlong,
    ]);
    this.#control = library.func('SCardControl', 'long', [
      'long',
      'ulong',
      'void *',
      'ulong',
      bytes,
      'ulong',
      outUlong,
    ]);
    this.#disconnect = library.func('SCardDisconnect', 'long', ['long', 'ulong']);
  }

  /** One at a time, so that the one new connection to the service is the context's own. */
  establishContext(): Promise<{ code: number; context: Context }> {
    const mine = this.#establishing.then(() => this.#establishNow());
    this.#establishing = mine.catch(() => undefined);
    return mine;
  }

  async #establishNow(): Promise<{ code: number; context: Context }> {
    const before = this.#sockets.connected();
    const handle: Handle[] = [0];
    const code = await call(this.#establish, [SCOPE_SYSTEM, null, null, handle]);
    const fresh = [...this.#sockets.connected()].filter((descriptor) => !before.has(descriptor));
    return { code, context: { handle: handle[0] ?? 0, socket: fresh.length === 1 ? fresh[0] : undefined } };
  }

  releaseContext(context: Context): Promise<number> {
    return call(this.#release, [context.handle]);
  }

  /** Makes a call of this context that hangs in the service return now. The context is of no use afterwards. */
  breakOff(context: Context): void {
    if (context.socket !== undefined) this.#sockets.shut(context.socket);
  }

  async listReaders(context: Context): Promise<{ code: number; readers: string[] }> {
    const names = Buffer.alloc(READER_NAMES_LENGTH);
    const length = [names.length];
    const code = await call(this.#listReaders, [context.handle, null, names, length]);
    const readers = names.toString('utf8', 0, code === 0 ? length[0] : 0).split('\0');
    return { code, readers: readers.filter((name) => name !== '') };
  }

  /** Waits until a state differs from the known one (0: give the present state at once), at most `timeoutMs`. */
  async statusChange(
    context: Context,
    timeoutMs: number,
    queries: readonly ReaderStateQuery[],
  ): Promise<{ code: number; states: ReaderStateAnswer[] }> {
    const states = queries.map(({ reader, known }) => ({
      szReader: reader,
      pvUserData: null,
      dwCurrentState: known,
      dwEventState: 0,
      cbAtr: 0,
      rgbAtr: new Uint8Array(LONGEST_ATR),
    }));
    const code = await call(this.#statusChange, [context.handle, timeoutMs, states, states.length]);
    return {
      code,
      states: states.map(({ dwEventState, cbAtr, rgbAtr }) => ({
        state: Number(dwEventState),
        atr: rgbAtr.slice(0, Math.min(Number(cbAtr), LONGEST_ATR)),
      })),
    };
  }

  /** Ends a wait of that context. */
  cancel(context: Context): Promise<number> {
    return call(this.#cancel, [context.handle]);
  }

  /** Takes the card exclusively, with T=0 or T=1, whichever it speaks. */
  async connect(context: Context, reader: string): Promise<{ code: number; card: CardHandle }> {
    const handle: Handle[] = [0];
    const protocol = [0];
    const code = await call(this.#connect, [
      context.handle,
      reader,
      SHARE_EXCLUSIVE,
      PROTOCOL_T0_OR_T1,
      handle,
      protocol,
    ]);
    return { code, card: { handle: handle[0] ?? 0, protocol: protocol[0] ?? 0 } };
  }

  /**
   * Sends one command. Our own copies of command and answer live exactly as long as the native call, which may be much
   * longer than anybody waits for it, and are zeroed then.
   */
  async transmit(card: CardHandle, command: Uint8Array): Promise<{ code: number; answer: Uint8Array }> {
    const sent = Buffer.from(command);
    const received = Buffer.alloc(ANSWER_LENGTH);
    const length = [received.length];
    const request = { dwProtocol: card.protocol, cbPciLength: IO_REQUEST_LENGTH };
    try {
      const code = await call(this.#transmit, [card.handle, request, sent, sent.length, null, received, length]);
      const end = code === 0 ? Math.min(length[0] ?? 0, received.length) : 0;
      return { code, answer: new Uint8Array(received.subarray(0, end)) };
    } finally {
      sent.fill(0);
      received.fill(0);
    }
  }

  /** Asks the reader's driver something by control code, without input; never reaches the card. */
  async control(card: CardHandle, controlCode: number): Promise<{ code: number; answer: Uint8Array }> {
    const received = Buffer.alloc(CONTROL_LENGTH);
    const length = [0];
    const code = await call(this.#control, [card.handle, controlCode, null, 0, received, received.length, length]);
    const end = code === 0 ? Math.min(Number(length[0] ?? 0), received.length) : 0;
    return { code, answer: new Uint8Array(received.subarray(0, end)) };
  }

  /** Ends the connection and powers the card off. */
  disconnect(card: CardHandle): Promise<number> {
    return call(this.#disconnect, [card.handle, UNPOWER_CARD]);
  }
}

type AsyncFunction = { async(...args: unknown[]): unknown };

/** Runs a native call off the event loop and gives its result code as an unsigned 32-bit number. */
function call(native: AsyncFunction, args: readonly unknown[]): Promise<number> {
  return new Promise((resolve, reject) => {
    native.async(...args, (error: unknown, result: unknown) => {
      if (error === null || error === undefined) resolve(Number(result) >>> 0);
      else reject(error);
    });
  });
}

let usedSocketPath: string | undefined;
let loaded: Winscard | undefined;

/**
 * Loads libpcsclite, once in a process. The library reads the path of the service's socket from the environment of the
 * C library at its first call and never again, so one process can use one service only; asking for another is a bug.
 * Gives undefined where the library is not installed.
 */
export function loadWinscard(socketPath: string | undefined): Winscard | undefined {
  if (loaded !== undefined) {
    if (usedSocketPath !== socketPath) throw new Error('this process uses another PC/SC service already');
    return loaded;
  }
  try {
    const library = new Winscard();
    if (socketPath !== undefined) setEnvironment('PCSCLITE_CSOCK_NAME', socketPath);
    usedSocketPath = socketPath;
    loaded = library;
    return library;
  } catch {
    return undefined;
  }
}

/** `process.env` reaches the C library from the main thread only; this works from every thread. */
function setEnvironment(name: string, value: string): void {
  const setenv = koffi.load('libc.so.6').func('setenv', 'int', ['const char *', 'const char *', 'int']);
  if (setenv(name, value, 1) !== 0) throw new Error('the environment could not be set');
}
