/** The calls of a module that encrypt with a key of the token: AES-GCM (PKCS#11 2.40 §2.12.5, CK_GCM_PARAMS). */
import koffi from 'koffi';
import type { Attribute, GcmInput, Handle, SecretKeyCalls } from './cryptoki.ts';
import { words } from './words.ts';

const AES_KEY_GENERATION = 0x1080n;
const AES_GCM = 0x1087n;
const TAG_BITS = 128n;
const TAG_BYTES = 16;

type Name = 'encryptInit' | 'encrypt' | 'decryptInit' | 'decrypt' | 'generateKey';
type Invoke = (name: Name, ...args: (Buffer | Handle | number | null)[]) => Promise<number>;
type TemplateOf = (attributes: readonly Attribute[]) => { bytes: Buffer; release: () => void };

export function secretKeyCalls(invoke: Invoke, templateOf: TemplateOf): SecretKeyCalls {
  const run = async (
    what: 'encrypt' | 'decrypt',
    session: Handle,
    key: Handle,
    { nonce, associatedData, bytes }: GcmInput,
  ): Promise<{ code: number; bytes: Uint8Array }> => {
    // The module is given addresses: what lies there lives until the call has ended.
    const held = [Buffer.from(nonce), Buffer.from(associatedData)] as const;
    const [iv, extra] = held;
    const parameters = words(
      koffi.address(iv),
      BigInt(iv.length),
      BigInt(iv.length * 8),
      koffi.address(extra),
      BigInt(extra.length),
      TAG_BITS,
    );
    const mechanism = words(AES_GCM, koffi.address(parameters), BigInt(parameters.length));
    const begun = await invoke(what === 'encrypt' ? 'encryptInit' : 'decryptInit', session, mechanism, key);
    const given = Buffer.from(bytes);
    try {
      if (begun !== 0) return { code: begun, bytes: new Uint8Array() };
      const room = Buffer.alloc(given.length + TAG_BYTES);
      const length = words(BigInt(room.length));
      const code = await invoke(what, session, given, given.length, room, length);
      const end = code === 0 ? Number(length.readBigUInt64LE()) : 0;
      const result = Uint8Array.from(room.subarray(0, end));
      room.fill(0);
      return { code, bytes: result };
    } finally {
      given.fill(0);
      for (const one of [...held, parameters]) one.fill(0);
    }
  };
  return {
    generate: async (session, attributes) => {
      const key = words(0n);
      const template = templateOf(attributes);
      const mechanism = words(AES_KEY_GENERATION, 0n, 0n);
      const code = await invoke('generateKey', session, mechanism, template.bytes, attributes.length, key);
      template.release();
      return { code, key: key.readBigUInt64LE() };
    },
    encrypt: (session, key, given) => run('encrypt', session, key, given),
    decrypt: (session, key, given) => run('decrypt', session, key, given),
  };
}
