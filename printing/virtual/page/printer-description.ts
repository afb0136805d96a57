/** The virtual page printer's attributes, as IPP asks for them (RFC 8011 §5.4, PWG 5100.14 where a client needs it). */
import {
  A4_MEDIA,
  attribute,
  type IppAttribute,
  type IppValue,
  OPERATION,
  PRINTER_STATE,
} from '../../page-printer/ipp/index.ts';
import type { PrintMechanism } from './print-mechanism.ts';

export const LETTER_MEDIA = 'na_letter_8.5x11in';
export const SUPPORTED_MEDIA: readonly string[] = [A4_MEDIA, LETTER_MEDIA];
export const SUPPORTED_FORMATS: readonly string[] = ['application/pdf', 'application/octet-stream'];

const several = (values: readonly IppValue[]): readonly [IppValue, ...IppValue[]] => {
  const [first, ...rest] = values;
  return first === undefined ? [{ syntax: 'no-value' }] : [first, ...rest];
};
export const keywords = (name: string, values: readonly string[]): IppAttribute =>
  attribute(name, ...several(values.map((value) => ({ syntax: 'keyword', value }))));
export const integer = (name: string, value: number): IppAttribute => attribute(name, { syntax: 'integer', value });
export const enumeration = (name: string, ...values: readonly number[]): IppAttribute =>
  attribute(name, ...several(values.map((value) => ({ syntax: 'enum', value }))));
export const nameValue = (name: string, value: string): IppAttribute => attribute(name, { syntax: 'name', value });
export const uriValue = (name: string, value: string): IppAttribute => attribute(name, { syntax: 'uri', value });
export const boolean = (name: string, value: boolean): IppAttribute => attribute(name, { syntax: 'boolean', value });

/** What never changes while the printer runs. */
function fixedAttributes(uri: string): readonly IppAttribute[] {
  return [
    uriValue('printer-uri-supported', uri),
    keywords('uri-security-supported', ['none']),
    keywords('uri-authentication-supported', ['none']),
    nameValue('printer-name', 'virtual page printer'),
    attribute('printer-info', { syntax: 'text', value: 'Virtual page printer (synthetic)' }),
    attribute('printer-make-and-model', { syntax: 'text', value: 'Synthetic A4' }),
    keywords('ipp-versions-supported', ['1.1', '2.0']),
    keywords('ipp-features-supported', ['ipp-everywhere']),
    enumeration('operations-supported', ...Object.values(OPERATION)),
    attribute('charset-configured', { syntax: 'charset', value: 'utf-8' }),
    attribute('charset-supported', { syntax: 'charset', value: 'utf-8' }),
    attribute('natural-language-configured', { syntax: 'naturalLanguage', value: 'en' }),
    attribute('generated-natural-language-supported', { syntax: 'naturalLanguage', value: 'en' }),
    attribute('document-format-default', { syntax: 'mimeMediaType', value: 'application/pdf' }),
    attribute(
      'document-format-supported',
      ...several(SUPPORTED_FORMATS.map((value) => ({ syntax: 'mimeMediaType', value }))),
    ),
    keywords('compression-supported', ['none']),
    keywords('pdl-override-supported', ['not-attempted']),
    keywords('media-supported', SUPPORTED_MEDIA),
    keywords('media-default', [A4_MEDIA]),
    keywords('sides-supported', ['one-sided']),
    keywords('sides-default', ['one-sided']),
    attribute('copies-supported', { syntax: 'rangeOfInteger', lower: 1, upper: 1 }),
    integer('copies-default', 1),
    boolean('color-supported', true),
    attribute('printer-resolution-supported', {
      syntax: 'resolution',
      crossFeed: 600,
      feed: 600,
      unit: 'dots-per-inch',
    }),
    attribute('printer-resolution-default', { syntax: 'resolution', crossFeed: 600, feed: 600, unit: 'dots-per-inch' }),
  ];
}

export function printerAttributes(mechanism: PrintMechanism, uri: string): readonly IppAttribute[] {
  const open = mechanism.openJob;
  const running = open === undefined ? PRINTER_STATE.idle : PRINTER_STATE.processing;
  const media = mechanism.paperSize === 'a4' ? A4_MEDIA : LETTER_MEDIA;
  return [
    ...fixedAttributes(uri),
    enumeration('printer-state', mechanism.stopped ? PRINTER_STATE.stopped : running),
    keywords('printer-state-reasons', mechanism.reasons.length === 0 ? ['none'] : mechanism.reasons),
    boolean('printer-is-accepting-jobs', true),
    integer('queued-job-count', open === undefined ? 0 : 1),
    integer('printer-up-time', mechanism.upTimeSeconds),
    keywords('media-ready', mechanism.sheetsLoaded > 0 ? [media] : []),
    octets('printer-input-tray', [trayEntry(mechanism)]),
    octets('printer-supply', [supplyEntry(mechanism)]),
  ];
}

const octets = (name: string, values: readonly string[]): IppAttribute =>
  attribute(name, ...several(values.map((value) => ({ syntax: 'octetString', value: Buffer.from(value, 'latin1') }))));

/** As PWG 5100.13 writes a tray. */
function trayEntry({ sheetsLoaded, paperSize }: PrintMechanism): string {
  const [feed, crossFeed] = paperSize === 'a4' ? [29_700, 21_000] : [27_940, 21_590];
  const size = `mediafeed=${feed};mediaxfeed=${crossFeed};maxcapacity=250;level=${sheetsLoaded}`;
  return `type=sheetFeedAutoRemovableTray;${size};status=0;name=main;`;
}

function supplyEntry({ tonerPercent }: PrintMechanism): string {
  const level = `unit=percent;maxcapacity=100;level=${tonerPercent}`;
  return `index=1;class=supplyThatIsConsumed;type=toner;${level};colorantname=black;`;
}
