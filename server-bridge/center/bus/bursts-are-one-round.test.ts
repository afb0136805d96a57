import { expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

it('a burst of hints is the round under way and one more, never two at once', async () => {
  let under = 0;
  let most = 0;
  let rounds = 0;
  const wake = oneAtATime(async () => {
    under += 1;
    most = Math.max(most, under);
    await new Promise((resolve) => setImmediate(resolve));
    rounds += 1;
    under -= 1;
  });
  await Promise.all(Array.from({ length: 50 }, () => wake()));
  expect([most, rounds]).toEqual([1, 2]);
  await wake();
  expect(rounds).toBe(3);
});

it('a round that fails is told to who waits for it, and the next one runs', async () => {
  let rounds = 0;
  const wake = oneAtATime(() => {
    rounds += 1;
    return rounds === 1 ? Promise.reject(new Error('store away')) : Promise.resolve();
  });
  const ended = await Promise.allSettled([wake(), wake()]);
  expect(ended.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
