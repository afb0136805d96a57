/** Opens a token of a PKCS#11 module. A module is initialised once in a process, however many tokens of it are open. */
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import type { Cryptoki } from './cryptoki.ts';
import { loadCryptoki } from './load-cryptoki.ts';
import { Token, type TokenOptions } from './token.ts';
import { CODE, errorOf, type TokenError } from './token-error.ts';

export type OpenToken = {
  readonly token: Token;
  /** Closes the token, and the module with the last one. */
  readonly close: () => Promise<void>;
};

type ModuleInUse = { readonly cryptoki: Cryptoki; users: number; initialized: Promise<number> };
const modules = new Map<string, ModuleInUse>();

/** Opens a token. It logs in at its first use. */
export async function openToken(o: {
  readonly modulePath: string;
  readonly tokenLabel: string;
  readonly pinFile: string;
  readonly limits?: TokenOptions['limits'];
}): Promise<Result<OpenToken, TokenError>> {
  const inUse = enter(o.modulePath);
  if (inUse.isErr()) return err(inUse.error);
  const module = inUse.value;
  module.users += 1;
  const code = await module.initialized;
  if (code !== CODE.ok && code !== CODE.cryptokiAlreadyInitialized) {
    modules.delete(o.modulePath);
    return err(errorOf(code));
  }
  const token = new Token({
    cryptoki: module.cryptoki,
    tokenLabel: o.tokenLabel,
    readPin: () => readPin(o.pinFile),
    ...(o.limits === undefined ? {} : { limits: o.limits }),
  });
  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await token.close();
    module.users -= 1;
    if (module.users > 0 || modules.get(o.modulePath) !== module) return;
    modules.delete(o.modulePath);
    // Somebody else in this process who initialised it also ends it.
    if (code === CODE.ok) await module.cryptoki.finalize();
  };
  return ok({ token, close });
}

function enter(modulePath: string): Result<ModuleInUse, TokenError> {
  const known = modules.get(modulePath);
  if (known !== undefined) return ok(known);
  return loadCryptoki(modulePath).map((cryptoki) => {
    const module = { cryptoki, users: 0, initialized: cryptoki.initialize() };
    modules.set(modulePath, module);
    return module;
  });
}

/** The first line of the file. */
async function readPin(file: string): Promise<Result<Uint8Array, TokenError>> {
  try {
    const content = await readFile(file);
    const end = content.findIndex((byte) => byte === 0x0a || byte === 0x0d);
    const pin = Uint8Array.from(end === -1 ? content : content.subarray(0, end));
    content.fill(0);
    return ok(pin);
  } catch (cause) {
    return err({ kind: 'pin-unreadable', cause });
  }
}
