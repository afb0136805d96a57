/** One count of screens for visit, terminal and operator; nothing of a person under the operator's screens. */
import { beforeEach, describe, expect, it } from 'vitest';
import { USUAL_OPTIONS } from '../snapshot.ts';
import { openScreenDesk, type ScreenDesk } from './screen-desk.ts';
import { hostSnapshot } from './terminal-snapshot.ts';
import { scriptedScreenLink } from './testing/scripted-terminal.ts';

let screens: ReturnType<typeof scriptedScreenLink>;
let desk: ScreenDesk;
let touches: boolean[];
let refused: number;
beforeEach(() => {
  screens = scriptedScreenLink();
  refused = 0;
  desk = openScreenDesk(screens.link, () => {
    refused += 1;
  });
  touches = [];
  desk.onTouch((_, current) => touches.push(current));
});
const voice = { volumePercent: 70, stopped: false, headphones: 'unknown' } as const;
const whose = { language: 'ja', options: USUAL_OPTIONS, voice } as const;
const code = (digits: number) => (screenSeq: number) =>
  hostSnapshot({ screenSeq, ...whose }, { name: 'operator-code', digits, wrong: false, lockedSeconds: 0 });
const goodbye = (screenSeq: number) => hostSnapshot({ screenSeq, ...whose }, { name: 'goodbye' });
const frame = (screenSeq: number) => {
  const bytes = Buffer.from(`{"of":"a person","screenSeq":${screenSeq}}`);
  desk.showVisit({ type: 'frame', screen: 'preview', screenSeq, language: 'ja', slowPace: false, frame: bytes });
  return bytes;
};

describe("a visit's frames", () => {
  it('pass unread, and are zeroed here', () => {
    const seq = desk.beginVisit();
    const bytes = frame(seq);
    expect(screens.state.last).toContain('a person');
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  it('are thrown away with their page when the operator’s screens come, and held back under them', () => {
    const seq = desk.beginVisit();
    frame(seq);
    desk.cover();
    expect(screens.state).toMatchObject({ last: '', freshPages: 1 });
    const bytes = frame(seq + 1);
    expect(screens.state.last).toBe('');
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  it('come back counted on from where the operator’s screens ended; an older one on its way is dropped', () => {
    const seq = desk.beginVisit();
    desk.cover();
    desk.showOperator('one', code(0));
    desk.showOperator('two', code(1));
    const next = desk.uncover();
    expect(next).toBeGreaterThan(seq + 2);
    frame(seq + 1);
    expect(screens.state.last).not.toContain('a person');
    frame(next);
    expect(screens.state.last).toContain('a person');
  });
});

describe('the operator’s screens', () => {
  it('keep their number while only what is on them changes, so that quick touches all count', () => {
    desk.cover();
    desk.showOperator('operator-code', code(0));
    const { screenSeq } = screens.snapshot();
    desk.showOperator('operator-code', code(1));
    screens.tap({ type: 'digit', digit: 1 }, screenSeq);
    expect(touches).toEqual([true]);
    desk.showOperator('operator-home', code(1));
    screens.tap({ type: 'digit', digit: 1 }, screenSeq);
    expect(touches).toEqual([true, false]);
  });

  it('are not painted over by the terminal', () => {
    desk.cover();
    desk.showOperator('operator-code', code(0));
    desk.showTerminal(goodbye);
    expect(screens.screen().name).toBe('operator-code');
    desk.uncover();
    desk.showTerminal(goodbye);
    expect(screens.screen().name).toBe('goodbye');
  });
});

describe('touches', () => {
  it('on an earlier screen are stale, and what is no touch is refused', () => {
    desk.showTerminal(goodbye);
    screens.tap({ type: 'next' }, screens.snapshot().screenSeq - 1);
    screens.tap({ type: 'next' });
    expect(touches).toEqual([false, true]);
    screens.tap({ type: 'digit', digit: 77 });
    expect(refused).toBe(1);
  });
});
