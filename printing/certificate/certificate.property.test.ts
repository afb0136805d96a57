/** P0 (d): for any facts, either the page carries exactly what was signed for them, or there is no page. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CodeVerdict, healthCardContentOf, vdsNcContentOf, verifyCode } from '../../server-bridge/index.ts';
import { canPrintName, nameRefusal } from './printable-name.ts';
import { readCodes } from './release/code-reader.ts';
import { checkRelease } from './release/release-check.ts';
import { renderCertificate } from './render-certificate.ts';
import { testIssuer } from './signed-test-certificate.ts';
import { syntheticCertificate } from './synthetic-certificate.ts';
import { expectOk, popplerRaster, popplerText, testFonts } from './test-tools.ts';

const issuer = await testIssuer();
const fonts = await testFonts();

const usual = fc.constantFrom(...'架空見本花子太郎髙﨑塚神々〆ヶアンー・ＡA a-’');
const rare = fc.constantFrom('𠮷', '𣘺', '葛\u{E0103}', '葛\u{E0100}', '\u{FA19}', '\u{FA10}', 'Ł', 'ñ', '㈱', '①');
const impossible = fc.constantFrom(
  '\u{E000}',
  '\u{200B}',
  '\n',
  '葛\u{E01EF}',
  '\u{1F600}',
  '\u3099',
  '\ud842',
  '\u{E0103}',
);
const drawable = fc.oneof({ weight: 12, arbitrary: usual }, { weight: 3, arbitrary: rare });
const anything = fc.oneof({ weight: 30, arbitrary: drawable }, { weight: 1, arbitrary: impossible });
const names = fc.array(anything, { minLength: 1, maxLength: 60 }).map((parts) => parts.join(''));
const lots = fc.stringMatching(/^[A-Z0-9][A-Za-z0-9 -]{0,18}[A-Z0-9]$/u);

/** Facts as VRS might have them, signed by VRS's own keys: the codes say what the page is to say. */
const certificates = fc.record({
  kind: fc.constantFrom('domestic' as const, 'overseas' as const),
  name: names,
  lots: fc.array(lots, { minLength: 1, maxLength: 10 }),
});

function factsOf({ kind, name, lots }: { kind: 'domestic' | 'overseas'; name: string; lots: readonly string[] }) {
  const { facts } = syntheticCertificate({ kind, name, doses: lots.length });
  return { ...facts, doses: facts.doses.map((dose, index) => ({ ...dose, lot: lots[index] ?? dose.lot })) };
}

function withoutSpace(text: string): string {
  return text.replace(/\s/gu, '');
}

/** What a stranger with a reader and the public keys gets from the paper, and nothing else. */
async function verdictsFrom(pdf: Uint8Array): Promise<readonly CodeVerdict[]> {
  const codes = await readCodes(await popplerRaster(pdf, 200));
  return await Promise.all(
    codes.map(({ bytes }) => verifyCode(new TextDecoder().decode(bytes), issuer.trust, issuer.issuedAt)),
  );
}

test('either the page carries exactly what was signed, or nothing is printed', { timeout: 120_000 }, async () => {
  let printed = 0;
  await fc.assert(
    fc.asyncProperty(certificates, async (given) => {
      const facts = factsOf(given);
      const page = await issuer.sign(facts);
      if (page.isErr()) return;
      const result = await renderCertificate(page.value, fonts);
      if (result.isErr()) {
        expect(result.error).toMatchObject({ field: 'holder.name' });
        expect(canPrintName(given.name, fonts)).toBe(false);
        return;
      }
      printed += 1;
      expect(canPrintName(given.name, fonts)).toBe(true);
      expectOk(await checkRelease({ rendered: result.value, page: page.value }));
      const text = await popplerText(result.value.pdf);
      expect(text).toContain(withoutSpace(given.name));
      for (const lot of given.lots) expect(text).toContain(withoutSpace(lot));
      const [card, proof] = await verdictsFrom(result.value.pdf);
      expect(card).toEqual({ kind: 'health-card', valid: true, content: healthCardContentOf(facts, issuer.issuedAt) });
      const content = vdsNcContentOf(facts).unwrapOr(null);
      expect(proof).toEqual(given.kind === 'overseas' ? { kind: 'vds-nc', valid: true, content } : undefined);
    }),
    { numRuns: 10, seed: 20221128 },
  );
  expect(printed).toBeGreaterThan(3);
});

test('any text at all as a name is printable or refused for a reason, never a crash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
      const refusal = nameRefusal(name, fonts);
      if (refusal === null) return;
      expect(['glyph-missing', 'variation-unknown', 'text-too-long', 'text-empty']).toContain(refusal.kind);
      expect(Object.keys(refusal).sort()).toEqual(['field', 'kind']);
    }),
    { numRuns: 300, seed: 20221128 },
  );
});
