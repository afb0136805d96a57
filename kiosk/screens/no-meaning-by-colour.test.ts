/** In high contrast as in the usual colours, what differs in meaning differs in more than its colour: frame, tick, line or sign. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';
import { wholeEntry } from './touch-log.ts';

let built: string;
let studio: Studio;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-colour-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});

interface Seen {
  /** What cannot be pressed or is chosen, and shows it by colour alone. */
  byColour: string[];
  /** The sign of each kind of notice, state and step, as `kind sign`. */
  signs: string[];
}

/** Runs in the page, so it may use nothing from outside itself. */
function lookAround(): Seen {
  const words = (one: Element) => `${one.getAttribute('class')} ${one.getAttribute('aria-label') ?? one.textContent}`;
  const disabled = [...document.querySelectorAll('button:disabled')].filter(
    (one) => getComputedStyle(one).borderTopStyle !== 'dashed',
  );
  const chosen = [...document.querySelectorAll('button[aria-pressed="true"]')].filter(
    (one) =>
      one.querySelector('.switch-box .icon') === null && getComputedStyle(one).textDecorationLine !== 'underline',
  );
  const signs = [...document.querySelectorAll('.notice, .condition, .step-done, .operator-service-state')].map(
    (one) => `${one.getAttribute('class')} ${one.querySelector('.icon path')?.getAttribute('d') ?? 'none'}`,
  );
  return { byColour: [...disabled, ...chosen].map(words), signs };
}

it.each([false, true])('by more than colour alone (high contrast: %s)', { timeout: 90_000 }, async (highContrast) => {
  const options = { ...USUAL_OPTIONS, highContrast };
  const plain = gallery.filter(({ optionsOpen }) => !optionsOpen);
  const seen = await studio.survey(
    plain.map(({ snapshot }) => ({ ...snapshot, options })),
    lookAround,
    undefined,
  );
  await studio.showEntry(wholeEntry('pin-settings-all-on'), { options: { ...options, largeText: true } });
  seen.push(await studio.page.evaluate(lookAround));
  expect(seen.flatMap(({ byColour }) => byColour)).toEqual([]);

  const signOf = new Map<string, Set<string>>();
  for (const line of seen.flatMap(({ signs }) => signs)) {
    const [, kind = '', sign = ''] = /^\S+ (\S+) (.+)$/.exec(line) ?? [];
    signOf.set(kind, new Set([...(signOf.get(kind) ?? []), sign]));
  }
  expect([...signOf.keys()]).toEqual(
    expect.arrayContaining(['notice-warning', 'notice-information', 'condition-check']),
  );
  // One sign for each kind, and another one for each kind of the same thing.
  for (const thing of ['notice', 'condition', 'operator-service']) {
    const kinds = [...signOf]
      .filter(([kind]) => kind.startsWith(`${thing}-`))
      .filter(([kind]) => !kind.endsWith('-state'));
    expect(kinds.length, thing).toBeGreaterThan(1);
    const signs = kinds.flatMap(([, of]) => [...of]);
    expect(signs, thing).toHaveLength(kinds.length);
    expect(new Set(signs).size, thing).toBe(kinds.length);
    expect(signs, thing).not.toContain('none');
  }
});
