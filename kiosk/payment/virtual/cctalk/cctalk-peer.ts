/**
 * Coin acceptor and hoppers at the other end of a wire, with faults on demand. It shares no code with the driver, so that a wrong
 * reading of the specification is not made twice; it answers as the makers' manuals show.
 */
import { type CoinEnd, SimulatedAcceptor } from './simulated-acceptor.ts';
import type { DeviceAnswer, SimulatedDevice } from './simulated-device.ts';
import { SimulatedHopper } from './simulated-hopper.ts';

const HOST = 1;

export type CcTalkPeerOptions = {
  /** A single wire brings the host's own bytes back to it. */
  readonly localEcho?: boolean;
  readonly acceptedYen?: readonly number[];
  readonly hoppers?: readonly { readonly address: number; readonly coinYen: number; readonly coins: number }[];
  readonly coinMs?: number;
  readonly levelSensors?: boolean;
  /** How late a late answer is. */
  readonly lateMs?: number;
};

/** What happens to the next answers. */
type Disturbance = 'bad-checksum' | 'lose-answer' | 'noise-before' | 'busy' | 'cut-short' | 'late';

export class CcTalkPeer {
  readonly acceptor: SimulatedAcceptor;
  readonly hoppers: readonly SimulatedHopper[];
  readonly #localEcho: boolean;
  readonly #disturbances: Disturbance[] = [];
  readonly #headersUntilLoss = new Map<number, Disturbance>();
  readonly #listeners = new Set<() => void>();
  #send: (bytes: Uint8Array) => void = () => {};
  #pending = new Uint8Array(0);
  readonly #lateMs: number;
  #powered = true;
  #powerCutAfterCoins: number | null = null;
  readonly #late = new Set<NodeJS.Timeout>();

  constructor(options: CcTalkPeerOptions = {}) {
    const { hoppers = [100, 50, 10].map((coinYen, index) => ({ address: 3 + index, coinYen, coins: 100 })) } = options;
    this.#localEcho = options.localEcho ?? true;
    this.#lateMs = options.lateMs ?? 80;
    this.acceptor = new SimulatedAcceptor(2, options.acceptedYen ?? [10, 50, 100, 500]);
    this.hoppers = hoppers.map(
      (hopper) =>
        new SimulatedHopper(
          {
            ...hopper,
            coinMs: options.coinMs ?? 2,
            serialNumber: 0x054e40 + hopper.address,
            levelSensor: options.levelSensors ?? true,
          },
          () => this.#coinLeft(),
        ),
    );
  }

  /** Everything that ever left a hopper. */
  get paidOutYen(): number {
    return this.hoppers.reduce((sum, hopper) => sum + hopper.paidOutCoins * hopper.coinYen, 0);
  }

  get takenYen(): number {
    return this.acceptor.takenYen;
  }

  insert(yen: number): CoinEnd {
    const end = this.#powered ? this.acceptor.insert(yen) : 'fell-through';
    this.#changed();
    return end;
  }

  /** One of the coming answers is disturbed; with a header, the next answer to that command. */
  disturb(disturbance: Disturbance, header?: number): void {
    if (header === undefined) this.#disturbances.push(disturbance);
    else this.#headersUntilLoss.set(header, disturbance);
  }

  /** All devices lose their power: payouts stop, slots close, counters of events begin anew; counts of a lifetime stay. */
  cutPower(): void {
    this.#powered = false;
    this.acceptor.reset();
    for (const hopper of this.hoppers) hopper.reset();
    this.#changed();
  }

  restorePower(): void {
    this.#powered = true;
    this.#pending = new Uint8Array(0);
    this.#changed();
  }

  /** The power is cut in the middle of a payout, after so many coins of it. */
  cutPowerAfterCoins(coins: number): void {
    this.#powerCutAfterCoins = coins;
  }

  get powered(): boolean {
    return this.#powered;
  }

  connect(send: (bytes: Uint8Array) => void): void {
    this.#send = send;
    this.#pending = new Uint8Array(0);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  stop(): void {
    this.#send = () => {};
    this.#listeners.clear();
    for (const timer of this.#late) clearTimeout(timer);
    for (const hopper of this.hoppers) hopper.stop();
  }

  receive(chunk: Uint8Array): void {
    if (!this.#powered) return;
    if (this.#localEcho) this.#send(chunk);
    this.#pending = Uint8Array.of(...this.#pending, ...chunk);
    for (;;) {
      const [, dataBytes] = this.#pending;
      if (dataBytes === undefined || this.#pending.length < dataBytes + 5) return;
      const message = this.#pending.slice(0, dataBytes + 5);
      const sum = message.reduce((total, byte) => total + byte, 0) % 256;
      // A device that is out of step waits for the next message.
      if (sum !== 0) {
        this.#pending = new Uint8Array(0);
        return;
      }
      this.#pending = this.#pending.slice(message.length);
      this.#hear(message);
    }
  }

  #hear(message: Uint8Array): void {
    const [address = 0, , , header = 0] = message;
    const devices: readonly SimulatedDevice[] = [this.acceptor, ...this.hoppers];
    const device = devices.find((candidate) => candidate.address === address);
    if (device === undefined) return;
    const disturbance = this.#headersUntilLoss.get(header) ?? this.#disturbances.shift();
    this.#headersUntilLoss.delete(header);
    const answer = disturbance === 'busy' ? 'busy' : device.answer(header, message.slice(4, -1));
    this.#changed();
    const bytes = frameOf(device.address, answer);
    if (bytes !== null) this.#sendDisturbed(bytes, disturbance);
  }

  #sendDisturbed(bytes: Uint8Array, disturbance: Disturbance | undefined): void {
    switch (disturbance) {
      case undefined:
      case 'busy':
        this.#send(bytes);
        break;
      case 'bad-checksum':
        this.#send(bytes.map((byte, index) => (index === bytes.length - 1 ? byte ^ 0x55 : byte)));
        break;
      case 'lose-answer':
        break;
      case 'noise-before':
        this.#send(Uint8Array.of(1, 7, 255, ...bytes));
        break;
      case 'cut-short':
        this.#send(bytes.slice(0, -1));
        break;
      case 'late': {
        const timer = setTimeout(() => {
          this.#late.delete(timer);
          this.#send(bytes);
        }, this.#lateMs);
        this.#late.add(timer);
        break;
      }
      default: {
        const never: never = disturbance;
        throw new Error(`Unknown disturbance ${String(never)}`);
      }
    }
  }

  #coinLeft(): void {
    this.#changed();
    if (this.#powerCutAfterCoins === null) return;
    this.#powerCutAfterCoins -= 1;
    if (this.#powerCutAfterCoins > 0) return;
    this.#powerCutAfterCoins = null;
    this.cutPower();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** An answer on the wire: to the host, with a sum of zero. */
function frameOf(address: number, answer: DeviceAnswer): Uint8Array | null {
  if (answer === 'silent') return null;
  const header = answer === 'refused' ? 5 : answer === 'busy' ? 6 : 0;
  const data = typeof answer === 'string' ? new Uint8Array(0) : answer;
  const body = Uint8Array.of(HOST, data.length, address, header, ...data);
  const sum = body.reduce((total, byte) => total + byte, 0) % 256;
  return Uint8Array.of(...body, (256 - sum) % 256);
}
