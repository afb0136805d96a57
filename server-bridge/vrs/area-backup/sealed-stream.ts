/**
 * Bytes of any length, sealed to a key the municipality holds: HPKE base mode (RFC 9180), one context for the whole file, each piece
 * with the next sequence number. Every piece says whether it is the last, so that a cut file is noticed.
 *
 * `magic ‖ enc (65) ‖ (length (4) ‖ ciphertext)…`
 */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { importSealingKey, type SealingPrivateJwk } from '../../sealing/index.ts';

export const MAGIC = Buffer.from('kofu area backup 1\n', 'latin1');
const POINT_BYTES = 65;
const LENGTH_BYTES = 4;
const TAG_BYTES = 16;
export const PIECE_BYTES = 65_536;

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const info = new TextEncoder().encode('kofu area backup v1');
const mark = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'latin1'));
/** Each in memory of its own: a small `Buffer` lies in a pool beside others. */
const [MORE, LAST] = [mark('more'), mark('last')];

/** The file does not open: cut, altered, lengthened, or sealed to another key. */
export class UnreadableBackup extends Error {
  constructor() {
    super('the backup cannot be opened');
    this.name = 'UnreadableBackup';
  }
}

/** Seals pieces as they come. @param publicKey uncompressed P-256 point */
export async function* sealStream(publicKey: Uint8Array, plaintext: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(Uint8Array.from(publicKey));
  const sender = await suite.createSenderContext({ recipientPublicKey, info });
  yield Buffer.concat([MAGIC, new Uint8Array(sender.enc)]);
  const seal = async (piece: Uint8Array, which: Uint8Array<ArrayBuffer>): Promise<Buffer> => {
    const sealed = new Uint8Array(await sender.seal(Uint8Array.from(piece), which));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(sealed.length);
    return Buffer.concat([length, sealed]);
  };
  for await (const piece of inPieces(plaintext)) {
    yield await seal(piece, MORE);
    piece.fill(0);
  }
  yield await seal(new Uint8Array(), LAST);
}

async function* inPieces(plaintext: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting = Buffer.alloc(0);
  for await (const bytes of plaintext) {
    waiting = Buffer.concat([waiting, bytes]);
    while (waiting.length >= PIECE_BYTES) {
      yield Buffer.from(waiting.subarray(0, PIECE_BYTES));
      waiting = waiting.subarray(PIECE_BYTES);
    }
  }
  if (waiting.length > 0) yield Buffer.from(waiting);
}

/** Opens. Nothing is to be believed before the end was reached. @throws UnreadableBackup */
export async function* openStream(jwk: SealingPrivateJwk, sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const input = new Input(sealed);
  try {
    const magic = await input.take(MAGIC.length);
    if (!magic.equals(MAGIC)) throw new UnreadableBackup();
    const enc = Uint8Array.from(await input.take(POINT_BYTES));
    // The pair, not the private half alone: the public point goes into the key schedule.
    const recipientKey = await importSealingKey(jwk);
    const recipient = await attempt(() => suite.createRecipientContext({ recipientKey, enc, info }));
    for (;;) {
      const length = (await input.take(LENGTH_BYTES)).readUInt32BE();
      if (length < TAG_BYTES || length > PIECE_BYTES + TAG_BYTES) throw new UnreadableBackup();
      const piece = Uint8Array.from(await input.take(length));
      const expected = length === TAG_BYTES ? LAST : MORE;
      yield Buffer.from(await attempt(() => recipient.open(piece, expected)));
      if (expected === LAST) break;
    }
    if (!(await input.isAtEnd())) throw new UnreadableBackup();
  } finally {
    await input.close();
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    throw new UnreadableBackup();
  }
}

/** Takes exact numbers of bytes from a stream. */
class Input {
  readonly #source: AsyncIterator<Uint8Array>;
  #waiting = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    while (this.#waiting.length < length) {
      const next = await this.#source.next();
      if (next.done === true) throw new UnreadableBackup();
      this.#waiting = Buffer.concat([this.#waiting, next.value]);
    }
    const taken = this.#waiting.subarray(0, length);
    this.#waiting = this.#waiting.subarray(length);
    return taken;
  }

  async isAtEnd(): Promise<boolean> {
    if (this.#waiting.length > 0) return false;
    const next = await this.#source.next();
    return next.done === true;
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
