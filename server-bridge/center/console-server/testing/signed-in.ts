/**
 * A running center with its console, and people who have signed in, for tests. Everything in it is synthetic.
 *
 * `const world = await startConsoleWorld(); const person = await world.signIn(['operator']);` and then
 * `person.client.ask('/operations/terminals')`; a browser takes `person.cookie` (context.addCookies) or signs in by the page with
 * `person.staffId`, `person.password` and `await person.freshCode()`.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from 'otpauth';
import * as v from 'valibot';
import { codeAt, createPasswordHashing, secretBoxFrom } from '../../../staff-access/index.ts';
import { type StaffClient, staffClient } from '../../../staff-access/testing/staff-client.ts';
import type { CenterConfiguration } from '../../configuration.ts';
import { makeAccount } from '../../staff/accounts.ts';
import { type Role, type StaffId, StaffIdSchema } from '../../staff/rights.ts';
import type { RunningCenter } from '../../start.ts';
import { buildWorld, type World } from '../../test-support/bridge-world.ts';

export type Person = {
  readonly staffId: StaffId;
  readonly password: string;
  /** A code that counts now, however many have counted in this half minute. */
  freshCode(): Promise<string>;
  /** Of the center the person was made at; signed in where `signIn` made it. */
  readonly client: StaffClient;
  readonly cookie: { readonly name: string; readonly value: string; readonly url: string };
};

export type ConsoleWorld = {
  readonly world: World;
  readonly center: RunningCenter;
  readonly consolePort: number;
  /** `https://127.0.0.1:PORT`; its certificate is the development trust's. */
  readonly origin: string;
  /** One more node on the same store. */
  startNode(changes?: Partial<CenterConfiguration>): Promise<RunningCenter>;
  client(center?: RunningCenter): StaffClient;
  /** An account as an administrator makes it: first password, not signed in. */
  person(roles: readonly Role[], staffId?: string): Promise<Person>;
  /** An account with an own password, signed in. */
  signIn(roles: readonly Role[], staffId?: string): Promise<Person>;
  close(): Promise<void>;
};

/** @param o `assetsDirectory`: the built page; without it a page that says nothing */
export async function startConsoleWorld(
  o: {
    readonly assetsDirectory?: string;
    readonly now?: () => Date;
    /** What is configured otherwise; a function where it needs files of the trust. */
    readonly changes?: Partial<CenterConfiguration> | ((trust: World['trust']) => Partial<CenterConfiguration>);
  } = {},
): Promise<ConsoleWorld> {
  const world = await buildWorld();
  const now = o.now ?? (() => new Date());
  const keyText = randomBytes(32).toString('hex');
  const secretKeyFile = join(world.directory, 'console-secret.key');
  await writeFile(secretKeyFile, keyText, { mode: 0o600 });
  const emptyPage = join(world.directory, 'page');
  await mkdir(emptyPage);
  await writeFile(join(emptyPage, 'index.html'), '<!doctype html><title>Kofu</title>');
  await writeFile(join(emptyPage, 'console.js'), '');
  const console: CenterConfiguration['console'] = {
    host: '127.0.0.1',
    port: 0,
    tls: world.trust.centerServer,
    assetsDirectory: o.assetsDirectory ?? emptyPage,
    secretKeyFile,
    idleMinutes: 15,
    sessionHours: 8,
    passwordDays: 180,
  };
  const given = typeof o.changes === 'function' ? o.changes(world.trust) : o.changes;
  const startNode = (changes: Partial<CenterConfiguration> = {}) =>
    world.start({ console, ...given, ...changes }, o.now);
  const center = await startNode();
  const nodes = [center];
  const authority = await readFile(world.trust.lineCaFile);
  const clientOf = (node: RunningCenter): StaffClient => staffClient(node.consolePort ?? 0, authority);

  const secrets = secretBoxFrom(keyText);
  if (secrets === null) throw new Error('no key');
  const { database } = world.store;
  const account = {
    database,
    hashing: createPasswordHashing(),
    secrets,
    now,
    audit: { append: () => Promise.resolve() },
  };
  let made = 0;

  const person = async (roles: readonly Role[], name?: string): Promise<Person> => {
    made += 1;
    const staffId = v.parse(StaffIdSchema, name ?? `${roles[0] ?? 'nobody'}-${made}`);
    const handed = await makeAccount(
      account,
      { kind: 'center' },
      { staffId, name: 'Synthetic Person', roles: [...roles] },
    );
    const { firstPassword, otpauthUri } = handed._unsafeUnwrap();
    const secret = Secret.fromBase32(new URL(otpauthUri).searchParams.get('secret') ?? '').bytes;
    const client = clientOf(center);
    return {
      staffId,
      password: firstPassword,
      async freshCode() {
        await database
          .updateTable('staff_accounts')
          .set({ last_code_step: 0 })
          .where('staff_id', '=', staffId)
          .execute();
        return codeAt(secret, now());
      },
      client,
      get cookie() {
        const [cookieName = '', value = ''] = (client.cookie ?? '').split('=');
        return { name: cookieName, value, url: client.origin };
      },
    };
  };

  return {
    world,
    center,
    consolePort: center.consolePort ?? 0,
    origin: clientOf(center).origin,
    async startNode(changes) {
      const node = await startNode(changes);
      nodes.push(node);
      return node;
    },
    client: (node = center) => clientOf(node),
    person,
    async signIn(roles, name) {
      const newcomer = await person(roles, name);
      const { client, staffId } = newcomer;
      const password = `${randomBytes(12).toString('base64url')}-xkcd`;
      const code = await newcomer.freshCode();
      const signedIn = await client.ask('/console/sign-in', { body: { staffId, password: newcomer.password, code } });
      if (signedIn.status !== 200) throw new Error(`sign-in answered ${signedIn.status} ${signedIn.text}`);
      client.csrf = signedIn.body.csrf;
      const changed = await client.ask('/console/password', { body: { present: newcomer.password, next: password } });
      if (changed.status !== 204) throw new Error(`password answered ${changed.status} ${changed.text}`);
      return {
        staffId,
        password,
        client,
        freshCode: newcomer.freshCode,
        get cookie() {
          return newcomer.cookie;
        },
      };
    },
    async close() {
      for (const node of nodes) await node.stop();
      await world.close();
    },
  };
}
