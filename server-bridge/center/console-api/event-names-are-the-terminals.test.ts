/** The terminal keeps the catalogue of its log; the console's words must be of the same list. */
import { expect, it } from 'vitest';
import { hostEvents } from '../../../kiosk/host/index.ts';
import { EVENT_NAMES, isEventName, LOG_ONLY_EVENTS } from './event-names.ts';

it('names every event of a terminal’s own log, once', () => {
  expect(Object.keys(hostEvents).toSorted()).toEqual([...LOG_ONLY_EVENTS].toSorted());
  expect(new Set(EVENT_NAMES).size).toBe(EVENT_NAMES.length);
});

it('knows no other word', () => {
  expect(EVENT_NAMES.every(isEventName)).toBe(true);
  expect(['', 'TOSTRING', 'constructor', 'ROUTE_STOPPED'].filter(isEventName)).toEqual([]);
});
