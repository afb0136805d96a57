/**
 * What the card's desk and the passport's wait for at the one reader, against every status a reader can have.
 */
import { err } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import type { CardReader, ReaderErrorKind, ReaderStatus } from '../../card-reader/index.ts';
import { makeReaderDesk, troubleOf, watchReader } from './process/reader-desk.ts';

/** A reader that tells what the test says and never connects. */
function toldReader(first: ReaderStatus) {
  const listeners = new Set<(status: ReaderStatus) => void>();
  let status = first;
  const reader: CardReader = {
    name: 'synthetic',
    status: () => status,
    watch(listener) {
      listeners.add(listener);
      listener(status);
      return () => listeners.delete(listener);
    },
    connect: async () => err({ kind: 'no-card' }),
    close: async () => {},
  };
  const tell = (next: ReaderStatus): void => {
    status = next;
    for (const listener of [...listeners]) listener(next);
  };
  return { reader, tell, watchers: () => listeners.size };
}

const STATUSES: readonly [ReaderStatus, { lies: boolean; readable: boolean }][] = [
  [{ kind: 'empty' }, { lies: false, readable: false }],
  [
    { kind: 'empty', removed: 3 },
    { lies: false, readable: false },
  ],
  [{ kind: 'no-reader' }, { lies: false, readable: false }],
  [{ kind: 'no-service' }, { lies: false, readable: false }],
  [
    { kind: 'card-present', insertion: 1 },
    { lies: true, readable: true },
  ],
  [
    { kind: 'card-mute', insertion: 1 },
    { lies: true, readable: true },
  ],
  [{ kind: 'in-use' }, { lies: true, readable: false }],
  [
    { kind: 'unknown', code: 7 },
    { lies: true, readable: false },
  ],
];
const isSettled = async (promise: Promise<void>): Promise<boolean> => {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
};
const never = (): AbortSignal => new AbortController().signal;

describe('the reader', () => {
  it.each(STATUSES)('%j: is it occupied, readable, cleared?', async (status, { lies, readable }) => {
    const { reader } = toldReader(status);
    const told: string[] = [];
    watchReader(reader, (what) => told.push(what));
    const isLost = status.kind === 'no-reader' || status.kind === 'no-service';
    expect(told).toEqual(isLost ? ['empty', 'lost'] : [lies ? 'occupied' : 'empty']);
    const desk = makeReaderDesk(reader);
    expect(await isSettled(desk.waitForCard(never()))).toBe(readable);
    expect(await isSettled(desk.waitForRemoval(never()))).toBe(!lies);
    let removed = 0;
    desk.watchRemoval(() => {
      removed += 1;
    });
    expect(removed).toBe(lies ? 0 : 1);
  });

  it('tells of every change until nobody listens', () => {
    const { reader, tell, watchers } = toldReader({ kind: 'empty' });
    const told: string[] = [];
    const stop = watchReader(reader, (what) => told.push(what));
    tell({ kind: 'card-present', insertion: 1 });
    tell({ kind: 'empty', removed: 1 });
    stop();
    tell({ kind: 'card-present', insertion: 2 });
    expect(told).toEqual(['empty', 'occupied', 'empty']);
    expect(watchers()).toBe(0);
  });

  it('is lost once, however it says so, and found again', () => {
    const { reader, tell } = toldReader({ kind: 'card-present', insertion: 1 });
    const told: string[] = [];
    watchReader(reader, (what) => told.push(what));
    tell({ kind: 'no-reader' });
    tell({ kind: 'no-service' });
    tell({ kind: 'no-reader' });
    tell({ kind: 'empty' });
    tell({ kind: 'no-service' });
    expect(told).toEqual(['occupied', 'empty', 'lost', 'empty', 'empty', 'lost']);
  });

  it.each(['waitForCard', 'waitForRemoval'] as const)('%s ends with its signal and leaves no watcher', async (wait) => {
    const { reader, watchers } = toldReader(wait === 'waitForCard' ? { kind: 'empty' } : { kind: 'in-use' });
    const stop = new AbortController();
    const waiting = makeReaderDesk(reader)[wait](stop.signal);
    expect(await isSettled(waiting)).toBe(false);
    stop.abort();
    expect(await isSettled(waiting)).toBe(true);
    expect(watchers()).toBe(0);
    expect(await isSettled(makeReaderDesk(reader)[wait](stop.signal))).toBe(true);
  });

  it.each<[ReaderErrorKind, string]>([
    ['no-card', 'taken-early'],
    ['card-removed', 'taken-early'],
    ['card-mute', 'unreadable'],
    ['card-reset', 'unreadable'],
    ['card-silent', 'unreadable'],
    ['protocol-mismatch', 'unreadable'],
    ['answer-malformed', 'unreadable'],
    ['no-service', 'broken'],
    ['no-reader', 'broken'],
    ['in-use', 'broken'],
    ['aborted', 'broken'],
    ['closed', 'broken'],
    ['unknown', 'broken'],
  ])('%s means %s', (kind, trouble) => {
    expect(troubleOf({ kind })).toBe(trouble);
  });
});
