/** Nodes of the directive alone on one store: no line, no listener, a VRS that always answers, clocks that tests turn. Synthetic. */
import { ok } from 'neverthrow';
import * as v from 'valibot';
import { createEventLog, memorySink } from '../../../event-log/index.ts';
import { type EcPublicJwk, type TerminalId, TerminalIdSchema } from '../../../protocol/index.ts';
import { generateSigningJwk, publicJwkOf, signerFromJwk } from '../../../sealing/index.ts';
import type { AuditEvent } from '../../audit/index.ts';
import { openInProcessBus } from '../../bus/in-process-bus.ts';
import type { TerminalPlace } from '../../console-api/places.ts';
import { TerminalPlaceSchema } from '../../console-api/places.ts';
import { centerEvents } from '../../event-catalogue.ts';
import { type Actor, actorName, type Role, type StaffId, StaffIdSchema } from '../../staff/rights.ts';
import type { OpenStore } from '../../store/index.ts';
import { syntheticContent } from '../../test-support/bridge-world.ts';
import { DirectiveContentSchema } from '../directive-content.ts';
import { type Directives, openDirectives } from '../open-directives.ts';

export const START = new Date('2026-04-01T00:00:00.000Z');
export const DAY_MS = 86_400_000;

export const content = v.parse(DirectiveContentSchema, structuredClone(syntheticContent));
export const terminalOf = (number: number): TerminalId =>
  v.parse(TerminalIdSchema, `KOFU-${String(number).padStart(4, '0')}`);

export const personOf = (name: string, ...roles: Role[]): Extract<Actor, { kind: 'person' }> => ({
  kind: 'person',
  staffId: v.parse(StaffIdSchema, name) satisfies StaffId,
  name: 'Synthetic Person',
  roles,
  sessionId: 'synthetic',
});

export const placeOfTerminal = (
  number: number,
  place: { readonly chain?: string; readonly prefecture?: string; readonly storeId?: string } = {},
): TerminalPlace =>
  v.parse(TerminalPlaceSchema, {
    terminalId: terminalOf(number),
    chain: 'kakuu-mart',
    prefecture: '13',
    storeId: `S-${number}`,
    storeName: '架空店',
    serial: `SN-${String(number).padStart(4, '0')}`,
    ...place,
  });

export type DirectiveNodes = {
  readonly store: OpenStore;
  /** What verifies every directive. */
  readonly publicKey: EcPublicJwk;
  /** `actor action target result` of everything appended, by any node. */
  readonly trail: string[];
  readonly logLines: readonly string[];
  /** Versions as each node told its terminals, in order. */
  readonly told: number[][];
  node(index: number): Directives;
  /** One more node; without hints of others, so that only the table tells it. */
  open(): Promise<Directives>;
  pass(ms: number): void;
  now(): Date;
  close(): Promise<void>;
};

const TABLES = [
  'audit_intents',
  'directive_changes',
  'directives',
  'alarms',
  'commands',
  'terminal_events',
  'terminal_logs',
  'terminal_status',
  'terminals',
  'terminal_places',
] as const;

/** Nodes at version 1 on a store that is emptied first. Closing them leaves the store open. */
export async function startDirectiveNodes(store: OpenStore, count = 2): Promise<DirectiveNodes> {
  for (const table of TABLES) await store.database.deleteFrom(table).execute();
  const jwk = await generateSigningJwk();
  const signer = signerFromJwk(jwk);
  const sink = memorySink();
  let atMs = START.getTime();
  const now = (): Date => new Date(atMs);
  const log = createEventLog(centerEvents, { sink, now });
  const trail: string[] = [];
  const told: number[][] = [];
  const nodes: Directives[] = [];
  const audit = {
    append: ({ actor, action, target, result }: AuditEvent): Promise<void> => {
      trail.push(`${actorName(actor)} ${action} ${target} ${result}`);
      return Promise.resolve();
    },
    settle: async (): Promise<void> => {
      const intended = await store.database.deleteFrom('audit_intents').returningAll().execute();
      for (const { id: _, ...words } of intended.toSorted((one, other) => Number(one.id) - Number(other.id))) {
        trail.push(`${words.actor} ${words.action} ${words.target} ${words.result}`);
      }
    },
  };
  const open = async (): Promise<Directives> => {
    const versions: number[] = [];
    told.push(versions);
    const opened = openDirectives({
      database: store.database,
      vrs: {
        request: () => Promise.resolve(ok({ status: 200, body: Buffer.from('{"vrsKeySet":"synthetic"}') })),
        close: () => undefined,
      },
      signer,
      initialContent: content,
      limits: { directiveLifeMs: DAY_MS, keySetRefreshMs: 600_000 },
      audit,
      bus: openInProcessBus(),
      directChanges: true,
      now,
      log,
      onChange: (version) => versions.push(version),
    });
    await opened.poll();
    nodes.push(opened);
    return opened;
  };
  for (let index = 0; index < count; index += 1) await open();
  return {
    store,
    publicKey: publicJwkOf(jwk),
    trail,
    logLines: sink.lines,
    told,
    node(index) {
      const found = nodes[index];
      if (found === undefined) throw new Error(`no node ${index}`);
      return found;
    },
    open,
    pass(ms) {
      atMs += ms;
    },
    now,
    async close() {
      for (const node of nodes) await node.close();
    },
  };
}
