import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PEOPLE_FILE } from '../municipal-files/index.ts';
import { FileFault } from './file-fault.ts';
import { PEOPLE_HEADING, personLine, piecesOf, sjis, utf8 } from './import-fixtures.ts';
import { type ReadLine, readLines } from './read-lines.ts';

type Encoding = 'utf-8' | 'shift_jis';

async function read(bytes: Uint8Array, encoding: Encoding, size: number) {
  const lines: ReadLine<unknown>[] = [];
  try {
    for await (const line of readLines(PEOPLE_FILE, piecesOf(bytes, size), { encoding, lineBytes: 2_000 })) {
      lines.push(line);
    }
    return { lines, fault: null };
  } catch (cause) {
    if (!(cause instanceof FileFault)) throw cause;
    return { lines, fault: cause.fault };
  }
}

describe('reading', () => {
  it('ends with checked lines or a fault of the file, whatever the bytes after the heading are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 40 }),
            fc.constantFrom(...['"', ',', '\n', '\r\n', '\0', personLine(1)].map((text) => Buffer.from(text))),
          ),
          { maxLength: 30 },
        ),
        fc.constantFrom<Encoding>('utf-8', 'shift_jis'),
        fc.integer({ min: 1, max: 64 }),
        async (parts, encoding, size) => {
          const heading = encoding === 'utf-8' ? utf8(PEOPLE_HEADING) : sjis(PEOPLE_HEADING);
          const done = await read(Buffer.concat([heading, ...parts]), encoding, size);
          expect(['encoding', 'lines', 'empty', null]).toContain(done.fault);
          for (const line of done.lines) expect('row' in line || line.refusals.length > 0).toBe(true);
        },
      ),
      { seed: 8, numRuns: 150 },
    );
  });

  it('gives the same, however the bytes are cut and in both encodings', async () => {
    const lines = [
      PEOPLE_HEADING,
      personLine(1),
      personLine(2, { name: '髙﨑　表示' }),
      personLine(3, { sex: 'x' }),
      'y',
    ];
    const whole = await read(utf8(...lines), 'utf-8', 100_000);
    expect(whole.lines).toHaveLength(4);
    for (const size of [1, 2, 3, 7, 64]) {
      expect(await read(utf8(...lines), 'utf-8', size)).toEqual(whole);
      expect(await read(sjis(...lines), 'shift_jis', size)).toEqual(whole);
    }
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8(...lines)]);
    expect(await read(marked, 'utf-8', 2)).toEqual(whole);
  });
});
