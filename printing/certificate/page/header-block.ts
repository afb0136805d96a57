/** Frame, certificate id and page number of every page (P4), and the two titles. */
import type { CertificateFacts } from '../../../server-bridge/index.ts';
import type { Canvas } from './canvas.ts';
import type { PageItems } from './certificate-items.ts';
import { LEFT_MM, PAGE_HEIGHT_MM, PAGE_WIDTH_MM, RIGHT_MM } from './page-geometry.ts';
import { accentOf, GREY, MEDIUM_MM, THICK_MM, THIN_MM } from './page-style.ts';

type Kind = CertificateFacts['kind'];

export const FRAME_INSET_MM = 9;
const INNER_FRAME_INSET_MM = 10.3;
const MIDDLE_MM = PAGE_WIDTH_MM / 2;

const KIND_TEXT: Readonly<Record<Kind, string>> = {
  domestic: '国内用　For use in Japan',
  overseas: '海外用及び日本国内用　For international travel and for use in Japan',
};

export function drawEveryPage(canvas: Canvas, kind: Kind, items: PageItems): void {
  for (const [inset, width] of [
    [FRAME_INSET_MM, THICK_MM],
    [INNER_FRAME_INSET_MM, THIN_MM],
  ] as const) {
    const box = { xMm: inset, yMm: inset, widthMm: PAGE_WIDTH_MM - 2 * inset, heightMm: PAGE_HEIGHT_MM - 2 * inset };
    canvas.frame(box, width, accentOf(kind));
  }
  canvas.label('証明書識別番号 Certificate identifier', 137, 17.5, { sizePt: 6.5, align: 'right', colour: GREY });
  const idBox = { xMm: 139, yMm: 14.3, widthMm: 38, heightMm: 4.8 };
  canvas.fact(items.certificateId, idBox, { sizePt: 10.5, minimumSizePt: 9 });
  const numberBox = { xMm: RIGHT_MM - 13, yMm: 14.3, widthMm: 13, heightMm: 4.8 };
  canvas.fact(items.number, numberBox, { sizePt: 10, minimumSizePt: 9, align: 'right' });
  canvas.label('照合番号 Page binding', RIGHT_MM - 39, 285, { sizePt: 6.3, align: 'right', colour: GREY });
  const bindingBox = { xMm: RIGHT_MM - 38, yMm: 282, widthMm: 38, heightMm: 4.2 };
  canvas.fact(items.binding, bindingBox, { sizePt: 8.5, minimumSizePt: 6.5, align: 'right' });
}

export function drawTitle(canvas: Canvas, kind: Kind): void {
  const title = { sizePt: 20, role: 'name', align: 'centre', trackingPt: 0.9 } as const;
  canvas.label('新型コロナウイルス感染症予防接種証明書', MIDDLE_MM, 30.2, title);
  canvas.label('Vaccination Certificate of COVID-19', MIDDLE_MM, 36.8, {
    sizePt: 11,
    align: 'centre',
    trackingPt: 0.2,
  });
  canvas.line(LEFT_MM + 35, 39.4, RIGHT_MM - 35, 39.4, MEDIUM_MM, accentOf(kind));
  const kindStyle = { sizePt: 8.5, role: 'heading', align: 'centre', colour: accentOf(kind) } as const;
  canvas.label(KIND_TEXT[kind], MIDDLE_MM, 43.8, kindStyle);
}

export function drawContinuationTitle(canvas: Canvas, kind: Kind): void {
  const title = { sizePt: 14, role: 'name', align: 'centre', trackingPt: 0.6 } as const;
  canvas.label('新型コロナウイルス感染症予防接種証明書', MIDDLE_MM, 28, title);
  canvas.label('Vaccination Certificate of COVID-19 (continued)', MIDDLE_MM, 33.2, { sizePt: 8.5, align: 'centre' });
  canvas.line(LEFT_MM + 35, 35.6, RIGHT_MM - 35, 35.6, MEDIUM_MM, accentOf(kind));
}
