/** Whatever comes over the pipe, from either side: it is a known line or nothing, and no line ends a process. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDownLine } from './pipe/down-line.ts';
import { lineSplitter } from './pipe/line-splitter.ts';
import { readPageMessage, readUpLine } from './pipe/up-line.ts';

function splitting(limitBytes: number) {
  const lines: string[] = [];
  const seen: Buffer[] = [];
  let oversized = 0;
  const splitter = lineSplitter(limitBytes, {
    onLine(line) {
      lines.push(line.toString('latin1'));
      seen.push(line);
    },
    onOversized: () => (oversized += 1),
  });
  return { splitter, lines, seen, oversized: () => oversized };
}

describe('the splitter', () => {
  it('finds the same lines however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '{', '"'), maxLength: 12 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (texts, cuts) => {
          const stream = Buffer.from(texts.map((text) => `${text}\n`).join(''));
          const { splitter, lines } = splitting(12);
          let at = 0;
          for (let turn = 0; at < stream.length; turn += 1) {
            const size = cuts[turn % cuts.length] ?? 1;
            splitter.push(Buffer.from(stream.subarray(at, at + size)));
            at += size;
          }
          expect(lines).toEqual(texts);
        },
      ),
    );
  });
  it('takes a line of the limit, and skips one byte more to its end', () => {
    const { splitter, lines, oversized } = splitting(4);
    splitter.push(Buffer.from('1234\n12345\n'));
    splitter.push(Buffer.from('123456'));
    splitter.push(Buffer.from('789\nok\n'));
    expect([lines, oversized()]).toEqual([['1234', 'ok'], 2]);
  });
  it('overwrites what it has passed on, and what never became a line', () => {
    const { splitter, seen } = splitting(100);
    const chunk = Buffer.from('one person\nand an');
    const second = Buffer.from('other');
    splitter.push(chunk);
    splitter.push(second);
    expect(chunk.subarray(0, 10).every((byte) => byte === 0)).toBe(true);
    expect(seen[0]?.every((byte) => byte === 0)).toBe(true);
    splitter.wipe();
    expect([...chunk.subarray(11), ...second].every((byte) => byte === 0)).toBe(true);
  });
  it('overwrites a line that came in pieces', () => {
    const { splitter, seen } = splitting(100);
    splitter.push(Buffer.from('in pi'));
    splitter.push(Buffer.from('eces\n'));
    expect(seen[0]).toHaveLength(9);
    expect(seen[0]?.every((byte) => byte === 0)).toBe(true);
  });
});

describe('the readers', () => {
  it('take no arbitrary bytes for a line, and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readUpLine(Buffer.from(bytes))).toBeNull();
        expect(readDownLine(Buffer.from(bytes))).toBeNull();
      }),
    );
  });
  it('take no other JSON either', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(readUpLine(Buffer.from(json))).toBeNull();
        expect(readDownLine(Buffer.from(json))).toBeNull();
        expect(readPageMessage(json)).toBeNull();
      }),
    );
  });
  it.each([
    '{"type":"heartbeat","page":1,"screenSeq":-1}',
    '{"type":"heartbeat","screenSeq":1}',
    '{"type":"event","page":1,"event":"x"}',
    '{"type":"report","code":"anything"}',
    '{"type":"ready","page":1,"more":1}',
    '{"type":"ready","page":1.5}',
  ])('up: %s is refused', (line) => expect(readUpLine(Buffer.from(line))).toBeNull());
  it.each([
    '{"type":"snapshot","snapshot":{"v":2,"screen":{"name":"attract"}}}',
    '{"type":"snapshot","snapshot":{"v":1,"screen":{"name":"a\\u003cb"}}}',
    '{"type":"snapshot","snapshot":{"v":1,"screen":{}}}',
    '{"type":"open","page":0,"displays":{}}',
    '{"type":"open","page":0,"displays":{"resident":{"width":0}}}',
    '{"type":"fresh-page"}',
  ])('down: %s is refused', (line) => expect(readDownLine(Buffer.from(line))).toBeNull());
});
