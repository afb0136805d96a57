import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../apdu/hex.ts';
import type { CardHabits } from './card-model.ts';
import { anybody } from './laid-card.ts';
import { buildSyntheticCard } from './synthetic-cards.ts';

/** Sends commands to a fresh card and gives the answers in hex; long answers by length. */
function converse(commands: readonly string[], habits: CardHabits = {}): string[] {
  const card = buildSyntheticCard(anybody(), { habits });
  card.layDown();
  return commands.map((command) => {
    const reaction = card.react(fromHex(command));
    if (reaction.kind !== 'answer') return reaction.kind;
    const hex = toHex(reaction.bytes);
    return hex.length <= 60 ? hex : `${reaction.bytes.length - 2} bytes ${hex.slice(-4)}`;
  });
}

const SELECT = '00A4040C0AD3921000310001010408';
const SELECT_JPKI = '00A4040C0AD392F000260100000001';
const PIN = '00200091 0431323334';

/** The rules of the reference (§6.3), in its order: commands, then the answers expected. */
const CONVERSATIONS: readonly [string, readonly [string, string][]][] = [
  [
    '1: fewer than four bytes',
    [
      ['', '6700'],
      ['00A404', '6700'],
    ],
  ],
  [
    '1: logical channels',
    [
      ['01A40000', '6881'],
      ['03B0000000', '6881'],
    ],
  ],
  [
    '1: secure messaging without a session',
    [
      ['0CB0000000', '69FC'],
      ['08200080', '69FC'],
    ],
  ],
  [
    '1: unknown class and instruction',
    [
      ['90A40000', '6E00'],
      ['00FF0000', '6D00'],
      ['80A40000', '6D00'],
    ],
  ],
  [
    '2: the wake-up',
    [
      ['00A40000', '6A86'],
      [SELECT, '9000'],
      ['00A40000', '9000'],
    ],
  ],
  [
    '2: SELECT of an unknown AP changes nothing',
    [
      [SELECT, '9000'],
      [PIN, '9000'],
      ['00A4040C05A000000001', '6A82'],
      ['00B0810000', '19'],
    ],
  ],
  ['2: SELECT of a partial name', [['00A4040C07D3921000310001', '6A82']]],
  [
    '2: SELECT again clears the PIN',
    [
      [SELECT, '9000'],
      [PIN, '9000'],
      [SELECT, '9000'],
      ['00B0810000', '6982'],
    ],
  ],
  ['2: SELECT with control information', [['00A404000AD392100031000101040800', '6F0C840AD39210003100010104089000']]],
  [
    '2: SELECT of files',
    [
      ['00A4020C020001', '6A82'],
      [SELECT, '9000'],
      ['00A4020C020001', '9000'],
      ['00A4020C020099', '6A82'],
      ['00A4000C023F00', '6A82'],
      ['00A4030C020001', '6A86'],
    ],
  ],
  ['2: a length that does not fit', [['00A4040C0AD392', '6700']]],
  [
    '3: tries without a current file',
    [
      ['00200080', '6986'],
      [SELECT, '9000'],
      ['00200080', '6986'],
    ],
  ],
  [
    '3: VERIFY of what is no key',
    [
      [SELECT, '9000'],
      ['00A4020C020004', '9000'],
      ['00200080', '6981'],
      ['00200180', '6A86'],
      ['00200000', '6A86'],
    ],
  ],
  [
    '3: tries and the PIN',
    [
      [SELECT, '9000'],
      ['00A4020C020011', '9000'],
      ['00200080', '63C3'],
      ['002000800439393939', '63C2'],
      ['002000800431323334', '9000'],
      ['00200080', '63C3'],
    ],
  ],
  [
    '3: locked',
    [
      [SELECT, '9000'],
      ['002000910439393939', '63C2'],
      ['002000910439393939', '63C1'],
      ['002000910439393939', '63C0'],
      [PIN, '6984'],
      ['00200091', '63C0'],
    ],
  ],
  [
    '3: a wrong PIN takes the right one back',
    [
      [SELECT, '9000'],
      [PIN, '9000'],
      ['002000910439393939', '63C2'],
      ['00B0810000', '6982'],
    ],
  ],
  [
    '3: too long',
    [
      [SELECT, '9000'],
      [`0020009111${'31'.repeat(17)}`, '6700'],
      ['00200091', '63C3'],
    ],
  ],
  [
    '3: the key blocked from issue',
    [
      [SELECT, '9000'],
      ['00A4020C020012', '9000'],
      ['00200080', '63C0'],
      ['002000800431323334', '6984'],
    ],
  ],
  [
    '3: 照合番号A opens the number and not the attributes',
    [
      [SELECT, '9000'],
      ['002000940C313335373932343638303135', '9000'],
      ['00B0810000', '19'],
      ['00B0820000', '6982'],
    ],
  ],
  [
    '3: 照合番号B opens the attributes and not the number',
    [
      [SELECT, '9000'],
      ['002000950E3632303630353230333134383231', '9000'],
      ['00B0820000', '100'],
      ['00B0810000', '6982'],
    ],
  ],
  [
    '4: READ without a file, of a key, before the PIN',
    [
      ['00B0000000', '6986'],
      [SELECT, '9000'],
      ['00B0000000', '6986'],
      ['00A4020C020011', '9000'],
      ['00B0000000', '6981'],
      ['00B0810000', '6982'],
    ],
  ],
  [
    '4: offsets and lengths',
    [
      [SELECT, '9000'],
      ['00B0840004', '7F2182029000'],
      ['00B0023800', '6B00'],
      ['00B0023700', '3'],
      ['00B00000', '6700'],
      ['00B00000000238', '6700'],
    ],
  ],
  [
    '4: free files',
    [
      [SELECT, '9000'],
      ['00B0840000', '258'],
      ['00B0850000', '258'],
    ],
  ],
  [
    '5: random',
    [
      ['0084000008', '10'],
      ['00840000', '6700'],
      ['0084010008', '6A86'],
    ],
  ],
  [
    '5: signatures',
    [
      [SELECT, '9000'],
      ['802A000001AA00', '258'],
      ['802A010001AA00', '6A86'],
      ['802A000000', '6700'],
      [SELECT_JPKI, '9000'],
      ['802A000001AA00', '6985'],
    ],
  ],
  [
    '6: change of the PIN',
    [
      [SELECT, '9000'],
      ['00A4020C020011', '9000'],
      ['002401800435363738', '6982'],
      ['002000800431323334', '9000'],
      ['002401800435363738', '9000'],
      ['002000800435363738', '9000'],
    ],
  ],
  [
    '6: what is not modelled',
    [
      ['00CA004200', '6A88'],
      [SELECT, '9000'],
      ['80AE0000', '6982'],
      [PIN, '9000'],
      ['80AE0000', '6A80'],
    ],
  ],
  [
    '7: the JPKI token and PIN counter',
    [
      [SELECT_JPKI, '9000'],
      ['00B086000F', '4A504B49415049434354 4F4B454E329000'],
      ['00B0860000', '162'],
      ['00A4020C020018', '9000'],
      ['00200080', '63C3'],
    ],
  ],
];

describe('the virtual card answers as the reference says', () => {
  it.each(CONVERSATIONS)('%s', (_name, conversation) => {
    const answers = converse(conversation.map(([command]) => command));
    for (const [index, [command, expected]] of conversation.entries()) {
      const answer = answers[index] ?? '';
      // A bare number stands for so many bytes, status word included.
      const wanted = expected.replaceAll(' ', '');
      const byLength = /^[0-9]{1,3}$/.test(expected) && expected !== wanted.padStart(4, '0');
      const length = answer.includes(' bytes ') ? Number(answer.split(' ')[0]) + 2 : answer.length / 2;
      if (byLength) expect(length, command).toBe(Number(expected));
      else expect(answer, command).toBe(wanted);
    }
  });

  it('accepts extended lengths where that is switched on', () => {
    const answers = converse([SELECT, '00A4020C020004', '00B00000000238'], { extendedLength: true });
    expect(answers[2]).toBe('568 bytes 9000');
  });

  it('answers 6F00 to the first command after power-up, where that is switched on', () => {
    expect(converse(['00A40000', SELECT], { failsFirstCommand: true })).toEqual(['6F00', '9000']);
  });

  it('gives 61XX and the rest on GET RESPONSE, where that is switched on', () => {
    const answers = converse([SELECT, '00B0840000', '00C0000000', '00C0000010'], { needsGetResponse: true });
    expect(answers).toEqual(['9000', '6100', '256 bytes 9000', '6985']);
  });

  it('gives 6CXX for a longer length than there is, where that is switched on', () => {
    const answers = converse([SELECT, PIN, '00B0810000', '00B0810011'], { needsExactLength: true });
    expect(answers.slice(2)).toEqual(['6C11', 'FF100C313335373932343638303135FFFF9000']);
  });
});
