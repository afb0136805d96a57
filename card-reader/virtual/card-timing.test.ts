import { describe, expect, it } from 'vitest';
import { fromHex } from '../apdu/hex.ts';
import { exchangeTimeMs, lineTimeMs } from './card-timing.ts';
import { anybody } from './laid-card.ts';
import { buildSyntheticCard } from './synthetic-cards.ts';

const UNIT_106_MS = 128 / 13_560;
const TURNS_106_MS = 144 / 847.5 + 14 * UNIT_106_MS;

describe('time on the line (ISO/IEC 14443 type B)', () => {
  it('of a short exchange is two frames and two turns', () => {
    // 5 and 2 bytes, each with 3 of its block: 8 + 5 bytes of 10 units, and 22 units of frame twice.
    expect(lineTimeMs(106, 5, 2)).toBeCloseTo((130 + 44) * UNIT_106_MS + TURNS_106_MS, 9);
  });

  it('has one acknowledgement more where the answer needs a second block', () => {
    const fits = lineTimeMs(106, 5, 253);
    expect(lineTimeMs(106, 5, 254) - fits).toBeCloseTo(
      // one byte, a second block's 3 bytes and frame, the acknowledgement with its frame, and two turns
      (10 * 4 + 22 + (10 * 3 + 22)) * UNIT_106_MS + TURNS_106_MS,
      9,
    );
  });

  it('gets shorter with the bit rate, but for the pause of the chip', () => {
    const pause = 144 / 847.5;
    const slow = lineTimeMs(106, 5, 200) - pause;
    expect((lineTimeMs(212, 5, 200) - pause) / slow).toBeCloseTo(1 / 2, 9);
    expect((lineTimeMs(424, 5, 200) - pause) / slow).toBeCloseTo(1 / 4, 9);
  });
});

describe('a virtual card with timing', () => {
  const select = fromHex('00A4040C0AD3921000310001010408');

  it('delays each answer by line and chip, whole milliseconds, and owes the rest', () => {
    const timing = { bitRateKbps: 106, processing: { selectMs: 6.5 } } as const;
    const card = buildSyntheticCard(anybody(), { timing });
    const each = exchangeTimeMs(timing, select, new Uint8Array(2));
    let delayed = 0;
    for (let count = 1; count <= 50; count++) {
      const reaction = card.react(select);
      if (reaction.kind !== 'answer') throw new Error('no answer');
      expect(Number.isInteger(reaction.delayMs)).toBe(true);
      delayed += reaction.delayMs;
      expect(Math.abs(delayed - count * each)).toBeLessThan(1.001);
    }
  });

  it('takes no time unless it is switched on', () => {
    expect(buildSyntheticCard(anybody()).react(select)).toMatchObject({ kind: 'answer', delayMs: 0 });
  });

  it('signs longer than it reads', () => {
    const timing = { bitRateKbps: 424 } as const;
    const sign = exchangeTimeMs(timing, fromHex('802A0000'), new Uint8Array(258));
    expect(sign).toBeGreaterThan(exchangeTimeMs(timing, fromHex('00B0840000'), new Uint8Array(258)) + 250);
  });
});
