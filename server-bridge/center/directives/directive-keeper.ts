/**
 * The directive in force: made from its state and the key set of VRS, signed, renewed at half its life, changed version by version,
 * composed for each terminal. The store decides between nodes; this is one node's copy of its newest row.
 */
import type { Kysely } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import type { VrsClient } from '../../exchange/index.ts';
import type { Directive } from '../../protocol/index.ts';
import { type Es256Signer, signDirective } from '../../sealing/index.ts';
import { type AuditEvent, type AuditOutbox, intendAudit } from '../audit/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { CenterLimits } from '../configuration.ts';
import type { CenterLog } from '../event-catalogue.ts';
import * as store from '../store/index.ts';
import type { CenterTables } from '../store/tables.ts';
import type { PatchError } from './apply-patch.ts';
import { overridesFor } from './compose.ts';
import { type Compositions, createCompositions, type DirectiveInForce, issueOf } from './compositions.ts';
import type { DirectiveContent } from './directive-content.ts';
import { type DirectiveState, dependsOnPlaces, type Override, readState, stateTexts } from './directive-state.ts';
import { createKeySetSource } from './key-set-source.ts';
import { createKnownPlaces } from './known-places.ts';

export type { DirectiveInForce } from './compositions.ts';

export type DirectiveChangeError =
  /** VRS has not given its key set yet, so no directive can be issued. */
  | { readonly kind: 'no-key-set' }
  /** Why the state cannot become what was asked for. */
  | PatchError
  /** What was to be written along with the version had been decided otherwise meanwhile. */
  | { readonly kind: 'overtaken' }
  /** Other nodes changed it every time. */
  | { readonly kind: 'contention' };

/** One change of the state. It may be asked again, with a newer state, each time another node was first. */
export type DirectiveStep = {
  next(state: DirectiveState): Result<DirectiveState, PatchError>;
  /** Written in one transaction with the version; false takes both back. */
  along?(session: Kysely<CenterTables>, version: number): Promise<boolean>;
  /** In the audit trail with the version: written in its transaction, chained before any terminal of this node is told. */
  events(version: number): readonly AuditEvent[];
};

export type DirectiveKeeper = {
  /** The newest directive as terminals obey it that nothing narrower concerns, unless its life is over. */
  current(): DirectiveInForce | null;
  /** The newest version this node knows. */
  version(): number | null;
  /**
   * What one terminal has to obey now, by the store's newest version; null while there is none. It may have expired.
   * @param newest that version, as the caller has read it for this very request; without it, it is read
   */
  directiveFor(terminalId: string, newest?: store.NewestVersion | null): Promise<Directive | null>;
  /** The same under its signature; null when it has expired. */
  signedFor(terminalId: string): Promise<DirectiveInForce | null>;
  /** The newest state in the store. */
  newest(): Promise<DirectiveState>;
  /** Makes the next version, signed, stored, audited and pushed. */
  evolve(step: DirectiveStep): Promise<Result<DirectiveInForce, DirectiveChangeError>>;
  /** Takes over what other nodes did, fetches the key set when it is due, renews at half life, follows terminals that moved. */
  poll(): Promise<void>;
};

export type DirectiveParts = {
  readonly database: store.CenterDatabase;
  readonly vrs: VrsClient;
  readonly signer: Es256Signer;
  readonly initialContent: DirectiveContent;
  readonly limits: Pick<CenterLimits, 'directiveLifeMs' | 'keySetRefreshMs'>;
  readonly audit: AuditOutbox;
  readonly bus: Pick<Bus, 'publish'>;
  readonly now: () => Date;
  readonly log: CenterLog;
  /** A version, or the same with a new life, holds at this node. */
  readonly onChange: (version: number) => void;
};

type Held = { readonly record: store.DirectiveRecord; readonly state: DirectiveState; readonly made: Compositions };

const CHANGE_ATTEMPTS = 5;

/** So many versions stay in the store; older ones are forgotten now and then. */
const KEPT_VERSIONS = 1_000;
const VERSIONS_BETWEEN_CLEANING = 100;

/** Thrown inside a transaction to take it back. */
class Overtaken extends Error {}

export function createDirectiveKeeper(parts: DirectiveParts): DirectiveKeeper {
  const { database, signer, limits, now, log } = parts;
  const keySets = createKeySetSource({ vrs: parts.vrs, refreshMs: limits.keySetRefreshMs, log });
  const places = createKnownPlaces(database);
  let held: Held | null = null;

  const hold = (record: store.DirectiveRecord, state: DirectiveState): void => {
    const before = held?.record;
    if (before !== undefined) {
      const older = record.version - before.version || record.issuedAt.getTime() - before.issuedAt.getTime();
      if (older <= 0) return;
    }
    held = { record, state, made: createCompositions(record, state, signer) };
    parts.onChange(record.version);
  };

  /** @param known the newest version, where whoever asks has just read it along with something else */
  const readStore = async (known?: store.NewestVersion | null): Promise<void> => {
    const newest = known === undefined ? await store.newestVersion(database) : known;
    if (newest === null) return;
    const same =
      newest.version === held?.record.version && newest.issuedAt.getTime() === held.record.issuedAt.getTime();
    if (same) return;
    const record = await store.newestDirective(database);
    if (record === null) return;
    keySets.learn(record.vrsKeySet);
    hold(record, readState(record));
  };

  const issue = async (version: number, state: DirectiveState, vrsKeySet: string): Promise<store.DirectiveRecord> => {
    const placesRevision = await store.placesRevision(database);
    const issuedAt = now();
    const expiresAt = new Date(issuedAt.getTime() + limits.directiveLifeMs);
    const record = { version, ...stateTexts(state), placesRevision, vrsKeySet, issuedAt, expiresAt };
    return { ...record, signed: await signDirective(issueOf(record, state, []), signer) };
  };

  const insert = async (record: store.DirectiveRecord, step: Pick<DirectiveStep, 'along' | 'events'>) => {
    try {
      return await database.transaction().execute(async (session) => {
        if (!(await store.insertDirective(session, record))) return 'taken' as const;
        if (step.along !== undefined && !(await step.along(session, record.version))) throw new Overtaken();
        await intendAudit(session, step.events(record.version), now());
        return 'issued' as const;
      });
    } catch (cause) {
      if (cause instanceof Overtaken) return 'overtaken' as const;
      throw cause;
    }
  };

  const stateInForce = (): DirectiveState =>
    held?.state ?? { content: parts.initialContent, overrides: [], suspensions: [] };

  /** Issues the next version; `taken` when another node was first. */
  const issueNext = async (state: DirectiveState, vrsKeySet: string, step: Pick<DirectiveStep, 'along' | 'events'>) => {
    const record = await issue((held?.record.version ?? 0) + 1, state, vrsKeySet);
    const outcome = await insert(record, step);
    if (outcome !== 'issued') return outcome;
    log.record('DIRECTIVE_ISSUED', { version: record.version });
    await parts.audit.settle();
    hold(record, state);
    await parts.bus.publish('directive');
    if (record.version % VERSIONS_BETWEEN_CLEANING === 0) {
      await store.eraseDirectivesUpTo(database, record.version - KEPT_VERSIONS);
    }
    return { directive: issueOf(record, state, []), signed: record.signed };
  };

  const nobodyAsked: Pick<DirectiveStep, 'events'> = { events: () => [] };

  const renewIfDue = async (): Promise<void> => {
    const keySet = keySets.current();
    if (keySet === null) {
      log.record('DIRECTIVE_UNAVAILABLE', {});
      return;
    }
    if (held === null || held.record.vrsKeySet !== keySet) {
      await issueNext(stateInForce(), keySet, nobodyAsked);
      return;
    }
    const { record, state } = held;
    if (dependsOnPlaces(state) && (await store.isAnyPlaceNewer(database, record.placesRevision))) {
      await issueNext(state, keySet, nobodyAsked);
      return;
    }
    if (now().getTime() - record.issuedAt.getTime() < limits.directiveLifeMs / 2) return;
    const { placesRevision } = record;
    const renewed = { ...(await issue(record.version, state, record.vrsKeySet)), placesRevision };
    if (await store.renewDirective(database, renewed, record.issuedAt)) {
      log.record('DIRECTIVE_RENEWED', { version: record.version });
      hold(renewed, state);
      await parts.bus.publish('directive');
    }
  };

  /** A terminal was moved after the newest version was issued: its place counts from the next one on. */
  const followPlaces = async (revision: number): Promise<void> => {
    await readStore();
    const keySet = keySets.current();
    if (held === null || keySet === null || held.record.placesRevision >= revision) return;
    await issueNext(held.state, keySet, nobodyAsked);
  };

  /** The newest version and what is laid over it for a terminal. */
  const concerning = async (
    terminalId: string,
    newest?: store.NewestVersion | null,
  ): Promise<{ held: Held; overrides: readonly Override[] } | null> => {
    await readStore(newest);
    for (let attempt = 0; attempt < CHANGE_ATTEMPTS; attempt += 1) {
      const at = held;
      if (at === null) return null;
      if (at.state.overrides.length === 0) return { held: at, overrides: [] };
      if (!dependsOnPlaces(at.state)) return { held: at, overrides: overridesFor(at.state, terminalId, null) };
      const answer = await places.at(terminalId, at.record.placesRevision);
      if (answer.kind === 'known') return { held: at, overrides: overridesFor(at.state, terminalId, answer.place) };
      await followPlaces(answer.revision);
    }
    return null;
  };

  const isAlive = ({ record }: Held): boolean => record.expiresAt.getTime() > now().getTime();

  return {
    current() {
      if (held === null || !isAlive(held)) return null;
      return { directive: held.made.directive([]), signed: held.record.signed };
    },
    version: () => held?.record.version ?? null,
    async directiveFor(terminalId, newest) {
      const found = await concerning(terminalId, newest);
      return found === null ? null : found.held.made.directive(found.overrides);
    },
    async signedFor(terminalId) {
      const found = await concerning(terminalId);
      return found === null || !isAlive(found.held) ? null : await found.held.made.signed(found.overrides);
    },
    async newest() {
      await readStore();
      return stateInForce();
    },
    async evolve(step) {
      for (let attempt = 0; attempt < CHANGE_ATTEMPTS; attempt += 1) {
        await readStore();
        const keySet = keySets.current();
        if (keySet === null) return err({ kind: 'no-key-set' });
        const next = step.next(stateInForce());
        if (next.isErr()) return err(next.error);
        const issued = await issueNext(next.value, keySet, step);
        if (issued === 'overtaken') return err({ kind: 'overtaken' });
        if (issued !== 'taken') return ok(issued);
      }
      return err({ kind: 'contention' });
    },
    async poll() {
      await readStore();
      await keySets.ask();
      await renewIfDue();
    },
  };
}
