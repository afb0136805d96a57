/**
 * A PKCS#11 module behind {@link Cryptoki}: the functions we need are taken from the module's function list by their place
 * in it (PKCS#11 2.40 §5.1) and run on threads of koffi, so that a slow token never stops the event loop. Types are those
 * of 64-bit Linux, where CK_ULONG has 8 bytes.
 */
import koffi from 'koffi';
import { err, ok, type Result } from 'neverthrow';
import type { Attribute, Cryptoki, Handle } from './cryptoki.ts';
import { secretKeyCalls } from './secret-key-calls.ts';
import type { TokenError } from './token-error.ts';
import { WORD_BYTES, words } from './words.ts';

/** Place in the function list, and parameters. Every function gives CK_RV. */
const FUNCTIONS = {
  initialize: [0, ['void *']],
  finalize: [1, ['void *']],
  getSlotList: [4, ['uint8', 'void *', 'void *']],
  getTokenInfo: [6, ['ulong', 'void *']],
  openSession: [12, ['ulong', 'ulong', 'void *', 'void *', 'void *']],
  closeSession: [13, ['ulong']],
  login: [18, ['ulong', 'ulong', 'void *', 'ulong']],
  logout: [19, ['ulong']],
  getAttributeValue: [24, ['ulong', 'ulong', 'void *', 'ulong']],
  findObjectsInit: [26, ['ulong', 'void *', 'ulong']],
  findObjects: [27, ['ulong', 'void *', 'ulong', 'void *']],
  findObjectsFinal: [28, ['ulong']],
  encryptInit: [29, ['ulong', 'void *', 'ulong']],
  encrypt: [30, ['ulong', 'void *', 'ulong', 'void *', 'void *']],
  decryptInit: [33, ['ulong', 'void *', 'ulong']],
  decrypt: [34, ['ulong', 'void *', 'ulong', 'void *', 'void *']],
  signInit: [42, ['ulong', 'void *', 'ulong']],
  sign: [43, ['ulong', 'void *', 'ulong', 'void *', 'void *']],
  generateKey: [58, ['ulong', 'void *', 'void *', 'ulong', 'void *']],
  generateKeyPair: [59, ['ulong', 'void *', 'void *', 'ulong', 'void *', 'ulong', 'void *', 'void *']],
} as const satisfies Record<string, readonly [number, readonly string[]]>;

const OS_LOCKING_OK = 2n;
const SERIAL_SESSION = 4n;
const READ_WRITE_SESSION = 2n;
const USER = 1n;
const EC_KEY_PAIR_GENERATION = 0x1040n;
const ECDSA = 0x1041n;
const SLOT_LIMIT = 64;
const TOKEN_INFO_BYTES = 512;
const LABEL_BYTES = 32;
const ATTRIBUTE_LIMIT_BYTES = 512;
const SIGNATURE_LIMIT_BYTES = 256;

/** Loads a module. It is not initialised yet. */
export function loadCryptoki(modulePath: string): Result<Cryptoki, TokenError> {
  try {
    return ok(bind(modulePath));
  } catch (cause) {
    return err({ kind: 'module-missing', cause });
  }
}

/** Libraries in use. One that nobody holds is unloaded, and with it the functions whose addresses we were given. */
const heldLibraries = new Set<ReturnType<typeof koffi.load>>();

function bind(modulePath: string): Cryptoki {
  const library = koffi.load(modulePath);
  const getFunctionList = library.func('C_GetFunctionList', 'ulong', ['void *']);
  heldLibraries.add(library);
  const list = words(0n);
  if (Number(getFunctionList(list)) !== 0) throw new Error('the module gives no function list');
  const native = new Map<string, AsyncFunction>();
  for (const [name, [place, parameters]] of Object.entries(FUNCTIONS)) {
    // The list begins with a version of two bytes, filled up to a word.
    const address: unknown = koffi.decode(list.readBigUInt64LE(), (place + 1) * WORD_BYTES, 'void *');
    native.set(name, koffi.decode(address, koffi.proto('ulong', [...parameters])));
  }
  return cryptokiOver((name, ...args) => call(native.get(name), args));
}

type Invoke = (name: keyof typeof FUNCTIONS, ...args: Argument[]) => Promise<number>;

function cryptokiOver(invoke: Invoke): Cryptoki {
  return {
    secretKeys: secretKeyCalls(invoke, templateOf),
    // The four mutex functions are left to the system, because calls come from several threads.
    initialize: () => invoke('initialize', words(0n, 0n, 0n, 0n, OS_LOCKING_OK, 0n)),
    finalize: () => invoke('finalize', null),
    slotsWithToken: async () => {
      const [slots, count] = [words(...Array<bigint>(SLOT_LIMIT).fill(0n)), words(BigInt(SLOT_LIMIT))];
      const code = await invoke('getSlotList', 1, slots, count);
      return { code, slots: code === 0 ? handles(slots, count) : [] };
    },
    tokenLabel: async (slot) => {
      const info = Buffer.alloc(TOKEN_INFO_BYTES);
      const code = await invoke('getTokenInfo', slot, info);
      return { code, label: info.toString('utf8', 0, code === 0 ? LABEL_BYTES : 0).trimEnd() };
    },
    openSession: async (slot, mode) => {
      const session = words(0n);
      const flags = mode === 'write' ? SERIAL_SESSION | READ_WRITE_SESSION : SERIAL_SESSION;
      const code = await invoke('openSession', slot, flags, null, null, session);
      return { code, session: session.readBigUInt64LE() };
    },
    closeSession: (session) => invoke('closeSession', session),
    login: async (session, pin) => {
      const copy = Buffer.from(pin);
      try {
        return await invoke('login', session, USER, copy, copy.length);
      } finally {
        copy.fill(0);
      }
    },
    logout: (session) => invoke('logout', session),
    findObjects: async (session, attributes, limit) => {
      const template = templateOf(attributes);
      const begun = await invoke('findObjectsInit', session, template.bytes, attributes.length);
      template.release();
      if (begun !== 0) return { code: begun, objects: [] };
      const [found, count] = [words(...Array<bigint>(limit).fill(0n)), words(0n)];
      const code = await invoke('findObjects', session, found, limit, count);
      await invoke('findObjectsFinal', session);
      return { code, objects: code === 0 ? handles(found, count) : [] };
    },
    attribute: async (session, object, type) => {
      const value = Buffer.alloc(ATTRIBUTE_LIMIT_BYTES);
      const template = templateOf([{ type, value }]);
      const code = await invoke('getAttributeValue', session, object, template.bytes, 1);
      template.release();
      const length = code === 0 ? Number(template.bytes.readBigUInt64LE(2 * WORD_BYTES)) : 0;
      return { code, value: new Uint8Array(value.subarray(0, length)) };
    },
    signInit: (session, key) => invoke('signInit', session, words(ECDSA, 0n, 0n), key),
    sign: async (session, digest) => {
      const [signature, length] = [Buffer.alloc(SIGNATURE_LIMIT_BYTES), words(BigInt(SIGNATURE_LIMIT_BYTES))];
      const code = await invoke('sign', session, Buffer.from(digest), digest.length, signature, length);
      const end = code === 0 ? Number(length.readBigUInt64LE()) : 0;
      return { code, signature: new Uint8Array(signature.subarray(0, end)) };
    },
    generateKeyPair: async (session, publicAttributes, privateAttributes) => {
      const [publicHandle, privateHandle] = [words(0n), words(0n)];
      const [publicTemplate, privateTemplate] = [templateOf(publicAttributes), templateOf(privateAttributes)];
      const code = await invoke(
        'generateKeyPair',
        session,
        words(EC_KEY_PAIR_GENERATION, 0n, 0n),
        publicTemplate.bytes,
        publicAttributes.length,
        privateTemplate.bytes,
        privateAttributes.length,
        publicHandle,
        privateHandle,
      );
      publicTemplate.release();
      privateTemplate.release();
      return { code, publicKey: publicHandle.readBigUInt64LE(), privateKey: privateHandle.readBigUInt64LE() };
    },
  };
}

function handles(list: Buffer, count: Buffer): Handle[] {
  const length = Math.min(Number(count.readBigUInt64LE()), list.length / WORD_BYTES);
  return Array.from({ length }, (_, index) => list.readBigUInt64LE(index * WORD_BYTES));
}

/**
 * An array of CK_ATTRIBUTE: type, address of the value, its length. The values must live as long as the native call:
 * `release` is called after it, and until then holds them.
 */
function templateOf(attributes: readonly Attribute[]): { bytes: Buffer; release: () => void } {
  const values = attributes.map(({ value }) => bytesOf(value));
  const bytes = words(
    ...attributes.flatMap(({ type }, index) => {
      const value = values[index] ?? Buffer.alloc(0);
      return [BigInt(type), koffi.address(value), BigInt(value.length)];
    }),
  );
  return { bytes, release: () => values.splice(0) };
}

function bytesOf(value: Attribute['value']): Buffer {
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0]);
  if (typeof value === 'bigint') return words(value);
  // The same memory, not a copy: the module may write into it.
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

type Argument = Buffer | Handle | number | null;
type AsyncFunction = { async(...args: unknown[]): unknown };

/** What native calls under way read and write: held until they end, whatever becomes of those who made them. */
const heldArguments = new Set<readonly Argument[]>();

/** Runs a native call off the event loop and gives its return code. */
function call(native: AsyncFunction | undefined, args: readonly Argument[]): Promise<number> {
  return new Promise((resolve, reject) => {
    if (native === undefined) throw new Error('a function outside the table was called');
    heldArguments.add(args);
    native.async(...args, (error: unknown, result: unknown) => {
      heldArguments.delete(args);
      if (error === null || error === undefined) resolve(Number(result));
      else reject(error);
    });
  });
}
