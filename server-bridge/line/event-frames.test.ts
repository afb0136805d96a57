import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader } from './event-frames.ts';

const read = (...texts: string[]) => {
  const reader = createFrameReader();
  return texts.flatMap((text) => reader(text));
};

test('comments are heartbeats, data lines are events, anything else is refused', () => {
  expect(read(': open\n\nid: 4\ndata: {"a":1}\n\n')).toEqual([
    { kind: 'heartbeat' },
    { kind: 'event', data: '{"a":1}', id: '4' },
  ]);
  expect(read('data: one\ndata: two\n\n')).toEqual([{ kind: 'event', data: 'one\ntwo', id: null }]);
  for (const text of [
    'event: x\n\n',
    'data:x\n\n',
    'retry: 1\n\n',
    'id: 1\nnothing\n\n',
    'id: a b\ndata: x\n\n',
    'id: \ndata: x\n\n',
    '\u0000\n\n',
  ]) {
    expect(read(text), JSON.stringify(text)).toEqual([{ kind: 'malformed' }]);
  }
});

test('a frame without its end is not there yet', () => {
  expect(read('id: 4\ndata: {"a":1}\n')).toEqual([]);
  expect(read('data: x\n', '\n')).toEqual([{ kind: 'event', data: 'x', id: null }]);
});

test('how the text is cut makes no difference', () => {
  const whole = ': open\n\nid: 1\ndata: {"type":"directive-changed"}\n\n: alive\n\nbad\n\ndata: last\n\n';
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 20 }), (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      const parts = edges.slice(1).map((end, index) => whole.slice(edges[index], end));
      expect(read(...parts)).toEqual(read(whole));
    }),
  );
});

test('a frame that never ends is refused and forgotten', () => {
  expect(read('x'.repeat(8_193))).toEqual([{ kind: 'malformed' }]);
  expect(read(`data: ${'x'.repeat(8_193)}\n\n`, 'data: next\n\n')).toEqual([
    { kind: 'malformed' },
    { kind: 'event', data: 'next', id: null },
  ]);
  expect(read(`data: ${'x'.repeat(8_186)}\n\n`)).toHaveLength(1);
});
