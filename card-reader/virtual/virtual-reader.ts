import type { CardReader } from '../reader.ts';
import { InProcessReader } from './in-process-reader.ts';
import { type ServedReader, serveSlot } from './reader-server.ts';
import { ReaderSlot } from './reader-slot.ts';
import type { VirtualCard } from './virtual-card.ts';
import { attachSlotToVpcd, type VpcdAddress, type VpcdAttachment } from './vpcd-attachment.ts';

/**
 * A reader that exists in this process only, with three ways out of it: in process, over TCP for other processes
 * (`{kind:'virtual'}`), and as the card of Debian's vpcd driver, so that the real pcscd lists it.
 */
export class VirtualReader {
  readonly name: string;
  readonly #slot: ReaderSlot;

  /** `extendedLength`: this reader states, in process, that it passes extended-length commands on. */
  constructor(name = 'Synthetic Reader', options: { extendedLength?: boolean } = {}) {
    this.name = name;
    this.#slot = new ReaderSlot(options);
  }

  /** Lays a card down; gives the insertion number. A second card at once is a bug and throws. */
  insert(card: VirtualCard): number {
    return this.#slot.insert(card);
  }

  /** Takes the card away, if there is one. */
  remove(): void {
    this.#slot.remove();
  }

  /** The card on the reader. */
  get card(): VirtualCard | undefined {
    return this.#slot.card;
  }

  /** Pulls the reader's cable, with the card on it. */
  unplug(): void {
    this.#slot.setPlugged(false);
  }

  plug(): void {
    this.#slot.setPlugged(true);
  }

  /** A reader object of this process. Every call makes another user; one of them at a time holds the card. */
  openInProcess(): CardReader {
    return new InProcessReader(this.name, this.#slot);
  }

  /** Serves the reader to other processes; port 0 takes a free one. Rejects when the address cannot be bound. */
  serve(address: { host: string; port: number }): Promise<ServedReader> {
    return serveSlot(this.#slot, address);
  }

  /** Plays the card to a vpcd driver until closed. */
  attachToVpcd(address: VpcdAddress): VpcdAttachment {
    return attachSlotToVpcd(this.#slot, address);
  }
}
