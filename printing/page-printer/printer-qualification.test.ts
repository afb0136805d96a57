import { expect, test } from 'vitest';
import { A4_MEDIA, OPERATION, type PlainAttributes } from './ipp/index.ts';
import { missingCapabilities } from './printer-attributes.ts';

const dots = (crossFeed: number, feed = crossFeed, unit = 'dots-per-inch') => ({ crossFeed, feed, unit });

const QUALIFIED: PlainAttributes = {
  'document-format-supported': ['image/pwg-raster', 'application/pdf'],
  'media-supported': [A4_MEDIA],
  'operations-supported': Object.values(OPERATION),
  'ipp-versions-supported': ['1.1', '2.0'],
  'ipp-features-supported': ['ipp-everywhere'],
  'printer-resolution-supported': [dots(600)],
  'printer-state': [3],
  'printer-state-reasons': ['none'],
  'printer-is-accepting-jobs': [true],
  'queued-job-count': [0],
  'printer-up-time': [1],
};

test('a printer with everything is qualified, whatever it leaves out of the rest', () => {
  expect(missingCapabilities(QUALIFIED)).toEqual([]);
});

test.each([
  ['document-format-supported', ['image/pwg-raster', 'image/urf'], 'application/pdf'],
  ['media-supported', ['na_letter_8.5x11in'], A4_MEDIA],
  ['ipp-versions-supported', ['1.1'], 'IPP/2.0'],
  ['ipp-features-supported', ['airprint-2.1'], 'ipp-everywhere'],
  ['printer-resolution-supported', [dots(360), dots(720)], '300 or 600 dpi'],
  ['printer-resolution-supported', [dots(600, 400)], '300 or 600 dpi'],
  ['printer-resolution-supported', [dots(300, 300, 'dots-per-centimeter')], '300 or 600 dpi'],
  ['queued-job-count', undefined, 'queued-job-count'],
  ['printer-up-time', undefined, 'printer-up-time'],
] as const)('without its %s (%j) it is refused for that', (name, values, missing) => {
  const { [name]: _left, ...others } = QUALIFIED;
  expect(missingCapabilities(values === undefined ? others : { ...others, [name]: values })).toEqual([missing]);
});

test.each([
  ['Print-Job', OPERATION.printJob],
  ['Cancel-Job', OPERATION.cancelJob],
  ['Get-Job-Attributes', OPERATION.getJobAttributes],
  ['Get-Jobs', OPERATION.getJobs],
  ['Get-Printer-Attributes', OPERATION.getPrinterAttributes],
] as const)('without %s it is refused for that', (missing, operation) => {
  const operations = Object.values(OPERATION).filter((code) => code !== operation);
  expect(missingCapabilities({ ...QUALIFIED, 'operations-supported': operations })).toEqual([missing]);
});

test('a printer that says nothing of itself is refused for everything', () => {
  expect(missingCapabilities({})).toHaveLength(15);
});
