import { describe, expect, it } from 'vitest';
import type { CardHabits } from '../virtual/card-model.ts';
import { anybody, layCard, openLaidCard, RIGHT_PIN, readWhole } from '../virtual/laid-card.ts';
import { findSyntheticPerson } from '../virtual/people.ts';
import { buildSyntheticCard, syntheticFilesOf } from '../virtual/synthetic-cards.ts';
import { VirtualReader } from '../virtual/virtual-reader.ts';

const FILES = [0x0001, 0x0002, 0x0003, 0x0004, 0x0007];

/** What each habit costs: commands of a whole reading. */
const HABITS: readonly [string, CardHabits, number][] = [
  ['an ordinary card', {}, 14],
  ['a card that fails its first command', { failsFirstCommand: true }, 16],
  ['a card without short file identifiers', { noShortIdentifiers: true }, 22],
  ['a card that gives 64 bytes at most', { largestBlock: 64 }, 31],
  ['a card that gives 200 bytes at most', { largestBlock: 200 }, 14],
  ['answers fetched with GET RESPONSE', { needsGetResponse: true }, 25],
  ['answers refused with 6CXX', { needsExactLength: true }, 16],
  ['answers refused with a bare 6700', { refusesInexactLength: true, noShortIdentifiers: true }, 26],
  ['9000 to the tries query after the PIN', { saysDoneWhenVerified: true }, 14],
];

describe.each(['ichiyo', 'teppei'])('the files of %s are read whole from', (id) => {
  const person = findSyntheticPerson(id) ?? anybody();
  const files = syntheticFilesOf(person);

  it.each(HABITS)('%s', async (_name, habits) => {
    const reading = await readWhole((await layCard(buildSyntheticCard(person, { habits }))).connection);
    if (reading.kind === 'failed') throw new Error(`${reading.at}: ${JSON.stringify(reading.error)}`);
    const { ef0001, ef0002, ef0003, ef0004, ef0007 } = reading.image;
    expect([ef0001, ef0002, ef0003, ef0004, ef0007]).toEqual(FILES.map((fileId) => files.get(fileId)));
  });
});

describe('commands of a whole reading', () => {
  it.each(HABITS)('%s', async (_name, habits, commands) => {
    const { connection, card } = await layCard(buildSyntheticCard(anybody(), { habits }));
    const reading = await readWhole(connection);
    expect([reading.kind, card.commandCount]).toEqual(['read', commands]);
  });

  it('are the literal ones of the reference', async () => {
    const { connection, commands } = await layCard(buildSyntheticCard(anybody()));
    await readWhole(connection);
    expect(commands.slice(0, -1)).toEqual([
      '00A4040C0AD3921000310001010408',
      '00200091',
      '002000910431323334',
      '00B0810000',
      '00B0820000',
      '00B0830000',
      '00B0010050',
      '00B0840000',
      '00B0010000',
      '00B0020038',
      '00B0870000',
      '00B0010000',
      '00B0020018',
    ]);
    expect(commands.at(-1)).toMatch(/^802A0000333031300D060960864801650304020105000420[0-9A-F]{64}00$/);
  });
});

describe('a reader that states extended length', () => {
  const read = async (habits: CardHabits) => {
    const hands = new VirtualReader('Synthetic Reader', { extendedLength: true });
    const laid = await layCard(buildSyntheticCard(anybody(), { habits }), hands);
    return { reading: await readWhole(laid.connection), commands: laid.commands };
  };

  it('saves five of fourteen commands at a card that takes them', async () => {
    const { reading, commands } = await read({ extendedLength: true });
    expect(reading.kind).toBe('read');
    expect(commands.slice(3, -1)).toEqual([
      '00B0810000',
      '00B0820000',
      '00B08300000400',
      '00B08400000400',
      '00B08700000400',
    ]);
    expect(commands.length).toBe(9);
  });

  it.each([
    ['refuses them', {}, 15],
    ['refuses them and short file identifiers', { noShortIdentifiers: true }, 24],
    ['takes them and gives 200 bytes at most', { extendedLength: true, largestBlock: 200 }, 14],
    ['takes them, but no short file identifiers', { extendedLength: true, noShortIdentifiers: true }, 17],
    ['wants the exact length', { extendedLength: true, needsExactLength: true }, undefined],
    ['wants GET RESPONSE', { extendedLength: true, needsGetResponse: true }, undefined],
  ])('reads a card whole that %s', async (_name, habits, count) => {
    const { reading, commands } = await read(habits);
    if (reading.kind === 'failed') throw new Error(`${reading.at}: ${JSON.stringify(reading.error)}`);
    const files = syntheticFilesOf(anybody());
    const { ef0001, ef0002, ef0003, ef0004, ef0007 } = reading.image;
    expect([ef0001, ef0002, ef0003, ef0004, ef0007]).toEqual(FILES.map((fileId) => files.get(fileId)));
    if (count !== undefined) expect(commands.length).toBe(count);
  });
});

describe('files that are not as long as they say', () => {
  const read = async (fileId: number, content: Uint8Array) => {
    const { app } = await openLaidCard({ files: new Map([[fileId, content]]) });
    (await app.verifyPin(RIGHT_PIN))._unsafeUnwrap();
    return app.readAll();
  };
  const whole = (fileId: number): Uint8Array => syntheticFilesOf(anybody()).get(fileId) ?? new Uint8Array(0);

  it('a filler after EF 0002 is left out, the filler of EF 0001 kept', async () => {
    const padded = new Uint8Array(512).fill(0xff);
    padded.set(whole(0x0002));
    const image = (await read(0x0002, padded))._unsafeUnwrap();
    expect(image.ef0002).toEqual(whole(0x0002));
    expect(image.ef0001.slice(-2)).toEqual(Uint8Array.of(0xff, 0xff));
  });

  it('attributes beyond one block are read to their end', async () => {
    const person = { ...anybody(), address: '架'.repeat(400) };
    const long = syntheticFilesOf(person).get(0x0002) ?? new Uint8Array(0);
    expect(long.length).toBeGreaterThan(1_024);
    expect((await read(0x0002, long))._unsafeUnwrap().ef0002).toEqual(long);
  });

  it('EF 0001 of 15 bytes is handed over as it is, for the verification to refuse', async () => {
    expect((await read(0x0001, whole(0x0001).slice(0, 15)))._unsafeUnwrap().ef0001.length).toBe(15);
  });

  it('a card that gives a few bytes at a time is given up, not waited for', async () => {
    const { app, commands } = await openLaidCard({ habits: { largestBlock: 5 } });
    (await app.verifyPin(RIGHT_PIN))._unsafeUnwrap();
    expect((await app.readAll())._unsafeUnwrapErr()).toEqual({ kind: 'object-malformed', file: 'EF 0003' });
    expect(commands.length).toBeLessThan(120);
  });

  it('6282 with the data, and 6B00 behind the end, are the end of a file', async () => {
    const person = anybody();
    const card = buildSyntheticCard(person);
    const { connection } = await layCard(card);
    card.addFault({ kind: 'wrong-status-word', statusWord: 0x6282 }, 4);
    card.addFault({ kind: 'wrong-status-word', statusWord: 0x6282 }, 5);
    card.addFault({ kind: 'wrong-status-word', statusWord: 0x6282 }, 7);
    expect((await readWhole(connection)).kind).toBe('read');
    const cut = await openLaidCard({ files: new Map([[0x0004, whole(0x0004).slice(0, 256)]]) });
    (await cut.app.verifyPin(RIGHT_PIN))._unsafeUnwrap();
    expect((await cut.app.readAll())._unsafeUnwrapErr()).toEqual({ kind: 'object-malformed', file: 'EF 0004' });
    expect(cut.commands.at(-1)).toBe('00B0010000');
  });

  it.each([
    ['EF 0003 cut short', 0x0003, whole(0x0003).slice(0, 200)],
    ['EF 0004 cut at a block', 0x0004, whole(0x0004).slice(0, 256)],
    ['EF 0002 with another tag', 0x0002, Uint8Array.of(0xff, 0x21, 0x01, 0x00)],
    ['EF 0002 of more than 4 KB', 0x0002, Uint8Array.of(0xff, 0x20, 0x82, 0x20, 0x00, 0x00)],
    ['EF 0007 of two bytes', 0x0007, Uint8Array.of(0xff, 0x50)],
  ])('%s is object-malformed', async (_name, fileId, content) => {
    expect((await read(fileId, content))._unsafeUnwrapErr().kind).toBe('object-malformed');
  });
});
