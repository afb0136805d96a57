import { expect, test } from 'vitest';
import { attentionFrom, parsePrinterReasons } from './printer-reasons.ts';

const attention = (...keywords: string[]) => attentionFrom(parsePrinterReasons(keywords));

test.each([
  ['media-empty-report', 'paper'],
  ['media-needed', 'paper'],
  ['media-jam-error', 'jam'],
  ['cover-open-warning', 'cover'],
  ['interlock-open-error', 'cover'],
  ['toner-empty-warning', 'toner'],
  ['paused', 'other'],
])('%s stops printing for %s whatever its severity', (keyword, cause) => {
  expect(attention(keyword)?.cause).toBe(cause);
});

test('an unknown error stops printing, an unknown warning does not', () => {
  expect(attention('moon-phase-error')).toEqual({ cause: 'other', reasons: ['moon-phase'] });
  expect(attention('moon-phase-warning')).toBeUndefined();
  expect(attention('moon-phase-report')).toBeUndefined();
});

test('an unknown reason without a severity stops printing', () => {
  expect(attention('com.example-odd-thing')?.cause).toBe('other');
});

test('low toner is a warning, until the printer calls it an error', () => {
  expect(attention('toner-low-warning', 'none')).toBeUndefined();
  expect(attention('toner-low-error')?.cause).toBe('other');
});

test('of several causes the one that a person meets first is shown, with all reasons', () => {
  expect(attention('toner-empty-error', 'media-empty-error', 'cover-open-error')).toEqual({
    cause: 'cover',
    reasons: ['cover-open', 'media-empty', 'toner-empty'],
  });
});

test('none is no reason', () => {
  expect(parsePrinterReasons(['none'])).toEqual([]);
});
