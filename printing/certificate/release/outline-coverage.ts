/**
 * The ink a glyph must leave, computed from the font's own outline: a small scan converter that shares no code with the
 * PDF, its subset fonts or PDFium. Non-zero winding, four sub-lines a pixel, exact along each sub-line.
 */
import type { OutlineCommand } from '../fonts/font-face.ts';

/** Coverage from 0 to 1 of a rectangle of pixels, and how long the glyph's edge is. */
export type Coverage = {
  left: number;
  top: number;
  width: number;
  height: number;
  values: Float32Array;
  edgePixels: number;
};

/** Font units to pixels, y downwards. */
export type Placement = { xPixels: number; yPixels: number; xScale: number; yScale: number };

type Point = readonly [x: number, y: number];
type Edge = { x: number; y: number; toX: number; toY: number };

const SUB_LINES = 4;
const CURVE_STEPS = 4;

/**
 * Null for a blank glyph.
 * @param offsets pixels to the right at which the glyph is drawn; several are averaged, as smoothing for text does
 */
export function coverageOf(
  outline: readonly OutlineCommand[],
  placement: Placement,
  offsets: readonly number[] = [0],
): Coverage | null {
  const edges = edgesOf(outline, placement);
  if (edges.length === 0) return null;
  const left = Math.floor(Math.min(...edges.map(({ x }) => x)) + Math.min(...offsets));
  const top = Math.floor(Math.min(...edges.map(({ y }) => y)));
  const width = Math.ceil(Math.max(...edges.map(({ x }) => x)) + Math.max(...offsets)) - left + 1;
  const height = Math.ceil(Math.max(...edges.map(({ y }) => y))) - top + 1;
  const values = new Float32Array(width * height);
  for (let subLine = 0; subLine < height * SUB_LINES; subLine += 1) {
    const row = Math.floor(subLine / SUB_LINES) * width;
    for (const [from, to] of filledSpans(edges, top + (subLine + 0.5) / SUB_LINES)) {
      for (const offset of offsets) {
        fillSpan(values, row, from + offset - left, to + offset - left, SUB_LINES * offsets.length);
      }
    }
  }
  const edgePixels = edges.reduce((sum, { x, y, toX, toY }) => sum + Math.hypot(toX - x, toY - y), 0);
  return { left, top, width, height, values, edgePixels };
}

function fillSpan(values: Float32Array, row: number, from: number, to: number, parts: number): void {
  for (let pixel = Math.floor(from); pixel < to; pixel += 1) {
    const share = Math.min(to, pixel + 1) - Math.max(from, pixel);
    values[row + pixel] = (values[row + pixel] ?? 0) + share / parts;
  }
}

function filledSpans(edges: readonly Edge[], y: number): (readonly [number, number])[] {
  const crossings: { x: number; direction: number }[] = [];
  for (const edge of edges) {
    if (edge.y <= y === edge.toY <= y) continue;
    const x = edge.x + ((y - edge.y) * (edge.toX - edge.x)) / (edge.toY - edge.y);
    crossings.push({ x, direction: edge.toY > edge.y ? 1 : -1 });
  }
  crossings.sort((one, other) => one.x - other.x);
  const spans: (readonly [number, number])[] = [];
  let winding = 0;
  let start = 0;
  for (const { x, direction } of crossings) {
    if (winding === 0) start = x;
    winding += direction;
    if (winding === 0) spans.push([start, x]);
  }
  return spans;
}

function edgesOf(outline: readonly OutlineCommand[], { xPixels, yPixels, xScale, yScale }: Placement): Edge[] {
  const edges: Edge[] = [];
  const place = (x = 0, y = 0): Point => [xPixels + x * xScale, yPixels - y * yScale];
  let start: Point = [0, 0];
  let last: Point = [0, 0];
  const lineTo = (to: Point) => {
    edges.push({ x: last[0], y: last[1], toX: to[0], toY: to[1] });
    last = to;
  };
  for (const { command, args } of outline) {
    const to = place(args.at(-2), args.at(-1));
    if (command === 'moveTo') {
      start = to;
      last = to;
    } else if (command === 'lineTo') lineTo(to);
    else if (command === 'quadraticCurveTo') {
      const from = last;
      const control = place(args[0], args[1]);
      for (let step = 1; step <= CURVE_STEPS; step += 1) lineTo(onCurve(from, control, to, step / CURVE_STEPS));
    } else if (command === 'closePath') lineTo(start);
    else throw new Error('a TrueType outline has no other commands');
  }
  return edges;
}

function onCurve(from: Point, control: Point, to: Point, t: number): Point {
  const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
  return [a * from[0] + b * control[0] + c * to[0], a * from[1] + b * control[1] + c * to[1]];
}
