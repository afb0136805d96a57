import { expect, test } from 'vitest';
import { attentionFrom, blockingCause, parsePrinterReasons, warningsFrom } from './printer-reasons.ts';
import { STANDARD_REASONS } from './standard-reasons.ts';

const attention = (...keywords: string[]) => attentionFrom(parsePrinterReasons(keywords));

test.each([
  ['media-empty-report', 'paper'],
  ['media-needed', 'paper'],
  ['media-jam-error', 'jam'],
  ['cover-open-warning', 'cover'],
  ['interlock-open-error', 'cover'],
  ['toner-empty-warning', 'toner'],
  ['paused', 'other'],
  ['media-path-jam', 'jam'],
  ['output-media-tray-jam-warning', 'jam'],
  ['marker-toner-cartridge-missing-report', 'toner'],
  ['input-cannot-feed-size-selected-report', 'paper'],
  ['updating-software-report', 'other'],
  ['service-needed-warning', 'other'],
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
  expect(attention('toner-low-error')?.cause).toBe('toner');
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

/** The words of RFC 8011 §5.4.12 itself, as its table has them: an oracle for our own table. */
const RFC_8011 = [
  ...['other', 'none', 'media-needed', 'media-jam', 'moving-to-paused', 'paused', 'shutdown', 'connecting-to-device'],
  ...['timed-out', 'stopping', 'stopped-partly', 'toner-low', 'toner-empty', 'spool-area-full', 'cover-open'],
  ...['interlock-open', 'door-open', 'input-tray-missing', 'media-low', 'media-empty', 'output-tray-missing'],
  ...['output-area-almost-full', 'output-area-full', 'marker-supply-low', 'marker-supply-empty'],
  ...['marker-waste-almost-full', 'marker-waste-full', 'fuser-over-temp', 'fuser-under-temp', 'opc-near-eol'],
  ...['opc-life-over', 'developer-low', 'developer-empty', 'interpreter-resource-unavailable'],
];

test('every reason of the standard is known, and “other” is what we do not understand', () => {
  const unknown = RFC_8011.filter((keyword) => !STANDARD_REASONS.has(keyword));
  expect(unknown).toEqual(['other', 'none']);
  expect(attention('other')?.cause).toBe('other');
});

test('every reason, with an error, stops printing; no notice or near end does without', () => {
  for (const [reason, meaning] of STANDARD_REASONS) {
    expect(blockingCause({ reason, severity: 'error' }), reason).toBeDefined();
    for (const severity of ['report', 'warning', 'unstated'] as const) {
      const stops = blockingCause({ reason, severity }) !== undefined;
      expect(stops, `${reason} ${severity}`).toBe(meaning.kind === 'stops');
    }
  }
});

test('the table holds the registered families, none twice with two meanings', () => {
  expect(STANDARD_REASONS.size).toBeGreaterThan(750);
  for (const keyword of STANDARD_REASONS.keys()) expect(keyword).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test('a registered keyword that ends like a severity is taken whole', () => {
  expect(parsePrinterReasons(['media-path-input-feed-error', 'stapler-unrecoverable-storage-error-warning'])).toEqual([
    { reason: 'media-path-input-feed-error', severity: 'unstated' },
    { reason: 'stapler-unrecoverable-storage-error', severity: 'warning' },
  ]);
});

test('what stops nothing is told as a warning, with what it announces', () => {
  expect(warningsFrom(parsePrinterReasons(['media-low-warning', 'hibernate', 'stapler-jam-error']))).toEqual([
    { reason: 'media-low', severity: 'warning', nearEnd: 'paper' },
    { reason: 'hibernate', severity: 'unstated', nearEnd: null },
  ]);
});
