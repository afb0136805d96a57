import { expect, test } from 'vitest';
import { decodeIpp } from './decode.ts';
import { encodeIpp } from './encode.ts';
import type { IppMessage } from './message.ts';

/** Text with length, as the RFC's tables spell it; written by hand so that no encoder of ours has a part in it. */
const field = (text: string) => {
  const bytes = Buffer.from(text, 'ascii').toString('hex');
  return `${(bytes.length / 2).toString(16).padStart(4, '0')}${bytes}`;
};

/** The Print-Job request of RFC 8010 appendix A.1, without the document. */
const PRINT_JOB = Buffer.from(
  [
    '0101 0002 00000001',
    '01',
    `47 ${field('attributes-charset')} ${field('utf-8')}`,
    `48 ${field('attributes-natural-language')} ${field('en-us')}`,
    `45 ${field('printer-uri')} ${field('ipp://printer.example.com/ipp/print/pinetree')}`,
    `42 ${field('job-name')} ${field('foobar')}`,
    `22 ${field('ipp-attribute-fidelity')} 0001 01`,
    '02',
    `21 ${field('copies')} 0004 00000014`,
    `44 ${field('sides')} ${field('two-sided-long-edge')}`,
    '03',
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
);

const PRINT_JOB_MESSAGE: IppMessage = {
  version: { major: 1, minor: 1 },
  code: 0x0002,
  requestId: 1,
  groups: [
    {
      tag: 0x01,
      attributes: [
        { name: 'attributes-charset', values: [{ syntax: 'charset', value: 'utf-8' }] },
        { name: 'attributes-natural-language', values: [{ syntax: 'naturalLanguage', value: 'en-us' }] },
        { name: 'printer-uri', values: [{ syntax: 'uri', value: 'ipp://printer.example.com/ipp/print/pinetree' }] },
        { name: 'job-name', values: [{ syntax: 'name', value: 'foobar' }] },
        { name: 'ipp-attribute-fidelity', values: [{ syntax: 'boolean', value: true }] },
      ],
    },
    {
      tag: 0x02,
      attributes: [
        { name: 'copies', values: [{ syntax: 'integer', value: 20 }] },
        { name: 'sides', values: [{ syntax: 'keyword', value: 'two-sided-long-edge' }] },
      ],
    },
  ],
};

test('RFC 8010 A.1: the Print-Job request is read, and the document begins behind it', () => {
  const withDocument = Buffer.concat([PRINT_JOB, Buffer.from('%PDF')]);
  expect(decodeIpp(withDocument)._unsafeUnwrap()).toEqual({ message: PRINT_JOB_MESSAGE, dataOffset: PRINT_JOB.length });
});

test('RFC 8010 A.1: the same request is written byte for byte', () => {
  expect(Buffer.from(encodeIpp(PRINT_JOB_MESSAGE)).toString('hex')).toBe(PRINT_JOB.toString('hex'));
});

test('RFC 8010 A.7: several values, and one that is an out-of-band value', () => {
  const bytes = Buffer.from(
    `01010000000000ff04 44${field('media-ready')}${field('a4')} 440000${field('a3')} 13${field('x')}0000 03`.replaceAll(
      ' ',
      '',
    ),
    'hex',
  );
  const [group] = decodeIpp(bytes)._unsafeUnwrap().message.groups;
  expect(group).toEqual({
    tag: 0x04,
    attributes: [
      {
        name: 'media-ready',
        values: [
          { syntax: 'keyword', value: 'a4' },
          { syntax: 'keyword', value: 'a3' },
        ],
      },
      { name: 'x', values: [{ syntax: 'no-value' }] },
    ],
  });
});

/** RFC 8010 §3.1.6: media-col with media-size within, members in the order of the wire. */
const MEDIA_COLLECTION = Buffer.from(
  [
    '02000000 00000007 04',
    `34 ${field('media-col')} 0000`,
    `4a 0000 ${field('media-size')} 34 0000 0000`,
    `4a 0000 ${field('x-dimension')} 21 0000 0004 00005208`,
    `4a 0000 ${field('y-dimension')} 21 0000 0004 00007404`,
    '37 0000 0000 37 0000 0000',
    '03',
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
);

test('RFC 8010 §3.1.6: a collection in a collection', () => {
  const { message } = decodeIpp(MEDIA_COLLECTION)._unsafeUnwrap();
  const size = [
    { name: 'x-dimension', values: [{ syntax: 'integer', value: 21000 }] },
    { name: 'y-dimension', values: [{ syntax: 'integer', value: 29700 }] },
  ];
  const members = [{ name: 'media-size', values: [{ syntax: 'collection', members: size }] }];
  expect(message.groups[0]?.attributes).toEqual([{ name: 'media-col', values: [{ syntax: 'collection', members }] }]);
  expect(Buffer.from(encodeIpp(message)).toString('hex')).toBe(MEDIA_COLLECTION.toString('hex'));
});

test.each([
  ['the request of A.1', PRINT_JOB],
  ['a collection', MEDIA_COLLECTION],
])('%s cut anywhere is truncated, never complete', (_name, bytes) => {
  for (let length = 0; length < bytes.length; length += 1) {
    const decoded = decodeIpp(bytes.subarray(0, length));
    expect(decoded.isErr() && decoded.error.kind, `${length} bytes`).toBe('truncated');
  }
});
