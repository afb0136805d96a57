/** A resident never sees the operator's screens where there is a display for each (electron-shell §12). */
import { afterEach, describe, expect, it } from 'vitest';
import { audienceOf, displayPlaces } from './policy/display-places.ts';
import { ATTRACT, OPERATOR, READY, type RunningShell, runningShell } from './testing/running-shell.ts';
import { LANDSCAPE, PORTRAIT } from './testing/scripted-electron.ts';

const BOTH = { resident: { label: 'HDMI-1' }, operator: { label: 'DP-2' } };
let shell: RunningShell | undefined;
afterEach(() => shell?.end());

async function withTwo(): Promise<RunningShell> {
  const started = await runningShell({ displays: BOTH, prepare: ({ displays }) => void displays.push(LANDSCAPE) });
  for (const window of started.open()) await started.pageSays(window, READY);
  shell = started;
  return started;
}
const names = (running: RunningShell) =>
  running.open().map(({ webContents }) => webContents.sent.map(([, text]) => /"name":"([^"]+)"/.exec(text)?.[1]));

describe('the choice of displays', () => {
  it('is by name, whatever the order', () => {
    for (const found of [
      [PORTRAIT, LANDSCAPE],
      [LANDSCAPE, PORTRAIT],
    ])
      expect(displayPlaces(found, BOTH)).toEqual({
        resident: PORTRAIT.bounds,
        operator: LANDSCAPE.bounds,
        missing: false,
      });
  });
  it('or by size', () => {
    const bySize = { resident: { width: 1080, height: 1920 }, operator: { width: 1366 } };
    expect(displayPlaces([LANDSCAPE, PORTRAIT], bySize).resident).toEqual(PORTRAIT.bounds);
  });
  it('gives residents the only display there is, and says that one is missing', () => {
    expect(displayPlaces([PORTRAIT], BOTH)).toEqual({ resident: PORTRAIT.bounds, operator: null, missing: true });
    expect(displayPlaces([LANDSCAPE], BOTH)).toEqual({ resident: LANDSCAPE.bounds, operator: null, missing: true });
    expect(displayPlaces([], BOTH).operator).toBeNull();
  });
  it('needs no wish for a terminal with one display', () => {
    expect(displayPlaces([PORTRAIT], { resident: {} })).toEqual({
      resident: PORTRAIT.bounds,
      operator: null,
      missing: false,
    });
  });
});

it.each([
  ['operator-home', 'operator'],
  ['operator-code', 'operator'],
  ['attract', 'resident'],
  ['out-of-service', 'resident'],
  ['preview', 'resident'],
])('%s is for the %s', (name, audience) => expect(audienceOf(name)).toBe(audience));

it('each display has a window of its own, in a session of its own', async () => {
  const { windows } = await withTwo();
  expect(windows.map(({ options }) => [options.x, options.webPreferences.partition])).toEqual([
    [0, 'kiosk-resident-0'],
    [1080, 'kiosk-operator-0'],
  ]);
});

it('the operator screens go to the operator alone, the others to the resident alone', async () => {
  const running = await withTwo();
  await running.tell(ATTRACT);
  await running.tell(OPERATOR);
  expect(names(running)).toEqual([['attract'], ['operator-home']]);
});

it('what the operator saw is thrown away when the operator has gone', async () => {
  const running = await withTwo();
  await running.tell(OPERATOR);
  const [, operator] = running.open();
  await running.tell(ATTRACT);
  expect(operator?.destroyed).toBe(true);
  expect(names(running)).toEqual([['attract'], []]);
});

it('where there is one display, everything is shown on it', async () => {
  const running = await runningShell();
  shell = running;
  await running.pageSays(running.open()[0], READY);
  await running.tell(ATTRACT);
  await running.tell(OPERATOR);
  expect(names(running)).toEqual([['attract', 'operator-home']]);
});

it('a display that is unplugged takes its window with it, and gets it back', async () => {
  const running = await withTwo();
  running.displays.pop();
  running.screen.emit('display-removed');
  expect(running.open().map(({ options }) => options.webPreferences.partition)).toEqual(['kiosk-resident-0']);
  running.displays.push(LANDSCAPE);
  running.screen.emit('display-added');
  expect(running.open()).toHaveLength(2);
});

it('a display that changes its size keeps its window, at the new place', async () => {
  const running = await withTwo();
  running.displays[1] = { ...LANDSCAPE, bounds: { ...LANDSCAPE.bounds, x: 500 } };
  running.screen.emit('display-metrics-changed');
  expect(running.open()[1]?.bounds.x).toBe(500);
});
