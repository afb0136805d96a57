import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PATIENCE } from '../visit/index.ts';
import { guardVisit } from './visit-guard.ts';

const USUAL = { slowPace: false };

describe('a visit process that hangs', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is ended after its screen has waited longer than its patience', () => {
    const onSilent = vi.fn();
    const guard = guardVisit({ onSilent });
    guard.alive('preview', USUAL);
    vi.advanceTimersByTime(PATIENCE.preview.limitMs);
    expect(onSilent).not.toHaveBeenCalled();
    vi.advanceTimersByTime(20_000);
    expect(onSilent).toHaveBeenCalledOnce();
    guard.stop();
  });

  it('is ended when it never shows a first screen', () => {
    const onSilent = vi.fn();
    guardVisit({ onSilent }).alive('begin', USUAL);
    vi.advanceTimersByTime(10_000);
    expect(onSilent).toHaveBeenCalledOnce();
  });

  it('is given time anew by each frame, and left alone once it has ended', () => {
    const onSilent = vi.fn();
    const guard = guardVisit({ onSilent });
    guard.alive('menu', USUAL);
    for (let i = 0; i < 5; i += 1) {
      vi.advanceTimersByTime(PATIENCE.menu.limitMs);
      guard.alive('menu', USUAL);
    }
    expect(onSilent).not.toHaveBeenCalled();
    guard.stop();
    vi.advanceTimersByTime(3_600_000);
    expect(onSilent).not.toHaveBeenCalled();
  });

  it('is given twice the time at a slower pace, on the screens that wait for a person and on no other', () => {
    const onSilent = vi.fn();
    const guard = guardVisit({ onSilent });
    guard.alive('preview', { slowPace: true });
    vi.advanceTimersByTime(2 * PATIENCE.preview.limitMs + 19_999);
    expect(onSilent).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onSilent).toHaveBeenCalledOnce();
    guard.alive('applying', { slowPace: true });
    vi.advanceTimersByTime(PATIENCE.applying.limitMs + 20_000);
    expect(onSilent).toHaveBeenCalledTimes(2);
    guard.alive('begin', { slowPace: true });
    vi.advanceTimersByTime(10_000);
    expect(onSilent).toHaveBeenCalledTimes(3);
    guard.stop();
  });

  it.each(['toString', 'constructor', '__proto__', 'attract'])('gains nothing by showing %s', (screen) => {
    const onSilent = vi.fn();
    guardVisit({ onSilent }).alive(screen, { slowPace: true });
    vi.advanceTimersByTime(10_000);
    expect(onSilent).toHaveBeenCalledOnce();
  });
});
