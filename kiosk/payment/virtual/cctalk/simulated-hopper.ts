import { ACKNOWLEDGED, coreAnswer, type DeviceAnswer, type SimulatedDevice } from './simulated-device.ts';

export type SimulatedHopperOptions = {
  readonly address: number;
  readonly coinYen: number;
  readonly coins: number;
  /** Between two coins. */
  readonly coinMs: number;
  readonly serialNumber: number;
  readonly levelSensor: boolean;
};

const FLAG = { payoutTimedOut: 2, exitBlockedInPayout: 32, payoutDisabled: 128 };
const LOW_COINS = 10;

/** A hopper in memory: pays coin by coin, counts its whole life, and keeps that count when its power is cut. */
export class SimulatedHopper implements SimulatedDevice {
  readonly address: number;
  readonly coinYen: number;
  readonly #options: SimulatedHopperOptions;
  coins: number;
  /** Survives everything. */
  lifetimeCoins: number;
  #enabled = false;
  #eventCounter = 0;
  #remaining = 0;
  #paid = 0;
  #unpaid = 0;
  #flags = 0;
  #jamAfterCoins: number | null = null;
  #jammed = false;
  #motor: NodeJS.Timeout | undefined;
  readonly #onCoin: (hopper: SimulatedHopper) => void;

  constructor(options: SimulatedHopperOptions, onCoin: (hopper: SimulatedHopper) => void) {
    this.#options = options;
    this.#onCoin = onCoin;
    this.address = options.address;
    this.coinYen = options.coinYen;
    this.coins = options.coins;
    // An old hopper: its count is about to pass the end of its three bytes.
    this.lifetimeCoins = 0xfffffa;
  }

  get paying(): boolean {
    return this.#remaining > 0;
  }

  get paidOutCoins(): number {
    return this.lifetimeCoins - 0xfffffa;
  }

  /** The exit is blocked once so many more coins have left. */
  jamAfter(coins: number): void {
    this.#jamAfterCoins = coins;
  }

  clearJam(): void {
    this.#jamAfterCoins = null;
    this.#jammed = false;
  }

  /** Power off and on, or a reset command. The payout stops where it stood. */
  reset(): void {
    clearTimeout(this.#motor);
    this.#unpaid = this.#remaining;
    this.#remaining = 0;
    this.#enabled = false;
    this.#eventCounter = 0;
    this.#flags = this.#jammed ? FLAG.exitBlockedInPayout : 0;
  }

  stop(): void {
    clearTimeout(this.#motor);
  }

  answer(header: number, data: Uint8Array): DeviceAnswer {
    switch (header) {
      case 242:
        return littleEndian(this.#options.serialNumber);
      case 217: {
        const low = this.coins < LOW_COINS;
        return Uint8Array.of(this.#options.levelSensor ? 0x10 | Number(low) : 0);
      }
      case 168:
        return littleEndian(this.lifetimeCoins % 0x1000000);
      case 167:
        return this.#dispense(data);
      case 166:
        return Uint8Array.of(this.#eventCounter, this.#remaining, this.#paid, this.#unpaid);
      case 164:
        this.#enabled = data[0] === 165;
        return ACKNOWLEDGED;
      case 163:
        return Uint8Array.of(this.#flags | (this.#enabled ? 0 : FLAG.payoutDisabled), 0);
      case 161:
        return data.length === 8 ? ACKNOWLEDGED : 'refused';
      case 160:
        return new Uint8Array(8);
      case 1:
        this.reset();
        return ACKNOWLEDGED;
      default:
        return coreAnswer(header, { category: 'Payout', product: 'SIM-H' }) ?? 'refused';
    }
  }

  #dispense(data: Uint8Array): DeviceAnswer {
    const coins = data[data.length - 1] ?? 0;
    const authorised =
      data.length === 9 ||
      (data.length === 4 && littleEndian(this.#options.serialNumber).every((b, i) => b === data[i]));
    if (!authorised || !this.#enabled || this.paying || this.#jammed || coins === 0) return 'refused';
    this.#eventCounter = this.#eventCounter === 255 ? 1 : this.#eventCounter + 1;
    this.#remaining = coins;
    this.#paid = 0;
    this.#unpaid = 0;
    this.#next();
    return Uint8Array.of(this.#eventCounter);
  }

  #next(): void {
    this.#motor = setTimeout(() => {
      if (this.#jamAfterCoins === 0) return this.#giveUp(FLAG.exitBlockedInPayout, true);
      if (this.coins === 0) return this.#giveUp(FLAG.payoutTimedOut, false);
      if (this.#jamAfterCoins !== null) this.#jamAfterCoins -= 1;
      this.coins -= 1;
      this.lifetimeCoins += 1;
      this.#remaining -= 1;
      this.#paid += 1;
      this.#onCoin(this);
      if (this.#remaining > 0) this.#next();
    }, this.#options.coinMs);
  }

  #giveUp(flag: number, jammed: boolean): void {
    this.#flags |= flag;
    this.#jammed = jammed;
    this.#unpaid = this.#remaining;
    this.#remaining = 0;
  }
}

function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff);
}
