import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type Directive, DirectiveSchema, MunicipalityCodeSchema, TerminalIdSchema } from '../protocol/index.ts';
import { isWithinHours, refusalFor } from './admission.ts';
import { CITY, STOPPED_CITY, syntheticContent, TERMINAL } from './test-support/bridge-world.ts';

const terminalId = v.parse(TerminalIdSchema, TERMINAL);
const code = (text: string) => v.parse(MunicipalityCodeSchema, text);
const now = new Date('2026-01-15T03:00:00.000Z');
const directive = (changes: Record<string, unknown> = {}): Directive =>
  v.parse(DirectiveSchema, {
    ...structuredClone(syntheticContent),
    version: 3,
    issuedAt: '2026-01-15T00:00:00.000Z',
    expiresAt: '2026-01-16T00:00:00.000Z',
    vrsKeySet: 'opaque',
    ...changes,
  });
const standing = { suspendedFor: null, build: 'build-1' };
const ask = (changes: Partial<Parameters<typeof refusalFor>[0]>) =>
  refusalFor({ directive: directive(), terminalId, standing, municipality: code(CITY), now, ...changes });

describe('admission', () => {
  test('a terminal in good standing, in hours, for a municipality that takes part', () => {
    expect(ask({})).toBeNull();
    expect(ask({ municipality: null })).toBeNull();
  });

  test.each([
    ['no directive', { directive: null }, 'UNAVAILABLE'],
    ['a directive whose life is over', { now: new Date('2026-01-16T00:00:00.000Z') }, 'UNAVAILABLE'],
    [
      'service off',
      { directive: directive({ service: { state: 'off', reason: { ja: '停止', en: 'off' } } }) },
      'UNAVAILABLE',
    ],
    ['suspended', { standing: { suspendedFor: 'STAFF', build: 'build-1' } }, 'TERMINAL_SUSPENDED'],
    ['a directive for others', { directive: directive({ terminals: ['KOFU-0002'] }) }, 'TERMINAL_SUSPENDED'],
    [
      'a build that is not allowed (P6b)',
      { directive: directive({ allowedBuilds: ['build-2'] }) },
      'TERMINAL_SUSPENDED',
    ],
    [
      'a terminal that has not said its build',
      { directive: directive({ allowedBuilds: ['build-1'] }), standing: { suspendedFor: null, build: null } },
      'TERMINAL_SUSPENDED',
    ],
    ['before the hours', { directive: directive({ hours: { from: '12:01', to: '23:00' } }) }, 'OUT_OF_HOURS'],
    ['after the hours', { directive: directive({ hours: { from: '06:30', to: '12:00' } }) }, 'OUT_OF_HOURS'],
    ['a municipality that stopped', { municipality: code(STOPPED_CITY) }, 'CITY_STOPPED'],
    ['a municipality nobody knows', { municipality: code('000000') }, 'CITY_STOPPED'],
  ])('%s', (_name, changes, refusal) => {
    expect(ask(changes)).toBe(refusal);
  });
});

describe('service hours in Japan Standard Time', () => {
  const at = (time: string) => new Date(`2026-01-15T${time}:00.000+09:00`);
  test.each([
    ['06:30', true],
    ['06:29', false],
    ['22:59', true],
    ['23:00', false],
  ])('06:30 to 23:00 at %s', (time, open) => {
    expect(isWithinHours({ from: '06:30', to: '23:00' }, at(time))).toBe(open);
  });

  test.each([
    ['22:00', true],
    ['00:00', true],
    ['04:59', true],
    ['05:00', false],
    ['21:59', false],
  ])('22:00 to 05:00 at %s', (time, open) => {
    expect(isWithinHours({ from: '22:00', to: '05:00' }, at(time))).toBe(open);
  });

  test('from 00:00 to 24:00 is always', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date('2000-01-01T00:00:00Z') }), (when) =>
        isWithinHours({ from: '00:00', to: '24:00' }, when),
      ),
    );
  });
});
