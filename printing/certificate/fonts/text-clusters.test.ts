import { describe, expect, test } from 'vitest';
import { clustersOf } from './text-clusters.ts';

describe('a variation selector', () => {
  test('belongs to the character before it', () => {
    expect(clustersOf('葛\u{E0103}城')).toEqual([
      { text: '葛\u{E0103}', base: 0x845b, selector: 0xe0103 },
      { text: '城', base: 0x57ce, selector: null },
    ]);
  });

  test.each(['\u{E0103}葛', '葛\u{E0103}\u{E0104}', '　\u{E0103}'])('out of place is refused (%#)', (text) => {
    expect(clustersOf(text)).toBeNull();
  });
});

test('compatibility ideographs keep their own code points', () => {
  expect(clustersOf('\u{FA19}\u{FA10}')?.map(({ base }) => base)).toEqual([0xfa19, 0xfa10]);
});

test.each([
  ['a lone surrogate', '\ud842'],
  ['a line break', '山\n田'],
  ['a combining mark', 'か\u3099'],
  ['a zero-width space', '山\u200b田'],
  ['an override of direction', '\u202e田山'],
  ['a private character', '\ue000'],
  ['a supplementary private character', '\u{F0000}'],
  ['a no-break space', '山\u00a0田'],
  ['a soft hyphen', '山\u00ad田'],
  ['a byte order mark', '\ufeff山'],
  ['an unassigned code point', '\u{2FFFE}'],
])('%s is refused', (_, text) => {
  expect(clustersOf(text)).toBeNull();
});
