import { describe, expect, test } from 'vitest';
import type { OutlineCommand } from '../fonts/font-face.ts';
import { coverageOf } from './outline-coverage.ts';

const PLACE = { xPixels: 10, yPixels: 20, xScale: 0.01, yScale: 0.01 };

function square(from: number, to: number, reversed = false): OutlineCommand[] {
  const corners = [
    [from, from],
    [to, from],
    [to, to],
    [from, to],
  ];
  const ordered = reversed ? corners.reverse() : corners;
  return [
    ...ordered.map((args, index) => ({ command: index === 0 ? 'moveTo' : 'lineTo', args })),
    { command: 'closePath', args: [] },
  ];
}

function ink(outline: readonly OutlineCommand[]): number {
  return coverageOf(outline, PLACE)?.values.reduce((sum, value) => sum + value, 0) ?? 0;
}

describe('the ink of', () => {
  test('a square is its area', () => {
    expect(ink(square(0, 1000))).toBeCloseTo(100, 5);
    expect(ink(square(0, 550))).toBeCloseTo(30.25, 0);
  });

  test('a square with a hole that winds the other way is the ring', () => {
    expect(ink([...square(0, 1000), ...square(300, 700, true)])).toBeCloseTo(84, 5);
  });

  test('two squares that overlap, winding alike, counts the overlap once', () => {
    expect(ink([...square(0, 1000), ...square(500, 1500)])).toBeCloseTo(175, 5);
  });

  test('a curve lies between its chord and its control polygon', () => {
    const curve: OutlineCommand[] = [
      { command: 'moveTo', args: [0, 0] },
      { command: 'quadraticCurveTo', args: [500, 1000, 1000, 0] },
      { command: 'closePath', args: [] },
    ];
    expect(ink(curve)).toBeGreaterThan(30);
    expect(ink(curve)).toBeLessThan(34);
  });

  test('nothing is nothing', () => {
    expect(coverageOf([], PLACE)).toBeNull();
  });
});

test('smoothing over thirds of a pixel moves ink, and keeps how much there is', () => {
  const thirds = coverageOf(square(0, 1000), PLACE, [-1 / 3, 0, 1 / 3]);
  expect(thirds?.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(100, 4);
  expect(thirds?.left).toBe(9);
});

test('a command no TrueType outline has is a bug', () => {
  expect(() => ink([{ command: 'bezierCurveTo', args: [0, 0, 1, 1, 2, 2] }])).toThrow();
});
