import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../apdu/hex.ts';
import { encodeFrame, FrameSplitter } from './length-prefixed-frames.ts';
import { decodeReply, decodeRequest, encodeReply, encodeRequest } from './reader-frames.ts';

describe('frames of the served reader', () => {
  it.each([
    [{ kind: 'connect', request: 7 }, '0100000007'],
    [{ kind: 'transmit', request: 8, insertion: 2, command: fromHex('00A40000') }, '02000000080000000200A40000'],
    [{ kind: 'power-off', request: 9, insertion: 2 }, '030000000900000002'],
  ] as const)('request %j', (request, hex) => {
    expect(toHex(encodeRequest(request))).toBe(hex);
    expect(decodeRequest(fromHex(hex))).toEqual(request);
  });

  it.each([
    [{ kind: 'status', status: { kind: 'empty' } }, '81000000000200000000'],
    [{ kind: 'status', status: { kind: 'card-present', insertion: 3 } }, '81000000000300000003'],
    [{ kind: 'status', status: { kind: 'in-use' } }, '81000000000500000000'],
    [{ kind: 'status', status: { kind: 'unknown', code: 9 } }, '81000000000600000009'],
    [{ kind: 'connected', request: 1, insertion: 3, atr: fromHex('3B88') }, '8200000001000000033B88'],
    [{ kind: 'answer', request: 2, bytes: fromHex('9000') }, '83000000029000'],
    [{ kind: 'powered-off', request: 4 }, '8400000004'],
    [{ kind: 'failed', request: 5, error: 'card-removed' }, '850000000503'],
  ] as const)('reply %j', (reply, hex) => {
    expect(toHex(encodeReply(reply))).toBe(hex);
    expect(decodeReply(fromHex(hex))).toEqual(reply);
  });

  it.each([
    '',
    '01',
    '010000000700',
    '020000000800',
    '0300000009',
    '7F00000001',
    '81000000000900000000',
    '81000000000300000000',
    '81000000000200000001',
    '8500000005FF',
    '8500000005',
  ])('"%s" is neither', (hex) => {
    expect(decodeRequest(fromHex(hex))).toBeUndefined();
    expect(decodeReply(fromHex(hex))).toBeUndefined();
  });
});

describe('length-prefixed frames', () => {
  it('come whole out of any way of cutting the stream', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
        (payloads, cuts) => {
          const stream = Buffer.concat(payloads.map((payload) => encodeFrame(payload)));
          const splitter = new FrameSplitter();
          const seen: Uint8Array[] = [];
          for (let offset = 0, cut = 0; offset < stream.length; cut++) {
            const end = offset + (cuts[cut % cuts.length] ?? 1);
            seen.push(...splitter.push(stream.subarray(offset, end)));
            offset = end;
          }
          expect(seen.map(toHex)).toEqual(payloads.map(toHex));
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });
});
