import { describe, expect, test } from 'vitest';
import { GENERIC_CODE_NOTE } from '../../server-bridge/index.ts';
import { bindingOf } from './page/page-binding.ts';
import { pageCountFor } from './page/page-count.ts';
import { checkRelease } from './release/release-check.ts';
import { renderCertificate } from './render-certificate.ts';
import { syntheticCertificate } from './synthetic-certificate.ts';
import { expectOk, popplerText, qpdfCheck, rendered, testFonts } from './test-tools.ts';

const fonts = await testFonts();

function withoutSpace(text: string): string {
  return text.replace(/\s/gu, '');
}

describe('the finished file', () => {
  test.each([
    ['domestic', 1, 1],
    ['overseas', 4, 1],
    ['overseas', 7, 1],
    ['domestic', 10, 1],
    ['overseas', 15, 2],
    ['domestic', 32, 2],
  ] as const)('%s with %i doses: %i pages, sound, and its text is the facts', async (kind, doses, pages) => {
    const page = syntheticCertificate({ kind, doses });
    const result = await rendered(page, fonts);
    expect(result.pages).toBe(pages);
    await qpdfCheck(result.pdf);
    const text = await popplerText(result.pdf);
    const { facts } = page;
    const expected = [
      facts.certificateId,
      facts.holder.name,
      facts.holder.birthDate,
      '1985年4月23日',
      '架空県　見本市長',
      ...facts.doses.flatMap((dose) => [dose.lot, dose.day, dose.product.ja, dose.product.en, dose.manufacturer.ja]),
    ];
    for (const fact of expected) expect(text).toContain(withoutSpace(fact));
    for (let number = 1; number <= pages; number += 1) expect(text).toContain(`${number}/${pages}`);
    expect(text.split(bindingOf(page)).length - 1).toBe(pages);
    expect(text.split(facts.certificateId).length - 1).toBe(pages);
    const passport = ['KAKUHANAKO', 'ZZ0000000', '旅券番号'];
    for (const item of passport) expect(text.includes(item)).toBe(kind === 'overseas');
  });

  test('is the same for the same input, also after others and between them', async () => {
    const [one, other] = [
      syntheticCertificate({ doses: 2 }),
      syntheticCertificate({ name: '葛\u{E0103}髙', kind: 'domestic' }),
    ];
    const first = await rendered(one, fonts);
    const interleaved = await Promise.all([one, other, one, other].map((page) => rendered(page, fonts)));
    const digests = interleaved.map(({ digest }) => digest);
    expect(digests[0]).toBe(first.digest);
    expect(digests[2]).toBe(first.digest);
    expect(digests[1]).toBe(digests[3]);
    expect(digests[1]).not.toBe(first.digest);
  });

  test('has no dates, names or producer outside the page', async () => {
    const { pdf } = await rendered(syntheticCertificate({ name: 'KAKU HANAKO' }), fonts);
    const raw = Buffer.from(pdf).toString('latin1');
    for (const mark of ['/Info', '/CreationDate', '/ModDate', '/Producer', '/Title', '/Metadata', '/ID', 'HANAKO']) {
      expect(raw).not.toContain(mark);
    }
  });
});

describe('hostile names', () => {
  test.each([
    ['a character beyond the basic plane', '𠮷田　𣘺子'],
    ['compatibility ideographs', '髙橋　﨑\u{FA19}'],
    ['a selector of Moji_Joho', '葛\u{E0103}城　花子'],
    ['a selector of Adobe-Japan1, in the font that knows it', '葛\u{E0100}城　花子'],
    ['selectors of both registries in one name', '葛\u{E0100}飾　葛\u{E0103}子𠮷'],
    ['a foreign resident', 'MÜLLER-LÜDENSCHEIDT ANNA-SOFÍA D’ARC'],
    ['100 characters', '寿限無五劫の擦切れ　'.repeat(10)],
  ])('%s: printed as it is', async (_, name) => {
    const page = syntheticCertificate({ kind: 'domestic', doses: 1, name });
    const result = await rendered(page, fonts);
    expect(result.drawn.find(({ field }) => field === 'holder.name')?.text).toBe(name);
    expect(await popplerText(result.pdf)).toContain(withoutSpace(name));
  });

  test.each([
    ['an unknown sequence', '葛\u{E01EF}城', 'variation-unknown'],
    ['a selector after a Latin letter', 'A\u{E0103}', 'variation-unknown'],
    ['a character no font has', '\u{1F600}', 'glyph-missing'],
    ['a private character', '\u{E000}', 'glyph-missing'],
    ['an invisible character', '山\u{200B}田', 'glyph-missing'],
    ['a combining mark', 'か\u{3099}', 'glyph-missing'],
    ['a lone surrogate', '\ud842山', 'glyph-missing'],
    ['nothing', '', 'text-empty'],
    ['only spaces', '　 ', 'text-empty'],
    ['200 wide characters', '鬱'.repeat(200), 'text-too-long'],
  ])('%s: refused, without the name', async (_, name, kind) => {
    const refused = await renderCertificate(syntheticCertificate({ name }), fonts);
    expect(refused.isErr() && refused.error).toEqual({ kind, field: 'holder.name' });
  });
});

describe('a general code where the product has none of its own (P13)', () => {
  function withNotes(doses: number, noted: readonly number[]) {
    const page = syntheticCertificate({ kind: 'domestic', doses });
    const marked = page.facts.doses.map((dose) =>
      noted.includes(dose.number) ? { ...dose, note: GENERIC_CODE_NOTE } : dose,
    );
    return { ...page, facts: { ...page.facts, doses: marked } };
  }

  test.each([
    [1, [1], [1]],
    [10, [3, 9], [1]],
    [12, [11], [2]],
    [32, [1, 32], [1, 2]],
  ] as const)('of %i doses %j: marked at the dose, and said on pages %j', async (doses, noted, pages) => {
    const page = withNotes(doses, noted);
    const result = await rendered(page, fonts);
    expectOk(await checkRelease({ rendered: result, page }));
    const drawn = new Map(result.drawn.map(({ field, text }) => [field, text]));
    for (const number of noted) expect(drawn.get(`doses.${number - 1}.number`)).toBe(`${number}※`);
    for (const number of [1, 2]) {
      expect(drawn.has(`pages.${number - 1}.note`)).toBe(pages.some((one) => one === number));
    }
    expect(await popplerText(result.pdf)).toContain(withoutSpace(GENERIC_CODE_NOTE.en));
  });
});

test('the longest names the law and the formats allow stand on one page with ten doses', async () => {
  const base = syntheticCertificate({ doses: 10, name: `${'鬱'.repeat(50)}　${'𠮷'.repeat(49)}` });
  const { passport } = base.facts.holder;
  if (passport === null) throw new Error('a passport expected');
  // ICAO Doc 9303: 39 characters of name in the machine readable zone of a passport.
  const romanName = { primary: 'W'.repeat(19), secondary: 'M'.repeat(19) };
  const municipality = {
    ...base.facts.municipality,
    prefecture: { ja: '鹿児島県', en: 'Kagoshima Prefecture' },
    name: { ja: '薩摩川内見本架空市', en: 'Satsumasendai-Mihon-Kaku City' },
  };
  const holder = { ...base.facts.holder, passport: { ...passport, romanName, passportNumber: 'ZZ123456789' } };
  const page = { ...base, facts: { ...base.facts, holder, municipality } };
  const result = await rendered(page, fonts);
  expect(result.pages).toBe(1);
  expectOk(await checkRelease({ rendered: result, page }));
});

describe('what cannot be a certificate is refused', () => {
  test('more doses than two pages hold', async () => {
    const refused = await renderCertificate(syntheticCertificate({ kind: 'domestic', doses: 33 }), fonts);
    expect(refused).toMatchObject({ error: { kind: 'too-many-doses' } });
    expect(pageCountFor(32)).toBe(2);
  });

  test('overseas without passport or VDS-NC, domestic with either', async () => {
    const [overseas, domestic] = [syntheticCertificate(), syntheticCertificate({ kind: 'domestic' })];
    const { passport } = overseas.facts.holder;
    const cases = [
      [{ ...overseas, vdsNc: null }, 'vds-nc'],
      [{ ...domestic, vdsNc: overseas.vdsNc }, 'vds-nc'],
      [withPassport(overseas, null), 'passport'],
      [withPassport(domestic, passport), 'passport'],
    ] as const;
    for (const [page, part] of cases) {
      expect(await renderCertificate(page, fonts)).toMatchObject({ error: { kind: 'kind-mismatch', part } });
    }
  });

  test('codes too large or malformed', async () => {
    const page = syntheticCertificate();
    const large = `${page.healthCard}${'A'.repeat(400)}`;
    expect(await renderCertificate({ ...page, healthCard: large }, fonts)).toMatchObject({
      error: { kind: 'code-too-large', code: 'health-card' },
    });
    expect(await renderCertificate({ ...page, vdsNc: '' }, fonts)).toMatchObject({
      error: { kind: 'code-malformed', code: 'vds-nc' },
    });
  });

  test('a product name that fits no column', async () => {
    const page = syntheticCertificate({ doses: 1 });
    const [dose] = page.facts.doses;
    if (dose === undefined) throw new Error('one dose expected');
    const long = { ...dose, product: { ja: 'ワクチン'.repeat(20), en: 'Vaccine' } };
    const refused = await renderCertificate({ ...page, facts: { ...page.facts, doses: [long] } }, fonts);
    expect(refused).toMatchObject({ error: { kind: 'text-too-long', field: 'doses.0.product' } });
  });
});

test('what is drawn is listed field by field', async () => {
  const result = expectOk(await renderCertificate(syntheticCertificate({ doses: 1, kind: 'domestic' }), fonts));
  expect(result.drawn.map(({ field }) => field)).toEqual(expect.arrayContaining(['certificateId', 'doses.0.lot']));
});

function withPassport<T extends ReturnType<typeof syntheticCertificate>>(
  page: T,
  passport: T['facts']['holder']['passport'],
): T {
  return { ...page, facts: { ...page.facts, holder: { ...page.facts.holder, passport } } };
}
