/** P0 (d): for any facts, either the page carries exactly them, or there is no page. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CertificatePage } from './certificate-page.ts';
import { canPrintName, nameRefusal } from './printable-name.ts';
import { checkRelease } from './release/release-check.ts';
import { renderCertificate } from './render-certificate.ts';
import { syntheticCertificate } from './synthetic-certificate.ts';
import { expectOk, popplerText, testFonts } from './test-tools.ts';

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

const pages: fc.Arbitrary<CertificatePage> = fc
  .record({
    kind: fc.constantFrom('domestic' as const, 'overseas' as const),
    name: names,
    lots: fc.array(lots, { minLength: 1, maxLength: 12 }),
  })
  .map(({ kind, name, lots }) => {
    const page = syntheticCertificate({ kind, name, doses: lots.length });
    const doses = page.facts.doses.map((dose, index) => ({ ...dose, lot: lots[index] ?? dose.lot }));
    return { ...page, facts: { ...page.facts, doses } };
  });

function withoutSpace(text: string): string {
  return text.replace(/\s/gu, '');
}

test('either the page carries exactly the facts, or nothing is rendered', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(pages, async (page) => {
      const result = await renderCertificate(page, fonts);
      const { name } = page.facts.holder;
      if (result.isErr()) {
        expect(result.error).toMatchObject({ field: 'holder.name' });
        expect(canPrintName(name, fonts)).toBe(false);
        return;
      }
      expect(canPrintName(name, fonts)).toBe(true);
      expectOk(await checkRelease({ rendered: result.value, page }));
      const text = await popplerText(result.value.pdf);
      expect(text).toContain(withoutSpace(name));
      for (const { lot } of page.facts.doses) expect(text).toContain(withoutSpace(lot));
    }),
    { numRuns: 12, seed: 20221128 },
  );
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
