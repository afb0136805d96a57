import { describe, expect, test } from 'vitest';
import { DOT_MM } from '../page/page-geometry.ts';
import { SYNTHETIC_HEALTH_CARD, SYNTHETIC_VDS_NC } from '../synthetic-certificate.ts';
import { expectOk } from '../test-tools.ts';
import { healthCardSymbol, vdsNcSymbol } from './qr-symbol.ts';
import { moduleSizeMm, placeSymbol } from './symbol-drawing.ts';

/** A compact JWS in form only. */
function jws(length: number): string {
  return `eyJ.${'x'.repeat(length - 8)}.AAA`;
}

describe('the health card', () => {
  test('of the worked example takes version 22 at level M (SMART Health Cards 1.4.0)', () => {
    expect(expectOk(healthCardSymbol(SYNTHETIC_HEALTH_CARD))).toMatchObject({ version: 22, size: 105 });
  });

  test('takes level L from 928 characters on, and is refused from 1196 on, never split', () => {
    expect(expectOk(healthCardSymbol(jws(927))).version).toBe(22);
    expect(expectOk(healthCardSymbol(jws(928))).version).toBeLessThan(22);
    expect(expectOk(healthCardSymbol(jws(1195))).version).toBe(22);
    expect(healthCardSymbol(jws(1196))).toMatchObject({ error: { kind: 'code-too-large', code: 'health-card' } });
  });

  test.each(['', 'eyJ', 'a.b', 'a.b.c.d', 'a b.c.d', 'ａ.b.c', `${jws(100)}\n`])(
    'that is no compact JWS is refused (%#)',
    (text) => {
      expect(healthCardSymbol(text)).toMatchObject({ error: { kind: 'code-malformed' } });
    },
  );
});

describe('the VDS-NC', () => {
  test('of the worked example takes version 27 at level L', () => {
    expect(expectOk(vdsNcSymbol(SYNTHETIC_VDS_NC)).version).toBe(27);
  });

  test('takes 2953 bytes and no more', () => {
    expect(expectOk(vdsNcSymbol('{'.repeat(2953))).version).toBe(40);
    expect(vdsNcSymbol('{'.repeat(2954))).toMatchObject({ error: { kind: 'code-too-large', code: 'vds-nc' } });
  });

  test.each(['', '{"n":"é"}', '{\n}'])('that is not printable ASCII is refused (%#)', (text) => {
    expect(vdsNcSymbol(text)).toMatchObject({ error: { kind: 'code-malformed' } });
  });
});

describe('a module', () => {
  test('is a whole number of dots at 600 and at 300 dpi, and the symbol at least 40 mm wide', () => {
    for (const length of [200, 500, 776, 853, 927, 928, 1100, 1195]) {
      const symbol = expectOk(healthCardSymbol(jws(length)));
      const module = moduleSizeMm(symbol, 65) ?? 0;
      expect((module / DOT_MM) % 2).toBeCloseTo(0, 9);
      expect(module).toBeGreaterThanOrEqual(10 * DOT_MM);
      expect(symbol.size * module).toBeGreaterThanOrEqual(40);
      expect((symbol.size + 8) * module).toBeLessThanOrEqual(65);
    }
  });

  test('shrinks to 8 dots for a large VDS-NC and no further', () => {
    const symbol = expectOk(vdsNcSymbol('{'.repeat(2953)));
    expect(moduleSizeMm(symbol, 65)).toBeCloseTo(8 * DOT_MM, 9);
    expect(moduleSizeMm(symbol, 60)).toBeNull();
  });

  test('stands on the grid of dots', () => {
    const placed = placeSymbol(expectOk(vdsNcSymbol(SYNTHETIC_VDS_NC)), 10 * DOT_MM, 33.3333, 77.7777);
    const dots = placed.quietZone.xMm / DOT_MM;
    expect(dots).toBeCloseTo(Math.round(dots), 6);
    expect(placed.quietZone.widthMm).toBeCloseTo((125 + 8) * 10 * DOT_MM, 6);
  });
});
