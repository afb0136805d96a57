/** What is certified, by whom, and when. */
import type { Canvas } from './canvas.ts';
import type { CertificateItems } from './certificate-items.ts';
import { LEFT_MM, RIGHT_MM } from './page-geometry.ts';
import { GREY } from './page-style.ts';

const TOP_MM = 176;
const COLUMN_MM = 82;

export function drawIssuer(canvas: Canvas, items: CertificateItems): void {
  const small = { sizePt: 6.5, colour: GREY } as const;
  canvas.label('上記のとおり、新型コロナウイルス感染症に係る予防接種を受けたことを証明します。', LEFT_MM, TOP_MM + 1, {
    sizePt: 8.5,
  });
  const english =
    'This is to certify that the person named above has been vaccinated against COVID-19 as recorded above.';
  canvas.label(english, LEFT_MM, TOP_MM + 4.4, small);

  const rightMm = LEFT_MM + COLUMN_MM;
  const widthMm = RIGHT_MM - rightMm;
  canvas.label('交付年月日 Date of issue', LEFT_MM, TOP_MM + 9.6, small);
  const left = { xMm: LEFT_MM, yMm: TOP_MM + 10.2, widthMm: 42, heightMm: 6.6 };
  canvas.fact(items.issuedOn, left, { sizePt: 11, minimumSizePt: 9 });
  canvas.fact(items.issuedOnIso, { ...left, xMm: LEFT_MM + 42, widthMm: 30 }, { sizePt: 9, minimumSizePt: 8 });
  canvas.label('証明書発行者 Issuer', rightMm, TOP_MM + 9.6, small);
  const issuer = { xMm: rightMm, yMm: TOP_MM + 10.2, widthMm, heightMm: 6.6 };
  canvas.fact(items.issuer, issuer, { sizePt: 14, minimumSizePt: 9, roles: ['name', 'label'] });
  const issuerEnglish = { ...issuer, yMm: TOP_MM + 16.6, heightMm: 3.6 };
  canvas.fact(items.issuerEnglish, issuerEnglish, { sizePt: 8, minimumSizePt: 6 });
}
