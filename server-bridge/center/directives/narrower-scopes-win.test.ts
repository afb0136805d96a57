import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scope, TerminalPlace } from '../console-api/places.ts';
import { isInScope, SCOPE_ORDER } from '../store/registry.ts';
import { applyPatch, baseDigest } from './apply-patch.ts';
import { compose, overridesFor } from './compose.ts';
import { type ChangePatch, DirectiveContentSchema } from './directive-content.ts';
import { type DirectiveState, dependsOnPlaces, readState, scopeKey, stateTexts } from './directive-state.ts';
import { content, placeOfTerminal, terminalOf } from './test-support/directive-nodes.ts';

const base: DirectiveState = { content, overrides: [], suspensions: [] };
const CHAINS = ['kakuu-mart', 'yohaku-mart'] as const;
const PREFECTURES = ['13', '27'] as const;
const STORES = ['S-1', 'S-2', 'S-3'] as const;
const TERMINALS = [1, 2, 3, 4] as const;

const scopes: fc.Arbitrary<Scope> = fc.oneof(
  fc.constantFrom(...CHAINS).map((chain) => ({ kind: 'chain', chain }) as const),
  fc.constantFrom(...PREFECTURES).map((prefecture) => ({ kind: 'prefecture', prefecture }) as const),
  fc.constantFrom(...STORES).map((storeId) => ({ kind: 'store', storeId }) as const),
  fc.constantFrom(...TERMINALS).map((number) => ({ kind: 'terminal', terminalId: terminalOf(number) }) as const),
);
const patches: fc.Arbitrary<ChangePatch> = fc
  .record(
    {
      maxCopies: fc.integer({ min: 1, max: 20 }),
      passportReading: fc.boolean(),
      notice: fc.string({ maxLength: 5 }).map((ja) => ({ ja, en: 'notice' })),
      kinds: fc.constantFrom<('domestic' | 'overseas')[]>(['domestic'], ['overseas'], []),
      voiceVolumes: fc.boolean().map((quiet) => (quiet ? [{ from: '00:00', to: '06:00', percent: 10 }] : [])),
      hours: fc.constantFrom({ from: '06:30', to: '23:00' }, { from: '00:00', to: '24:00' }),
    },
    { requiredKeys: [] },
  )
  .filter((patch) => Object.keys(patch).length > 0);
const terminals = fc.record({
  number: fc.constantFrom(...TERMINALS),
  chain: fc.constantFrom(...CHAINS),
  prefecture: fc.constantFrom(...PREFECTURES),
  storeId: fc.constantFrom(...STORES),
  registered: fc.boolean(),
});
type Terminal = typeof terminals extends fc.Arbitrary<infer T> ? T : never;
const placeOf = ({ number, registered, ...place }: Terminal): TerminalPlace | null =>
  registered ? placeOfTerminal(number, place) : null;
/** One patch for each scope, as the center keeps them. */
const overrideLists = fc.uniqueArray(fc.tuple(scopes, patches), {
  selector: ([scope]) => scopeKey(scope),
  maxLength: 8,
});

const laid = (list: readonly (readonly [Scope, ChangePatch])[], state = base): DirectiveState =>
  list.reduce((before, [scope, patch]) => applyPatch(before, scope, patch)._unsafeUnwrap(), state);
const shown = (state: DirectiveState, terminal: Terminal) =>
  compose(state, overridesFor(state, terminalOf(terminal.number), placeOf(terminal)));

describe('composition', () => {
  test('does not depend on the order in which overrides came', () => {
    fc.assert(
      fc.property(
        overrideLists.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        terminals,
        ([list, shuffled], terminal) => {
          expect(shown(laid(shuffled), terminal)).toEqual(shown(laid(list), terminal));
          expect(stateTexts(laid(shuffled)).overrides).toBe(stateTexts(laid(list)).overrides);
        },
      ),
    );
  });

  test('each member comes from the narrowest scope that speaks of it, and from nowhere the terminal is not', () => {
    fc.assert(
      fc.property(overrideLists, terminals, (list, terminal) => {
        const place = placeOf(terminal);
        const result = new Map<string, unknown>(Object.entries(shown(laid(list), terminal)));
        const expected = new Map<string, unknown>(Object.entries(content));
        for (const kind of SCOPE_ORDER) {
          for (const [scope, patch] of list) {
            if (scope.kind !== kind || !isInScope(scope, terminalOf(terminal.number), place)) continue;
            for (const [name, value] of Object.entries(patch)) expected.set(name, value);
          }
        }
        expect(Object.fromEntries(result)).toEqual(Object.fromEntries(expected));
      }),
    );
  });

  test('taking an override away again gives back exactly what was there before', () => {
    fc.assert(
      fc.property(overrideLists, scopes, patches, terminals, (list, scope, patch, terminal) => {
        const before = laid(list.filter(([other]) => scopeKey(other) !== scopeKey(scope)));
        const removal = Object.fromEntries(Object.keys(patch).map((name) => [name, null]));
        const after = applyPatch(laid([[scope, patch]], before), scope, removal)._unsafeUnwrap();
        expect(after).toEqual(before);
        expect(shown(after, terminal)).toEqual(shown(before, terminal));
      }),
    );
  });

  test('whatever is laid over, the result is a directive, also after it was stored', () => {
    fc.assert(
      fc.property(overrideLists, terminals, (list, terminal) => {
        const state = laid(list);
        expect(DirectiveContentSchema.entries.terminals).toBeDefined();
        const composed = shown(state, terminal);
        expect(composed.terminals).toEqual([]);
        expect(shown(readState(stateTexts(state)), terminal)).toEqual(composed);
      }),
    );
  });

  test('a terminal that is not registered has only what is for all, and its own', () => {
    fc.assert(
      fc.property(overrideLists, fc.constantFrom(...TERMINALS), (list, number) => {
        const own = list.filter(([scope]) => scope.kind === 'terminal' && scope.terminalId === terminalOf(number));
        const terminal = {
          number,
          chain: CHAINS[0],
          prefecture: PREFECTURES[0],
          storeId: STORES[0],
          registered: false,
        };
        expect(shown(laid(list), terminal)).toEqual(shown(laid(own), terminal));
      }),
    );
  });

  test('only chains, prefectures and stores ask where a terminal stands', () => {
    expect(dependsOnPlaces(base)).toBe(false);
    expect(dependsOnPlaces(laid([[{ kind: 'terminal', terminalId: terminalOf(1) }, { maxCopies: 2 }]]))).toBe(false);
    expect(dependsOnPlaces(laid([[{ kind: 'store', storeId: 'S-1' }, { maxCopies: 2 }]]))).toBe(true);
  });
});

describe('a patch', () => {
  test('keeps members it does not name, also those with a default', () => {
    const state = laid([[{ kind: 'all' }, { passportReading: true, notice: { ja: '掲示', en: 'notice' } }]]);
    const next = applyPatch(state, { kind: 'all' }, { maxCopies: 2 })._unsafeUnwrap();
    expect(next.content).toEqual({ ...state.content, maxCopies: 2 });
    const without = applyPatch(next, { kind: 'all' }, { notice: null, passportReading: null })._unsafeUnwrap();
    expect(without.content).toEqual({ ...content, maxCopies: 2 });
  });

  test('moves the base of another exactly when both replace the same of one scope', () => {
    fc.assert(
      fc.property(fc.tuple(scopes, patches), fc.tuple(scopes, patches), (one, two) => {
        const before = baseDigest(base, ...one);
        const after = baseDigest(laid([two]), ...one);
        const same = scopeKey(one[0]) === scopeKey(two[0]) && Object.keys(one[1]).some((name) => name in two[1]);
        expect(after !== before).toBe(same);
      }),
    );
  });

  test('that would make any directive longer than a terminal takes is refused, wherever its parts lie', () => {
    const builds = (count: number, letter: string) => Array.from({ length: count }, () => letter.repeat(100));
    const wide = laid([[{ kind: 'all' }, { allowedBuilds: builds(14_000, 'a') }]]);
    const notice = { ja: 'あ'.repeat(500_000), en: '' };
    expect(applyPatch(wide, { kind: 'store', storeId: 'S-1' }, { notice })._unsafeUnwrapErr()).toEqual({
      kind: 'too-large',
    });
    expect(applyPatch(base, { kind: 'store', storeId: 'S-1' }, { notice }).isOk()).toBe(true);
  });
});
