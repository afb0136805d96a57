import { ACKNOWLEDGED, coreAnswer, type DeviceAnswer, type SimulatedDevice } from './simulated-device.ts';

/** Where a simulated coin went. */
export type CoinEnd = 'taken' | 'fell-through';

const CREDIT_SENSOR_BLOCKED = 14;
const CREDIT_SENSOR_FAULT = 3;
const COIN_INHIBITED = 2;

/** A coin acceptor in memory: positions 1, 2, … are the coins it was made with. */
export class SimulatedAcceptor implements SimulatedDevice {
  readonly address: number;
  readonly #coins: readonly number[];
  #inhibits = 0;
  #accepting = false;
  #eventCounter = 0;
  #events: { a: number; b: number }[] = [];
  #jammed = false;
  takenYen = 0;
  fellThroughYen = 0;

  constructor(address: number, coins: readonly number[]) {
    this.address = address;
    this.#coins = coins;
  }

  get accepting(): boolean {
    return this.#accepting && this.#inhibits !== 0 && !this.#jammed;
  }

  insert(yen: number): CoinEnd {
    const position = this.#coins.indexOf(yen) + 1;
    const wanted = position > 0 && this.accepting && (this.#inhibits & (1 << (position - 1))) !== 0;
    if (!wanted) {
      this.fellThroughYen += yen;
      if (!this.#jammed) this.#happen(0, COIN_INHIBITED);
      return 'fell-through';
    }
    this.takenYen += yen;
    this.#happen(position, 1);
    return 'taken';
  }

  /** A coin that was taken although the slot is shut: it was on its way already. */
  insertInFlight(yen: number): void {
    this.takenYen += yen;
    this.#happen(this.#coins.indexOf(yen) + 1, 1);
  }

  /** Events that nobody will ever read: the buffer holds five. */
  loseEvents(count: number): void {
    for (let event = 0; event < count; event += 1) this.#happen(0, 1);
  }

  setJammed(jammed: boolean): void {
    this.#jammed = jammed;
    if (jammed) this.#happen(0, CREDIT_SENSOR_BLOCKED);
  }

  /** Power off and on, or a reset command: everything but the coins in the box is forgotten. */
  reset(): void {
    this.#inhibits = 0;
    this.#accepting = false;
    this.#eventCounter = 0;
    this.#events = [];
  }

  answer(header: number, data: Uint8Array): DeviceAnswer {
    const [first = 0, second = 0] = data;
    switch (header) {
      case 232:
        return Uint8Array.of(this.#jammed ? CREDIT_SENSOR_FAULT : 0);
      case 231:
        if (data.length !== 2) return 'refused';
        this.#inhibits = first | (second << 8);
        return ACKNOWLEDGED;
      case 230:
        return Uint8Array.of(this.#inhibits & 0xff, this.#inhibits >> 8);
      case 229: {
        const events = Array.from({ length: 5 }, (_, index) => this.#events[index] ?? { a: 0, b: 0 });
        return Uint8Array.of(this.#eventCounter, ...events.flatMap(({ a, b }) => [a, b]));
      }
      case 228:
        this.#accepting = (first & 1) === 1;
        return ACKNOWLEDGED;
      case 227:
        return Uint8Array.of(this.#accepting ? 1 : 0);
      case 184: {
        if (first < 1 || first > 16) return 'refused';
        const yen = this.#coins[first - 1];
        return Buffer.from(yen === undefined ? '......' : `JP${String(yen).padStart(3, '0')}A`);
      }
      case 1:
        this.reset();
        return ACKNOWLEDGED;
      default:
        return coreAnswer(header, { category: 'Coin Acceptor', product: 'SIM-A' }) ?? 'refused';
    }
  }

  #happen(a: number, b: number): void {
    this.#eventCounter = this.#eventCounter === 255 ? 1 : this.#eventCounter + 1;
    this.#events = [{ a, b }, ...this.#events].slice(0, 5);
  }
}
