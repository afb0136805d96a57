/** The vaccinations, one row each, Japanese above English. Ten rows on the first page, the rest on a second. */
import type { DrawnText } from '../certificate-page.ts';
import type { Canvas } from './canvas.ts';
import type { DoseItems, PageItems } from './certificate-items.ts';
import { FIRST_PAGE_DOSES } from './page-count.ts';
import { CONTENT_WIDTH_MM, LEFT_MM, RIGHT_MM } from './page-geometry.ts';
import { CELL_GROUND, GREY, MEDIUM_MM, THIN_MM } from './page-style.ts';

type Column = {
  japanese: string;
  english: string;
  widthMm: number;
  align: 'left' | 'centre';
  lines: (dose: DoseItems) => readonly (DrawnText | null)[];
};

/** `heightMm` is that of all rows and the note, if there is one, without the heading. */
type TableShape = { topMm: number; heightMm: number; followed: boolean };

const HEADING_MM = 8;
const TALLEST_ROW_MM = 10;
const LOWEST_ROW_MM = 5.7;
/** Room under the table for why a dose has a general code. */
const NOTE_MM = 8.4;
const NOTE_GAP_MM = 4;
const PADDING_MM = 1.2;

export function firstPageShape(doseCount: number): TableShape {
  return { topMm: 97, heightMm: 64, followed: doseCount > FIRST_PAGE_DOSES };
}

export function drawDoses(
  canvas: Canvas,
  doses: readonly DoseItems[],
  note: PageItems['note'],
  shape: TableShape,
): void {
  const bodyMm = shape.heightMm - (note === null ? 0 : NOTE_MM - 1.4);
  const columns = columnsFor(doses.some(({ country }) => country !== null));
  const rowMm = Math.max(LOWEST_ROW_MM, Math.min(TALLEST_ROW_MM, bodyMm / doses.length));
  const bodyTopMm = shape.topMm + HEADING_MM;
  const bottomMm = bodyTopMm + doses.length * rowMm;
  canvas.fill({ xMm: LEFT_MM, yMm: shape.topMm, widthMm: CONTENT_WIDTH_MM, heightMm: HEADING_MM }, CELL_GROUND);
  let xMm = LEFT_MM;
  for (const column of columns) {
    drawHeading(canvas, column, xMm, shape.topMm);
    if (xMm !== LEFT_MM) canvas.line(xMm, shape.topMm, xMm, bottomMm, THIN_MM);
    for (const [index, dose] of doses.entries()) {
      drawCell(canvas, column, column.lines(dose), xMm, bodyTopMm + index * rowMm, rowMm);
    }
    xMm += column.widthMm;
  }
  for (let row = 0; row < doses.length; row += 1) {
    const yMm = bodyTopMm + row * rowMm;
    canvas.line(LEFT_MM, yMm, RIGHT_MM, yMm, row === 0 ? MEDIUM_MM : THIN_MM);
  }
  const height = bottomMm - shape.topMm;
  canvas.frame({ xMm: LEFT_MM, yMm: shape.topMm, widthMm: CONTENT_WIDTH_MM, heightMm: height }, MEDIUM_MM);
  drawEnd(canvas, bottomMm, shape.followed);
  if (note !== null) drawNote(canvas, note, bottomMm + NOTE_GAP_MM);
}

function drawNote(canvas: Canvas, { japanese, english }: NonNullable<PageItems['note']>, topMm: number): void {
  const box = { xMm: LEFT_MM, yMm: topMm, widthMm: CONTENT_WIDTH_MM, heightMm: NOTE_MM / 2 };
  const style = { sizePt: 6.5, minimumSizePt: 5, maximumLines: 2 };
  canvas.fact(japanese, box, style);
  canvas.fact(english, { ...box, yMm: topMm + NOTE_MM / 2 }, style);
}

/** Says what the space below means, so that no row can be added by hand. */
function drawEnd(canvas: Canvas, bottomMm: number, followed: boolean): void {
  const text = followed ? '次の頁に続く　Continued on the next page' : '以下余白　End of entries';
  canvas.label(text, RIGHT_MM, bottomMm + 3.4, { sizePt: 6.5, align: 'right', colour: GREY });
}

function drawHeading(canvas: Canvas, { japanese, english, widthMm }: Column, xMm: number, topMm: number): void {
  const middleMm = xMm + widthMm / 2;
  canvas.label(japanese, middleMm, topMm + 3.7, { sizePt: 7.5, align: 'centre' });
  canvas.label(english, middleMm, topMm + 6.6, { sizePt: 5.8, align: 'centre', colour: GREY });
}

function drawCell(
  canvas: Canvas,
  { widthMm, align }: Column,
  lines: readonly (DrawnText | null)[],
  xMm: number,
  yMm: number,
  rowMm: number,
): void {
  const texts = lines.filter((line) => line !== null);
  const spacious = rowMm > 7.5;
  const innerMm = rowMm - (spacious ? 1.8 : 0.7);
  const topShare = texts.length === 1 ? 1 : 0.56;
  let top = yMm + (rowMm - innerMm) / 2;
  for (const [index, item] of texts.entries()) {
    const heightMm = innerMm * (index === 0 ? topShare : 1 - topShare);
    const box = { xMm: xMm + PADDING_MM, yMm: top, widthMm: widthMm - 2 * PADDING_MM, heightMm };
    const first = { sizePt: spacious ? 8.5 : 7.5, minimumSizePt: 5.5 };
    const second = { sizePt: spacious ? 6.8 : 6, minimumSizePt: 4.8 };
    canvas.fact(item, box, { ...(index === 0 ? first : second), align });
    top += heightMm;
  }
}

function columnsFor(withCountry: boolean): readonly Column[] {
  const columns: Column[] = [
    { japanese: '回数', english: 'Dose', widthMm: 12, align: 'centre', lines: (dose) => [dose.number] },
    {
      japanese: 'ワクチンの種類',
      english: 'Vaccine type',
      widthMm: withCountry ? 33 : 36,
      align: 'left',
      lines: (dose) => [dose.vaccineType, dose.vaccineTypeEnglish],
    },
    {
      japanese: 'メーカー',
      english: 'Manufacturer',
      widthMm: withCountry ? 28 : 32,
      align: 'left',
      lines: (dose) => [dose.manufacturer, dose.manufacturerEnglish],
    },
    {
      japanese: '製品名',
      english: 'Product name',
      widthMm: withCountry ? 37 : 40,
      align: 'left',
      lines: (dose) => [dose.product, dose.productEnglish],
    },
    { japanese: '製造番号', english: 'Lot number', widthMm: 21, align: 'centre', lines: (dose) => [dose.lot] },
    {
      japanese: '接種年月日',
      english: 'Date of vaccination',
      widthMm: withCountry ? 27 : 29,
      align: 'centre',
      lines: (dose) => [dose.day, dose.dayIso],
    },
  ];
  if (!withCountry) return columns;
  const country: Column = {
    japanese: '接種国',
    english: 'Country',
    widthMm: 12,
    align: 'centre',
    lines: (dose) => [dose.country],
  };
  return [...columns, country];
}
