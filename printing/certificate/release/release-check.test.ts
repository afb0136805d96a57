import { createHash } from 'node:crypto';
import { PDFDocument, rgb } from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import type { CertificatePage, RenderedCertificate } from '../certificate-page.ts';
import { vdsNcSymbol } from '../codes/qr-symbol.ts';
import { drawSymbol, placeSymbol } from '../codes/symbol-drawing.ts';
import type { FontFace } from '../fonts/font-face.ts';
import { SYNTHETIC_VDS_NC, syntheticCertificate } from '../synthetic-certificate.ts';
import { expectOk, rendered, testFonts } from '../test-tools.ts';
import { checkRelease } from './release-check.ts';

const fonts = await testFonts();
const overseas = syntheticCertificate({ doses: 2 });
const domestic = syntheticCertificate({ doses: 2, kind: 'domestic' });
const good = await rendered(overseas, fonts);

function withPdf(original: RenderedCertificate, pdf: Uint8Array): RenderedCertificate {
  return { ...original, pdf, digest: createHash('sha256').update(pdf).digest('hex') };
}

async function edited(pdf: Uint8Array, edit: (document: PDFDocument) => void): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  edit(document);
  return document.save();
}

/** The fault found, or `released`. */
async function verdict(result: RenderedCertificate, page: CertificatePage): Promise<unknown> {
  const checked = await checkRelease({ rendered: result, page });
  return checked.isOk() ? 'released' : checked.error;
}

describe('a faultless certificate is released', () => {
  test.each([
    ['domestic', 1],
    ['overseas', 4],
    ['domestic', 10],
    ['overseas', 15],
  ] as const)('%s with %i doses', async (kind, doses) => {
    const page = syntheticCertificate({ kind, doses });
    const result = await rendered(page, fonts);
    const evidence = expectOk(await checkRelease({ rendered: result, page }));
    expect(evidence).toEqual({
      digest: result.digest,
      pages: doses > 10 ? 2 : 1,
      codes: kind === 'overseas' ? ['health-card', 'vds-nc'] : ['health-card'],
      dpi: 200,
      glyphs: result.glyphs.length,
    });
  });

  test.each([
    '𠮷田　髙﨑𣘺',
    '葛\u{E0103}城',
    '葛\u{E0100}城',
    '\u{FA19}\u{FA10}　一二三',
    'MÜLLER-LÜDENSCHEIDT ANNA-SOFÍA D’ARC',
    '寿限無五劫の擦切れ　'.repeat(10),
    'A-'.repeat(50),
  ])('name %#', async (name) => {
    const page = syntheticCertificate({ doses: 1, name });
    expect(await verdict(await rendered(page, fonts), page)).toBe('released');
  });
});

describe('text', () => {
  test.each([
    ['another name', { name: '架空　花男' }],
    ['the plain form of a variant', { name: '葛城' }],
  ])('of %s is not released', async (_, options) => {
    const page = syntheticCertificate({ doses: 2, name: options.name === '葛城' ? '葛\u{E0103}城' : '架空　花子' });
    const other = await rendered({ ...page, facts: syntheticCertificate({ doses: 2, ...options }).facts }, fonts);
    expect(await verdict(other, page)).toEqual({ kind: 'text-differs', field: 'holder.name' });
    const claimed = withPdf(await rendered(page, fonts), other.pdf);
    expect(await verdict(claimed, page)).toEqual({ kind: 'text-differs', field: 'holder.name' });
  });

  test('of swapped lots is not released, though every lot is there', async () => {
    const [first, second] = overseas.facts.doses;
    if (first === undefined || second === undefined) throw new Error('two doses expected');
    const doses = [
      { ...first, lot: second.lot },
      { ...second, lot: first.lot },
    ];
    const swapped = await rendered({ ...overseas, facts: { ...overseas.facts, doses } }, fonts);
    expect(await verdict(swapped, overseas)).toEqual({ kind: 'text-differs', field: 'doses.0.lot' });
    expect(await verdict(withPdf(good, swapped.pdf), overseas)).toEqual({ kind: 'ink-differs' });
  });

  test('left out is not released', async () => {
    const less = { ...good, drawn: good.drawn.filter(({ field }) => field !== 'doses.1.lot') };
    expect(await verdict(less, overseas)).toEqual({ kind: 'text-differs', field: 'doses.1.lot' });
  });
});

describe('ink', () => {
  function faceDrawing(face: FontFace, change: (glyph: number) => number): FontFace {
    return {
      ...face,
      createSubset() {
        const subset = face.createSubset();
        const includeGlyph = (glyph: number) => subset.includeGlyph(change(glyph));
        return {
          includeGlyph: (glyph) => includeGlyph(typeof glyph === 'number' ? glyph : glyph.id),
          encode: () => subset.encode(),
        };
      },
    };
  }

  test('of another glyph under a perfect text layer is not released', async () => {
    const wrong = { ...fonts, name: faceDrawing(fonts.name, (glyph) => glyph + 1) };
    expect(await verdict(await rendered(overseas, wrong), overseas)).toEqual({ kind: 'ink-differs' });
  });

  test('of 吉 in the place of 𠮷 is not released', async () => {
    const [tall, usual] = ['𠮷', '吉'].map((character) => fonts.name.characters.glyphOf(character.codePointAt(0) ?? 0));
    const wrong = { ...fonts, name: faceDrawing(fonts.name, (glyph) => (glyph === tall ? (usual ?? 0) : glyph)) };
    const page = syntheticCertificate({ doses: 1, name: '𠮷田　花子' });
    expect(await verdict(await rendered(page, wrong), page)).toEqual({ kind: 'ink-differs' });
  });

  test('missing is not released', async () => {
    const space = fonts.label.characters.glyphOf(0x3000) ?? 0;
    const blank = { ...fonts, label: faceDrawing(fonts.label, () => space) };
    expect(await verdict(await rendered(overseas, blank), overseas)).toEqual({ kind: 'ink-differs' });
  });

  test('painted over is not released', async () => {
    const [first] = good.glyphs.filter(({ sizePt }) => sizePt === 20);
    const pdf = await edited(good.pdf, (document) => {
      const stroke = { x: first?.xPt ?? 0, y: (first?.yPt ?? 0) + 6, width: 15, height: 3, color: rgb(0, 0, 0) };
      document.getPage(0).drawRectangle(stroke);
    });
    expect(await verdict(withPdf(good, pdf), overseas)).toEqual({ kind: 'ink-differs' });
  });
});

describe('codes', () => {
  const changed = (text: string) => text.replace(/A(?=[^A]*$)/u, 'B');

  test.each([
    ['health card', { healthCard: changed(overseas.healthCard) }],
    ['VDS-NC', { vdsNc: changed(SYNTHETIC_VDS_NC) }],
  ])('of another %s are found by the number that binds the page to its codes', async (_, change) => {
    const page = { ...overseas, ...change };
    expect(await verdict(good, page)).toEqual({ kind: 'text-differs', field: 'binding' });
    const other = await rendered(page, fonts);
    expect(await verdict(withPdf(good, other.pdf), overseas)).toEqual({ kind: 'text-differs', field: 'binding' });
  });

  test('drawn over with another payload are not released, though every text is right', async () => {
    const symbol = placeSymbol(expectOk(vdsNcSymbol(changed(SYNTHETIC_VDS_NC))), 0.42, 115, 206);
    const pdf = await edited(good.pdf, (document) => {
      const page = document.getPage(0);
      page.drawRectangle({ x: 298, y: 80, width: 240, height: 185, color: rgb(1, 1, 1) });
      page.node.addContentStream(document.context.register(document.context.stream(drawSymbol(symbol))));
    });
    expect(await verdict(withPdf(good, pdf), overseas)).toEqual({ kind: 'code-differs' });
  });

  test.each([
    [0, 'health-card'],
    [298, 'vds-nc'],
  ])('covered are missing (from %i pt)', async (x, code) => {
    const pdf = await edited(good.pdf, (document) => {
      document.getPage(0).drawRectangle({ x, y: 80, width: 297, height: 185, color: rgb(1, 1, 1) });
    });
    const found = await verdict(withPdf(good, pdf), overseas);
    expect(found).toMatchObject({ kind: code === 'vds-nc' ? 'code-missing' : expect.stringMatching(/^code-/u) });
  });

  test('too many are not released', async () => {
    const result = await rendered(domestic, fonts);
    const symbol = placeSymbol(expectOk(vdsNcSymbol('{"a":1}')), 0.7, 150, 240);
    const pdf = await edited(result.pdf, (document) => {
      const page = document.getPage(0);
      page.drawRectangle({ x: 420, y: 80, width: 100, height: 90, color: rgb(1, 1, 1) });
      page.node.addContentStream(document.context.register(document.context.stream(drawSymbol(symbol))));
    });
    expect(await verdict(withPdf(result, pdf), domestic)).toEqual({ kind: 'code-differs' });
  });
});

describe('pages', () => {
  test('of two certificates mixed are not released (P4)', async () => {
    const page = syntheticCertificate({ kind: 'domestic', doses: 12 });
    const mine = await rendered(page, fonts);
    const otherName = syntheticCertificate({ kind: 'domestic', doses: 12, name: '架空　太郎' });
    for (const [foreign, field] of [
      [otherName, 'holder.name'],
      [{ ...page, healthCard: `${page.healthCard}A` }, 'binding'],
    ] as const) {
      const other = await PDFDocument.load((await rendered(foreign, fonts)).pdf, { updateMetadata: false });
      const mixed = await PDFDocument.load(mine.pdf, { updateMetadata: false });
      const [second] = await mixed.copyPages(other, [1]);
      if (second === undefined) throw new Error('a second page expected');
      mixed.removePage(1);
      mixed.addPage(second);
      expect(await verdict(withPdf(mine, await mixed.save()), page)).toEqual({ kind: 'text-differs', field });
    }
  });

  test('in another order are not released', async () => {
    const page = syntheticCertificate({ kind: 'domestic', doses: 12 });
    const mine = await rendered(page, fonts);
    const turned = await PDFDocument.create({ updateMetadata: false });
    const source = await PDFDocument.load(mine.pdf, { updateMetadata: false });
    for (const copied of await turned.copyPages(source, [1, 0])) turned.addPage(copied);
    expect(await verdict(withPdf(mine, await turned.save()), page)).toMatchObject({ kind: 'text-differs' });
  });
});

describe('the file', () => {
  test('that is not the one rendered is not released', async () => {
    const pdf = Uint8Array.from(good.pdf);
    pdf[1000] = (pdf[1000] ?? 0) ^ 1;
    expect(await verdict({ ...good, pdf }, overseas)).toEqual({ kind: 'digest-differs' });
  });

  test.each([0, 100, 5000])('cut after %i bytes is not released', async (length) => {
    expect(await verdict(withPdf(good, good.pdf.slice(0, length)), overseas)).toMatchObject({
      kind: expect.stringMatching(/^(unreadable|page-count|text-differs)$/u),
    });
  });

  test('with a page too many, or one claimed too many, is not released', async () => {
    const pdf = await edited(good.pdf, (document) => {
      document.addPage();
    });
    expect(await verdict(withPdf(good, pdf), overseas)).toEqual({ kind: 'page-count' });
    expect(await verdict({ ...good, pages: 2 }, overseas)).toEqual({ kind: 'page-count' });
  });
});
