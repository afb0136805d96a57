/** The numbers of IPP: delimiter tags, value tags, operations, status codes (RFC 8010 §3.5, RFC 8011 §5.4.15, §B). */
import type { IppSyntax } from './message.ts';

export const GROUP = {
  operation: 0x01,
  job: 0x02,
  printer: 0x04,
  unsupported: 0x05,
} as const;

export const END_OF_ATTRIBUTES = 0x03;

/** Tags below this one delimit groups; from it on they announce a value. */
export const FIRST_VALUE_TAG = 0x10;

export const BEGIN_COLLECTION = 0x34;
export const END_COLLECTION = 0x37;
export const MEMBER_NAME = 0x4a;

export const VALUE_TAGS: Readonly<Record<Exclude<IppSyntax, 'reserved'>, number>> = {
  unsupported: 0x10,
  default: 0x11,
  unknown: 0x12,
  'no-value': 0x13,
  'not-settable': 0x15,
  'delete-attribute': 0x16,
  'admin-define': 0x17,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  octetString: 0x30,
  dateTime: 0x31,
  resolution: 0x32,
  rangeOfInteger: 0x33,
  collection: BEGIN_COLLECTION,
  textWithLanguage: 0x35,
  nameWithLanguage: 0x36,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
};

export const OPERATION = {
  printJob: 0x0002,
  validateJob: 0x0004,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;

export const STATUS = {
  ok: 0x0000,
  okIgnoredOrSubstituted: 0x0001,
  badRequest: 0x0400,
  notPossible: 0x0404,
  notFound: 0x0406,
  gone: 0x0407,
  documentFormatNotSupported: 0x040a,
  attributesOrValuesNotSupported: 0x040b,
  charsetNotSupported: 0x040d,
  operationNotSupported: 0x0501,
  versionNotSupported: 0x0503,
  notAcceptingJobs: 0x0506,
  busy: 0x0507,
} as const;

/** The last code that still means success (RFC 8011 §B.1.2). */
export const LAST_SUCCESS_STATUS = 0x00ff;

export const PRINTER_STATE = { idle: 3, processing: 4, stopped: 5 } as const;

export const JOB_STATE = {
  pending: 3,
  held: 4,
  processing: 5,
  stopped: 6,
  canceled: 7,
  aborted: 8,
  completed: 9,
} as const;

export const A4_MEDIA = 'iso_a4_210x297mm';
