import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import koffi from 'koffi';

const ADDRESS_FAMILY_UNIX = 1;
const LONGEST_ADDRESS = 110;
const SHUT_BOTH_WAYS = 2;
const SOCKET_NAME = 'pcscd.comm';

/**
 * Finds the socket behind a PC/SC context, and ends it. PC/SC cannot stop a command that the card never answers: its
 * thread would wait as long as the card lies there, and the process could not even exit before. A shut socket makes
 * the call return at once; the service cleans up on its side as soon as the card lets it. Linux only.
 */
export class ServiceSockets {
  readonly #getpeername;
  readonly #shutdown;

  constructor() {
    const libc = koffi.load('libc.so.6');
    const address = koffi.pointer('uint8');
    this.#getpeername = libc.func('getpeername', 'int', ['int', address, koffi.inout(koffi.pointer('uint32'))]);
    this.#shutdown = libc.func('shutdown', 'int', ['int', 'int']);
  }

  /** Descriptors of this process that are connected to the service now. */
  connected(): Set<number> {
    const descriptors = readdirSync('/proc/self/fd').map(Number);
    return new Set(descriptors.filter((descriptor) => this.#isService(descriptor)));
  }

  /** Ends the traffic on a descriptor that is still the service's; its owner closes it. */
  shut(descriptor: number): void {
    if (this.#isService(descriptor)) this.#shutdown(descriptor, SHUT_BOTH_WAYS);
  }

  /**
   * By name only, not by directory: the kernel tells the path at which the service bound its socket, which a mount or a
   * rename may since have taken elsewhere.
   */
  #isService(descriptor: number): boolean {
    return basename(this.#peerOf(descriptor) ?? '').startsWith(SOCKET_NAME);
  }

  #peerOf(descriptor: number): string | undefined {
    const address = Buffer.alloc(LONGEST_ADDRESS);
    const length = [address.length];
    if (this.#getpeername(descriptor, address, length) !== 0) return undefined;
    if (address.readUInt16LE(0) !== ADDRESS_FAMILY_UNIX) return undefined;
    const path = address.subarray(2, Math.min(length[0] ?? 0, LONGEST_ADDRESS));
    const end = path.indexOf(0);
    return path.toString('utf8', 0, end === -1 ? path.length : end);
  }
}
