import { describe, expect, test } from 'vitest';
import { TERMINAL_EVENTS } from '../protocol/index.ts';
import { ALARM_CODES, alarmOf } from './alarm-codes.ts';

const changeOf = (event: (typeof TERMINAL_EVENTS)[number], code?: string) => {
  const change = alarmOf(code === undefined ? { event } : { event, code });
  return change === null ? null : `${change.kind} ${change.code}`;
};

describe('what an event means for the alarms', () => {
  test('every event is decided, and only these call somebody or say that nobody is needed any more', () => {
    const changing = TERMINAL_EVENTS.filter((event) => changeOf(event) !== null);
    expect(changing).toEqual([
      'VISIT_PROCESS_DIED',
      'RIGHT_PERSON_FAILED',
      'CARD_LEFT',
      'PAPER_LEFT',
      'CLOCK_CHECKED',
      'REFUND_OWED',
      'REFUND_SETTLED',
      'EVENTS_LOST',
    ]);
    for (const event of changing) expect(ALARM_CODES).toContain(alarmOf({ event })?.code);
  });

  test.each(['gone', 'kept', 'returned', 'released'])('a card that stayed is accounted for by %s', (end) => {
    expect(changeOf('CARD_LEFT', 'left')).toBe('raise CARD_LEFT');
    expect(changeOf('CARD_LEFT', end)).toBe('end CARD_LEFT');
  });

  test.each(['gone', 'kept', 'returned', 'nothing-found', 'released'])('a sheet by %s', (end) => {
    expect(changeOf('PAPER_LEFT', 'left')).toBe('raise PAPER_LEFT');
    expect(changeOf('PAPER_LEFT', end)).toBe('end PAPER_LEFT');
  });

  test('money that was owed is accounted for by its settlement, whatever the sum', () => {
    expect(changeOf('REFUND_OWED', '120')).toBe('raise REFUND_OWED');
    expect(changeOf('REFUND_SETTLED', '120')).toBe('end REFUND_OWED');
    expect(changeOf('REFUND_SETTLED')).toBe('end REFUND_OWED');
  });

  test('a word that is not known ends nothing', () => {
    expect(changeOf('CARD_LEFT', 'nothing-found')).toBe('raise CARD_LEFT');
    expect(changeOf('PAPER_LEFT', 'toString')).toBe('raise PAPER_LEFT');
    expect(changeOf('CLOCK_CHECKED', 'off')).toBe('raise CLOCK_OFF');
    expect(changeOf('CLOCK_CHECKED', 'right')).toBe('end CLOCK_OFF');
  });
});
