/** Whatever is changed, moved, suspended or renewed at whichever node: a version means one content for a terminal, and none goes back. */
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { canonicalText, verifyDirective } from '../../sealing/index.ts';
import type { Scope } from '../console-api/places.ts';
import { type OpenStore, registerPlaces, registerTerminal, retirePlace } from '../store/index.ts';
import { CITY } from '../test-support/bridge-world.ts';
import { freshStore, STORE_ENGINES } from '../test-support/fresh-store.ts';
import {
  DAY_MS,
  type DirectiveNodes,
  personOf,
  placeOfTerminal,
  startDirectiveNodes,
  terminalOf,
} from './test-support/directive-nodes.ts';

const NODES = 3;
const TERMINALS = [1, 2, 3];
const drafter = personOf('synthetic.drafter', 'drafter');
const approver = personOf('synthetic.approver', 'approver');
const city = v.parse(MunicipalityCodeSchema, CITY);

const node = fc.nat({ max: NODES - 1 });
const terminal = fc.constantFrom(...TERMINALS);
const chain = fc.constantFrom('kakuu-mart', 'yohaku-mart');
const scopes: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant({ kind: 'all' } as const),
  chain.map((name) => ({ kind: 'chain', chain: name }) as const),
  terminal.map((number) => ({ kind: 'terminal', terminalId: terminalOf(number) }) as const),
);
const look = fc.record({ does: fc.constant('look' as const), node, terminal });
const move = fc.record({ does: fc.constant('move' as const), terminal, chain });
const steps = fc.oneof(
  { weight: 8, arbitrary: look },
  { weight: 4, arbitrary: move },
  fc.record({ does: fc.constant('retire' as const), terminal }),
  fc.record({
    does: fc.constant('change' as const),
    node,
    other: node,
    scope: scopes,
    copies: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ does: fc.constant('direct' as const), node, copies: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ does: fc.constant('suspend' as const), node, word: fc.constantFrom('a', 'b') }),
  { weight: 2, arbitrary: fc.record({ does: fc.constant('pass' as const), node }) },
  fc.record({ does: fc.constant('poll' as const), node }),
);
type Step = typeof steps extends fc.Arbitrary<infer T> ? T : never;

describe.each(STORE_ENGINES)('on %s', (engine) => {
  let store: OpenStore;
  beforeAll(async () => {
    store = await freshStore(engine);
  });
  afterAll(() => store.close());

  async function run(
    nodes: DirectiveNodes,
    step: Step,
    lookAt: (at: number, of: number) => Promise<void>,
  ): Promise<void> {
    switch (step.does) {
      case 'look':
        return await lookAt(step.node, step.terminal);
      case 'change': {
        const { scope, copies } = step;
        const drafted = await nodes
          .node(step.node)
          .desk.draft(drafter, { scope, patch: { maxCopies: copies }, effectiveAt: null, note: '' });
        if (drafted.isOk()) await nodes.node(step.other).desk.approve(approver, drafted.value.changeId);
        return;
      }
      case 'direct':
        await nodes.node(step.node).desk.changeDirectly({ kind: 'tool' }, { maxCopies: step.copies });
        return;
      case 'move':
        return await registerPlaces(
          store.database,
          [placeOfTerminal(step.terminal, { chain: step.chain })],
          nodes.now(),
        );
      case 'retire':
        await retirePlace(store.database, terminalOf(step.terminal), nodes.now());
        return;
      case 'suspend':
        await nodes.node(step.node).desk.suspendMunicipality({ kind: 'tool' }, city, { ja: step.word, en: step.word });
        return;
      case 'pass':
        nodes.pass(DAY_MS / 2);
        return await nodes.node(step.node).poll();
      case 'poll':
        return await nodes.node(step.node).poll();
      default: {
        const never: never = step;
        throw new Error(`unknown step ${String(never)}`);
      }
    }
  }

  test('also when several things happen at once', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(steps, { minLength: 1, maxLength: 3 }), { maxLength: 16 }), async (rounds) => {
        const nodes = await startDirectiveNodes(store, NODES);
        const meant = new Map<string, string>();
        const seen = new Map<number, number>();
        const lookAt = async (at: number, of: number): Promise<void> => {
          const before = seen.get(of) ?? 0;
          const inForce = await nodes.node(at).keeper.signedFor(terminalOf(of));
          if (inForce === null) return;
          const signed = (await verifyDirective(inForce.signed, [nodes.publicKey], nodes.now()))._unsafeUnwrap();
          expect(signed).toEqual(inForce.directive);
          const { version, issuedAt, expiresAt, ...what } = signed;
          expect(version).toBeGreaterThanOrEqual(before);
          seen.set(of, Math.max(seen.get(of) ?? 0, version));
          const [name, text] = [`${of} ${version}`, canonicalText(what)];
          expect(meant.get(name) ?? text).toBe(text);
          meant.set(name, text);
          const times = `${version} ${issuedAt}`;
          expect(meant.get(times) ?? expiresAt).toBe(expiresAt);
          meant.set(times, expiresAt);
        };
        try {
          // The chains differ from the beginning; the third terminal has never been met.
          for (const number of [1, 2]) await registerTerminal(store.database, terminalOf(number), nodes.now());
          for (const [copies, name] of ['kakuu-mart', 'yohaku-mart'].entries()) {
            const chained = { kind: 'chain', chain: name } as const;
            await run(nodes, { does: 'change', node: 0, other: 0, scope: chained, copies: copies + 2 }, lookAt);
          }
          for (const number of TERMINALS)
            await run(nodes, { does: 'move', terminal: number, chain: 'kakuu-mart' }, lookAt);
          for (const round of rounds) await Promise.all(round.map((step) => run(nodes, step, lookAt)));
          for (let index = 0; index < NODES; index += 1) await nodes.node(index).poll();
          for (let index = 0; index < NODES; index += 1) for (const of of TERMINALS) await lookAt(index, of);
          for (const versions of nodes.told) expect(versions).toEqual(versions.toSorted((a, b) => a - b));
        } finally {
          await nodes.close();
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a version with a new life still means the places it meant', async () => {
    const nodes = await startDirectiveNodes(store);
    try {
      const at = async (index: number) => {
        const inForce = await nodes.node(index).keeper.signedFor(terminalOf(1));
        return [inForce?.directive.version, inForce?.directive.maxCopies];
      };
      const place = { chain: 'yohaku-mart' };
      await registerPlaces(store.database, [placeOfTerminal(1, place)], nodes.now());
      const scope = { kind: 'chain', chain: 'yohaku-mart' } as const;
      const change = { scope, patch: { maxCopies: 2 }, effectiveAt: null, note: '' };
      const drafted = (await nodes.node(0).desk.draft(drafter, change))._unsafeUnwrap();
      await nodes.node(0).desk.approve(approver, drafted.changeId);
      expect(await at(0)).toEqual([2, 2]);
      // Nobody has met the terminal, so nothing hurries; half a life later the version is renewed.
      await registerPlaces(store.database, [placeOfTerminal(1)], nodes.now());
      nodes.pass(DAY_MS / 2);
      await nodes.node(0).poll();
      expect(await at(0)).toEqual([2, 2]);
      expect(await at(1)).toEqual([3, 10]);
      expect(await at(0)).toEqual([3, 10]);
    } finally {
      await nodes.close();
    }
  });
});
