import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { dammDigit, parseTicketLine, ticketLineOf } from './ticket-line.ts';

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((each) => each.join(''));
const lines = fc
  .record({
    area: digits(6).map((area) => v.parse(MunicipalityCodeSchema, area)),
    ticketNumber: digits(10),
    doseNumber: fc.integer({ min: 1, max: 9 }),
  })
  .map((line) => ({ line, text: ticketLineOf(line) }));

describe('the line of a ticket', () => {
  it('has the check digit of the published example', () => {
    expect(dammDigit('572')).toBe(4);
    expect(dammDigit('5724')).toBe(0);
    expect(dammDigit('43881234567')).toBe(9);
  });

  it('is read as it was printed', () => {
    fc.assert(
      fc.property(lines, ({ line, text }) => {
        expect(text).toHaveLength(18);
        expect(parseTicketLine(text)._unsafeUnwrap()).toEqual(line);
      }),
    );
  });

  it('with one digit misread is never somebody else’s (I8)', () => {
    fc.assert(
      fc.property(lines, fc.nat(17), fc.integer({ min: 1, max: 9 }), ({ text }, place, offset) => {
        const wrong = (Number(text[place]) + offset) % 10;
        expect(parseTicketLine(text.slice(0, place) + String(wrong) + text.slice(place + 1)).isErr()).toBe(true);
      }),
    );
  });

  it('with two neighbours swapped is never somebody else’s', () => {
    fc.assert(
      fc.property(lines, fc.nat(16), ({ text }, place) => {
        fc.pre(text[place] !== text[place + 1]);
        const swapped = text.slice(0, place) + (text[place + 1] ?? '') + (text[place] ?? '') + text.slice(place + 2);
        expect(parseTicketLine(swapped).isErr()).toBe(true);
      }),
    );
  });

  it.each(['', '1'.repeat(17), '1'.repeat(19), `${'1'.repeat(17)}x`, '１'.repeat(18), ` ${'1'.repeat(18)}`])(
    'of another form is none: %j',
    (text) => {
      expect(parseTicketLine(text)._unsafeUnwrapErr()).toEqual({ kind: 'form' });
    },
  );

  it('for dose 0 is none', () => {
    const body = '90001012345678900';
    expect(parseTicketLine(`${body}${dammDigit(body)}`)._unsafeUnwrapErr()).toEqual({ kind: 'form' });
  });
});
