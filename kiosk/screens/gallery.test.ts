/** The gallery shows everything there is to show. */
import { expect, it } from 'vitest';
import { RefusalSchema } from '../../server-bridge/protocol/index.ts';
import { CARD_PROBLEMS, OUT_OF_SERVICE_CAUSES, ScreenSchema } from '../snapshot.ts';
import { gallery } from './gallery.ts';

const screens = gallery.map(({ snapshot }) => snapshot.screen);

it('has every screen', () => {
  const names = ScreenSchema.options.map((option) => option.entries.name.literal);
  expect(new Set(screens.map(({ name }) => name))).toEqual(new Set(names));
});

it('has every cause, problem and refusal', () => {
  const shown = screens.map((screen) => {
    if (screen.name === 'refused') return screen.refusal;
    if (screen.name === 'out-of-service') return screen.cause;
    return screen.name === 'lay-card' ? screen.problem : '';
  });
  expect(shown).toEqual(expect.arrayContaining([...RefusalSchema.options, ...OUT_OF_SERVICE_CAUSES, ...CARD_PROBLEMS]));
});

it('names each entry once', () => {
  expect(new Set(gallery.map(({ id }) => id)).size).toBe(gallery.length);
});
