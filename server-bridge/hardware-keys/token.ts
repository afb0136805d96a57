/**
 * A hardware token that signs. One session for each operation under way; the login is found again after the token was
 * away. Nothing waits without end: a token that does not answer is reported as silent, and its session is not used again.
 */
import { err, ok, type Result } from 'neverthrow';
import {
  ATTRIBUTE,
  type Attribute,
  type Cryptoki,
  type GcmInput,
  type Handle,
  KEY_TYPE_AES,
  KEY_TYPE_EC,
  OBJECT_CLASS,
} from './cryptoki.ts';
import { CODE, errorOf, type TokenError } from './token-error.ts';

export type TokenOptions = {
  readonly cryptoki: Cryptoki;
  readonly tokenLabel: string;
  /** Gives the PIN for one login; it is zeroed afterwards. */
  readonly readPin: () => Promise<Result<Uint8Array, TokenError>>;
  readonly limits?: Partial<typeof TOKEN_LIMITS>;
};

export const TOKEN_LIMITS = { answerMs: 5_000, operationsAtOnce: 64 };

/** A login: sessions are the application's, and the first one keeps it alive. */
type Login = {
  readonly slot: Handle;
  readonly first: Handle;
  readonly idle: Handle[];
  readonly keys: Map<string, Promise<Result<Handle, TokenError>>>;
};

/** A signing key, or a key that wraps others. */
export type KeyKind = 'privateKey' | 'secretKey';

export class Token {
  readonly #options: TokenOptions;
  readonly #limits: typeof TOKEN_LIMITS;
  #login: Promise<Result<Login, TokenError>> | undefined;
  /** A PIN that was refused once is not tried again. */
  #refused: TokenError | undefined;
  #underWay = 0;

  constructor(options: TokenOptions) {
    this.#options = options;
    this.#limits = { ...TOKEN_LIMITS, ...options.limits };
  }

  /** Signs a SHA-256 digest with the private key of that label: r‖s, 64 bytes. */
  sign(label: string, digest: Uint8Array): Promise<Result<Uint8Array, TokenError>> {
    return this.#use(async (login) => {
      const key = await this.#keyOf(login, label);
      if (key.isErr()) return err(key.error);
      return await this.#inSession(login, 'read', (session) => this.#signWith(session, key.value, digest));
    });
  }

  /** Encrypts or decrypts with the AES key of that label, by AES-GCM: ciphertext and tag of 16 bytes, or the plaintext. */
  crypt(what: 'encrypt' | 'decrypt', label: string, given: GcmInput): Promise<Result<Uint8Array, TokenError>> {
    return this.#use(async (login) => {
      const calls = this.#options.cryptoki.secretKeys;
      if (calls === undefined) return err({ kind: 'failed', code: CODE.functionNotSupported });
      const key = await this.#keyOf(login, label, 'secretKey');
      if (key.isErr()) return err(key.error);
      return await this.#inSession(login, 'read', async (session) => {
        const { code, bytes } = await calls[what](session, key.value, given);
        return code === CODE.ok ? ok(bytes) : err(errorOf(code));
      });
    });
  }

  /** Makes an AES key. */
  generateSecretKey(template: readonly Attribute[]): Promise<Result<void, TokenError>> {
    return this.#use(async (login) => {
      const calls = this.#options.cryptoki.secretKeys;
      if (calls === undefined) return err({ kind: 'failed', code: CODE.functionNotSupported });
      return await this.#inSession(login, 'write', async (session) => {
        const { code } = await calls.generate(session, template);
        return code === CODE.ok ? ok() : err(errorOf(code));
      });
    });
  }

  /** An attribute of the private key of that label; its code alone where the token keeps it to itself. */
  keyAttribute(
    label: string,
    type: number,
    kind: KeyKind = 'privateKey',
  ): Promise<Result<{ code: number; value: Uint8Array }, TokenError>> {
    return this.#use(async (login) => {
      const key = await this.#keyOf(login, label, kind);
      if (key.isErr()) return err(key.error);
      const { cryptoki } = this.#options;
      return await this.#inSession(login, 'read', async (session) => {
        const answer = await cryptoki.attribute(session, key.value, type);
        return errorOf(answer.code).kind === 'token-lost' ? err(errorOf(answer.code)) : ok(answer);
      });
    });
  }

  /** Makes a key pair and gives the public point as the token states it (DER octet string). */
  generate(
    publicTemplate: readonly Attribute[],
    privateTemplate: readonly Attribute[],
  ): Promise<Result<Uint8Array, TokenError>> {
    const { cryptoki } = this.#options;
    return this.#use((login) =>
      this.#inSession(login, 'write', async (session) => {
        const made = await cryptoki.generateKeyPair(session, publicTemplate, privateTemplate);
        if (made.code !== CODE.ok) return err(errorOf(made.code));
        const point = await cryptoki.attribute(session, made.publicKey, ATTRIBUTE.ecPoint);
        return point.code === CODE.ok ? ok(point.value) : err(errorOf(point.code));
      }),
    );
  }

  /** Logs out and closes what is open. Operations under way fail. */
  async close(): Promise<void> {
    const login = await this.#login;
    this.#login = undefined;
    if (login?.isOk() === true) await this.#end(login.value);
  }

  /** Runs an operation within the limits; once more with a new login where the old one was lost. */
  async #use<T>(operation: (login: Login) => Promise<Result<T, TokenError>>): Promise<Result<T, TokenError>> {
    if (this.#underWay >= this.#limits.operationsAtOnce) return err({ kind: 'busy' });
    this.#underWay += 1;
    // A call that hangs counts until it ends, however long nobody has waited for it any more.
    const work = this.#twice(operation).finally(() => {
      this.#underWay -= 1;
    });
    const { promise: silence, resolve } = Promise.withResolvers<Result<T, TokenError>>();
    const limit = setTimeout(() => resolve(err({ kind: 'silent' })), this.#limits.answerMs);
    try {
      return await Promise.race([work, silence]);
    } finally {
      clearTimeout(limit);
    }
  }

  async #twice<T>(operation: (login: Login) => Promise<Result<T, TokenError>>): Promise<Result<T, TokenError>> {
    for (let attempt = 1; ; attempt += 1) {
      const login = await this.#loggedIn();
      if (login.isErr()) return err(login.error);
      const outcome = await operation(login.value);
      if (outcome.isOk() || outcome.error.kind !== 'token-lost') return outcome;
      await this.#forget(login.value);
      if (attempt === 2) return outcome;
    }
  }

  async #loggedIn(): Promise<Result<Login, TokenError>> {
    if (this.#refused !== undefined) return err(this.#refused);
    this.#login ??= this.#logIn();
    const attempt = this.#login;
    const login = await attempt;
    if (login.isOk()) return login;
    if (this.#login === attempt) this.#login = undefined;
    if (login.error.kind === 'pin-wrong' || login.error.kind === 'pin-locked') this.#refused = login.error;
    return login;
  }

  async #logIn(): Promise<Result<Login, TokenError>> {
    const { cryptoki } = this.#options;
    const slot = await this.#findSlot();
    if (slot.isErr()) return err(slot.error);
    const { code, session } = await cryptoki.openSession(slot.value, 'read');
    if (code !== CODE.ok) return err(errorOf(code));
    const pin = await this.#options.readPin();
    const entered = pin.isErr() ? pin.error : await this.#enter(session, pin.value);
    if (entered === undefined) return ok({ slot: slot.value, first: session, idle: [], keys: new Map() });
    await cryptoki.closeSession(session);
    return err(entered);
  }

  async #enter(session: Handle, pin: Uint8Array): Promise<TokenError | undefined> {
    try {
      const code = await this.#options.cryptoki.login(session, pin);
      return code === CODE.ok || code === CODE.userAlreadyLoggedIn ? undefined : errorOf(code);
    } finally {
      pin.fill(0);
    }
  }

  async #findSlot(): Promise<Result<Handle, TokenError>> {
    const { cryptoki, tokenLabel } = this.#options;
    const { code, slots } = await cryptoki.slotsWithToken();
    if (code !== CODE.ok) return err(errorOf(code));
    for (const slot of slots) {
      const token = await cryptoki.tokenLabel(slot);
      if (token.code === CODE.ok && token.label === tokenLabel) return ok(slot);
    }
    return err({ kind: 'token-missing' });
  }

  async #keyOf(login: Login, label: string, kind: KeyKind = 'privateKey'): Promise<Result<Handle, TokenError>> {
    const name = `${kind} ${label}`;
    const known = login.keys.get(name) ?? this.#findKey(login, label, kind);
    login.keys.set(name, known);
    const key = await known;
    if (key.isErr()) login.keys.delete(name);
    return key;
  }

  #findKey(login: Login, label: string, kind: KeyKind): Promise<Result<Handle, TokenError>> {
    const template = [
      { type: ATTRIBUTE.class, value: OBJECT_CLASS[kind] },
      { type: ATTRIBUTE.keyType, value: kind === 'privateKey' ? KEY_TYPE_EC : KEY_TYPE_AES },
      { type: ATTRIBUTE.label, value: Buffer.from(label, 'utf8') },
    ];
    return this.#inSession(login, 'read', async (session) => {
      const { code, objects } = await this.#options.cryptoki.findObjects(session, template, 2);
      if (code !== CODE.ok) return err(errorOf(code));
      const [key, another] = objects;
      if (key === undefined) return err({ kind: 'key-missing', label });
      return another === undefined ? ok(key) : err({ kind: 'key-ambiguous', label });
    });
  }

  async #signWith(session: Handle, key: Handle, digest: Uint8Array): Promise<Result<Uint8Array, TokenError>> {
    const begun = await this.#options.cryptoki.signInit(session, key);
    if (begun !== CODE.ok) return err(errorOf(begun));
    const { code, signature } = await this.#options.cryptoki.sign(session, digest);
    return code === CODE.ok ? ok(signature) : err(errorOf(code));
  }

  /** Runs one operation in a session of its own. After a failure the session is closed: it may be in the middle of something. */
  async #inSession<T>(
    login: Login,
    mode: 'read' | 'write',
    operation: (session: Handle) => Promise<Result<T, TokenError>>,
  ): Promise<Result<T, TokenError>> {
    const { cryptoki } = this.#options;
    const idle = mode === 'read' ? login.idle.pop() : undefined;
    const opened = idle === undefined ? await cryptoki.openSession(login.slot, mode) : { code: CODE.ok, session: idle };
    if (opened.code !== CODE.ok) return err(errorOf(opened.code));
    const outcome = await operation(opened.session);
    if (outcome.isOk() && mode === 'read') login.idle.push(opened.session);
    else await cryptoki.closeSession(opened.session);
    return outcome;
  }

  async #forget(login: Login): Promise<void> {
    const current = await this.#login;
    if (current?.isOk() !== true || current.value !== login) return;
    this.#login = undefined;
    await this.#end(login);
  }

  /** The codes do not matter: what could not be closed is gone already. */
  async #end(login: Login): Promise<void> {
    const { cryptoki } = this.#options;
    await cryptoki.logout(login.first);
    for (const session of [...login.idle.splice(0), login.first]) await cryptoki.closeSession(session);
  }
}
