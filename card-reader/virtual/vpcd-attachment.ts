import { connect, type Socket } from 'node:net';
import { concatBytes } from '../apdu/hex.ts';
import { encodeResponse } from '../apdu/response.ts';
import { encodeFrame, FrameSplitter } from './length-prefixed-frames.ts';
import type { CardHold, ReaderSlot, SlotUser } from './reader-slot.ts';

/** Where Debian's vpcd reader driver listens: its TCP port, or a relay to it on a Unix socket. */
export type VpcdAddress = { host: string; port: number } | { path: string };

export type VpcdAttachment = { close(): void };

/** One-byte messages of the driver; a longer one is a command APDU. */
const POWER_OFF = 0x00;
const POWER_ON = 0x01;
const RESET = 0x02;
const GET_ATR = 0x04;

const RETRY_MS = 50;
/**
 * pcscd looks every 400 ms. A card that is gone and back between two looks while a program disconnects leaves pcscd
 * with a reader that is empty for ever; so a new card is not shown before the old one was missed.
 */
const MISSED_AFTER_MS = 450;
/** A mute card must still say something to the driver's presence poll: length 0 would block the driver for good. */
const NO_ATR = Uint8Array.of(0x00);

/**
 * Plays the card of a slot to vpcd, so that the real pcscd sees it: card in is a connection, card out is its end.
 * While attached, PC/SC holds the card, and other users of the slot find it in use.
 */
export function attachSlotToVpcd(slot: ReaderSlot, address: VpcdAddress): VpcdAttachment {
  const attachment = new Attachment(slot, address);
  attachment.follow();
  return attachment;
}

class Attachment implements VpcdAttachment {
  readonly #slot: ReaderSlot;
  readonly #address: VpcdAddress;
  readonly #user: SlotUser = Symbol('vpcd');
  #stopWatching: () => void = () => undefined;
  #hold: CardHold | undefined;
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  #lastGoneAt = Number.NEGATIVE_INFINITY;

  constructor(slot: ReaderSlot, address: VpcdAddress) {
    this.#slot = slot;
    this.#address = address;
  }

  follow(): void {
    this.#stopWatching = this.#slot.onChange(() => this.#look());
    this.#look();
  }

  close(): void {
    this.#closed = true;
    this.#stopWatching();
    this.#letGo();
  }

  #look(): void {
    if (this.#closed) return;
    if (this.#hold !== undefined && !this.#hold.isCurrent()) this.#letGo();
    if (this.#hold !== undefined || this.#slot.card === undefined) return;
    const hold = this.#slot.hold(this.#user, true);
    if (hold.isErr()) return;
    this.#hold = hold.value;
    const waitMs = Math.max(0, this.#lastGoneAt + MISSED_AFTER_MS - performance.now());
    this.#dialLater(hold.value, waitMs);
  }

  #letGo(): void {
    clearTimeout(this.#retry);
    this.#socket?.destroy();
    this.#socket = undefined;
    const hold = this.#hold;
    if (hold === undefined) return;
    this.#hold = undefined;
    this.#lastGoneAt = performance.now();
    void hold.powerOff();
  }

  #dialLater(hold: CardHold, waitMs: number): void {
    this.#retry = setTimeout(() => {
      if (this.#hold === hold) this.#dial(hold);
    }, waitMs);
  }

  #dial(hold: CardHold): void {
    const frames = new FrameSplitter();
    const socket = connect({ ...this.#address, noDelay: true });
    this.#socket = socket;
    let turn: Promise<void> = Promise.resolve();
    socket.on('data', (chunk) => {
      for (const payload of frames.push(chunk)) turn = turn.then(() => this.#serve(hold, socket, payload));
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      // The service may be not up yet, or may be restarting: the card still lies there.
      if (this.#hold === hold && this.#socket === socket) this.#dialLater(hold, RETRY_MS);
    });
  }

  async #serve(hold: CardHold, socket: Socket, payload: Uint8Array): Promise<void> {
    if (payload.length === 1) return this.#control(hold, socket, payload[0]);
    const answer = await hold.exchange(payload);
    payload.fill(0);
    if (socket.destroyed) return;
    if (answer.isErr()) {
      // The driver has no word for a reset from outside; the chip's own "no diagnosis" comes nearest.
      if (answer.error.kind === 'card-reset') socket.write(encodeFrame(encodeResponse(0x6f00)));
      return;
    }
    if (hold.isCurrent()) {
      socket.write(encodeFrame(answer.value));
      return;
    }
    if (answer.value.length > 0)
      socket.write(encodeFrame(concatBytes(answer.value, new Uint8Array(125))).subarray(0, 7));
    socket.end();
  }

  #control(hold: CardHold, socket: Socket, code: number | undefined): void {
    switch (code) {
      case POWER_OFF:
      case POWER_ON:
      case RESET:
        hold.cyclePower();
        return;
      case GET_ATR:
        socket.write(encodeFrame(hold.atr.length === 0 ? NO_ATR : hold.atr));
        return;
      default:
        return;
    }
  }
}
