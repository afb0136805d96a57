import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PATIENCE } from '../visit/index.ts';
import { guardVisit } from './visit-guard.ts';

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
    guard.alive('preview');
    vi.advanceTimersByTime(PATIENCE.preview.limitMs);
    expect(onSilent).not.toHaveBeenCalled();
    vi.advanceTimersByTime(20_000);
    expect(onSilent).toHaveBeenCalledOnce();
    guard.stop();
  });

  it('is ended when it never shows a first screen', () => {
    const onSilent = vi.fn();
    guardVisit({ onSilent }).alive('begin');
    vi.advanceTimersByTime(10_000);
    expect(onSilent).toHaveBeenCalledOnce();
  });

  it('is given time anew by each frame, and left alone once it has ended', () => {
    const onSilent = vi.fn();
    const guard = guardVisit({ onSilent });
    guard.alive('menu');
    for (let i = 0; i < 5; i += 1) {
      vi.advanceTimersByTime(PATIENCE.menu.limitMs);
      guard.alive('menu');
    }
    expect(onSilent).not.toHaveBeenCalled();
    guard.stop();
    vi.advanceTimersByTime(3_600_000);
    expect(onSilent).not.toHaveBeenCalled();
  });
});
