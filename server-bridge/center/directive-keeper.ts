/**
 * The directive in force: made from its content and the key set of VRS, signed, renewed at half its life, changed version
 * by version. The store decides between nodes; this is one node's copy of its newest row.
 */
import { createHash } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type Directive, DirectiveSchema, KeySetEnvelopeSchema } from '../protocol/index.ts';
import { type Es256Signer, signDirective } from '../sealing/index.ts';
import type { CenterLimits } from './configuration.ts';
import { type DirectiveContent, DirectiveContentSchema, type DirectivePatch } from './directive-content.ts';
import type { CenterLog } from './event-catalogue.ts';
import { readBody } from './json-body.ts';
import {
  type CenterDatabase,
  type DirectiveRecord,
  insertDirective,
  newestDirective,
  renewDirective,
} from './store/index.ts';
import type { VrsClient } from './vrs-client.ts';

export type DirectiveInForce = { readonly directive: Directive; readonly signed: string };

export type DirectiveChangeError =
  /** VRS has not given its key set yet, so no directive can be issued. */
  | { readonly kind: 'no-key-set' }
  | { readonly kind: 'terms-digest' }
  | { readonly kind: 'invalid-directive' }
  /** Other nodes changed it every time. */
  | { readonly kind: 'contention' };

export type DirectiveKeeper = {
  /** The newest directive, unless its life is over. */
  current(): DirectiveInForce | null;
  /** @param patchOf is asked again with the newest content each time another node was first */
  change(
    patchOf: (content: DirectiveContent) => DirectivePatch,
  ): Promise<Result<DirectiveInForce, DirectiveChangeError>>;
  /** Takes over what other nodes did, fetches the key set when it is due, renews at half life. */
  poll(): Promise<void>;
};

const CHANGE_ATTEMPTS = 5;
const KEY_SET_TIMEOUT_MS = 5_000;
/** While there is no key set at all, VRS is asked more often. */
const FIRST_KEY_SET_RETRY_MS = 500;

export function createDirectiveKeeper(parts: {
  readonly database: CenterDatabase;
  readonly vrs: VrsClient;
  readonly signer: Es256Signer;
  readonly initialContent: DirectiveContent;
  readonly limits: Pick<CenterLimits, 'directiveLifeMs' | 'keySetRefreshMs'>;
  readonly now: () => Date;
  readonly log: CenterLog;
  readonly onChange: (directive: DirectiveInForce) => void;
}): DirectiveKeeper {
  const { database, vrs, signer, limits, now, log } = parts;
  let held: { record: DirectiveRecord; inForce: DirectiveInForce } | null = null;
  let keySet: string | null = null;
  let askedKeySetAtMs = Number.NEGATIVE_INFINITY;

  const issue = async (version: number, content: DirectiveContent, vrsKeySet: string) => {
    const issuedAt = now();
    const expiresAt = new Date(issuedAt.getTime() + limits.directiveLifeMs);
    const directive: Directive = {
      ...content,
      version,
      issuedAt: issuedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      vrsKeySet,
    };
    const signed = await signDirective(directive, signer);
    const record = { version, content: JSON.stringify(content), vrsKeySet, issuedAt, expiresAt, signed };
    return { record, inForce: { directive, signed } };
  };

  const hold = (next: { record: DirectiveRecord; inForce: DirectiveInForce }): void => {
    if (held !== null && next.record.version < held.record.version) return;
    held = next;
    parts.onChange(next.inForce);
  };

  const readStore = async (): Promise<void> => {
    const newest = await newestDirective(database);
    if (newest === null) return;
    const same =
      newest.version === held?.record.version && newest.issuedAt.getTime() === held.record.issuedAt.getTime();
    if (same) return;
    const directive = v.parse(DirectiveSchema, {
      ...v.parse(DirectiveContentSchema, JSON.parse(newest.content)),
      version: newest.version,
      issuedAt: newest.issuedAt.toISOString(),
      expiresAt: newest.expiresAt.toISOString(),
      vrsKeySet: newest.vrsKeySet,
    });
    keySet = newest.vrsKeySet;
    hold({ record: newest, inForce: { directive, signed: newest.signed } });
  };

  const askKeySet = async (): Promise<void> => {
    const dueAfterMs = keySet === null ? FIRST_KEY_SET_RETRY_MS : limits.keySetRefreshMs;
    if (performance.now() - askedKeySetAtMs < dueAfterMs) return;
    askedKeySetAtMs = performance.now();
    const reply = await vrs.request({ path: '/v1/key-set', body: null, timeoutMs: KEY_SET_TIMEOUT_MS });
    if (reply.isErr()) {
      log.record('VRS_UNAVAILABLE', { reason: reply.error.kind });
      return;
    }
    const envelope = reply.value.status === 200 ? readBody(KeySetEnvelopeSchema, reply.value.body) : null;
    if (envelope === null) log.record('VRS_UNAVAILABLE', { reason: 'malformed' });
    else keySet = envelope.vrsKeySet;
  };

  /** Issues `version` with the present key set; false when another node was first. */
  const issueVersion = async (version: number, content: DirectiveContent, vrsKeySet: string): Promise<boolean> => {
    const issued = await issue(version, content, vrsKeySet);
    if (!(await insertDirective(database, issued.record))) return false;
    log.record('DIRECTIVE_ISSUED', { version });
    hold(issued);
    return true;
  };

  const contentInForce = (): DirectiveContent =>
    held === null ? parts.initialContent : v.parse(DirectiveContentSchema, JSON.parse(held.record.content));

  const renewIfDue = async (): Promise<void> => {
    if (keySet === null) {
      log.record('DIRECTIVE_UNAVAILABLE', {});
      return;
    }
    if (held === null || held.record.vrsKeySet !== keySet) {
      await issueVersion((held?.record.version ?? 0) + 1, contentInForce(), keySet);
      return;
    }
    const { record } = held;
    if (now().getTime() - record.issuedAt.getTime() < limits.directiveLifeMs / 2) return;
    const renewed = await issue(record.version, contentInForce(), record.vrsKeySet);
    if (await renewDirective(database, renewed.record, record.issuedAt)) {
      log.record('DIRECTIVE_RENEWED', { version: record.version });
      hold(renewed);
    }
  };

  return {
    current() {
      if (held === null || held.record.expiresAt.getTime() <= now().getTime()) return null;
      return held.inForce;
    },
    async change(patchOf) {
      for (let attempt = 0; attempt < CHANGE_ATTEMPTS; attempt += 1) {
        await readStore();
        if (keySet === null) return err({ kind: 'no-key-set' });
        const content = contentInForce();
        const merged = v.safeParse(DirectiveContentSchema, { ...content, ...patchOf(content) });
        if (!merged.success) return err({ kind: 'invalid-directive' });
        const { terms } = merged.output;
        if (createHash('sha256').update(terms.text.ja, 'utf8').digest('hex') !== terms.digest) {
          return err({ kind: 'terms-digest' });
        }
        const version = (held?.record.version ?? 0) + 1;
        if ((await issueVersion(version, merged.output, keySet)) && held !== null) return ok(held.inForce);
      }
      return err({ kind: 'contention' });
    },
    async poll() {
      await readStore();
      await askKeySet();
      await renewIfDue();
    },
  };
}
