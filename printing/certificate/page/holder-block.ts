/** The person: name, birth date, and for the overseas kind the items of the passport. */
import type { DrawnText } from '../certificate-page.ts';
import { BLACK, type Canvas, type FactStyle } from './canvas.ts';
import type { CertificateItems, PassportTexts } from './certificate-items.ts';
import { type BoxMm, CONTENT_WIDTH_MM, LEFT_MM, RIGHT_MM } from './page-geometry.ts';
import { CELL_GROUND, GREY, MEDIUM_MM, THIN_MM } from './page-style.ts';

type Value = { item: DrawnText; xMm: number; widthMm: number; style: FactStyle };
type Row = { japanese: string; english: string; heightMm: number; values: readonly Value[] };

const LABEL_WIDTH_MM = 40;
const VALUE_LEFT_MM = LEFT_MM + LABEL_WIDTH_MM;
const PADDING_MM = 3;
const VALUE_WIDTH_MM = RIGHT_MM - VALUE_LEFT_MM - 2 * PADDING_MM;
const HALF_MM = CONTENT_WIDTH_MM / 2;

/** Of every table with a name in it: a name that fits one certificate fits them all. */
const LOWEST_NAME_MM = 13.5;

/** Names: the name font first; the label font knows the other registry of variants, and one name may need both. */
const NAME_STYLE: FactStyle = {
  ...{ sizePt: 20, minimumSizePt: 8.5, maximumLines: 3 },
  roles: ['name', 'label'],
  mixed: true,
};
const ROMAN_STYLE: FactStyle = { sizePt: 13, minimumSizePt: 7.5, maximumLines: 2 };
const PLAIN_STYLE: FactStyle = { sizePt: 11, minimumSizePt: 8 };

export function drawHolder(canvas: Canvas, items: CertificateItems): void {
  if (items.passport === null) drawTable(canvas, 59, [nameRow(items.name, 19), birthDateRow(items, 13)]);
  else drawTable(canvas, 54.5, overseasRows(items, items.passport));
}

/** The name in the least room it ever has, to learn whether it fits at all. */
export function drawName(canvas: Canvas, name: DrawnText): void {
  drawTable(canvas, 0, [nameRow(name, LOWEST_NAME_MM)]);
}

/** The name alone, so that a second sheet cannot be taken for another person's. */
export function drawHolderAgain(canvas: Canvas, items: CertificateItems, topMm: number): void {
  drawTable(canvas, topMm, [nameRow(items.name, LOWEST_NAME_MM)]);
}

function overseasRows(items: CertificateItems, passport: PassportTexts): readonly Row[] {
  const roman = value(passport.romanName, ROMAN_STYLE);
  return [
    nameRow(items.name, LOWEST_NAME_MM),
    { japanese: 'ローマ字氏名', english: 'Name in Roman letters', heightMm: 8.5, values: [roman] },
    birthDateRow(items, 8.5),
    {
      japanese: '国籍・地域',
      english: 'Nationality / Region',
      heightMm: 8.5,
      values: [
        value(passport.nationality, PLAIN_STYLE, 0, HALF_MM - LABEL_WIDTH_MM),
        value(passport.passportNumber, PLAIN_STYLE, HALF_MM, HALF_MM - LABEL_WIDTH_MM),
      ],
    },
  ];
}

function nameRow(name: DrawnText, heightMm: number): Row {
  return { japanese: '氏名', english: 'Name', heightMm, values: [value(name, NAME_STYLE)] };
}

function birthDateRow(items: CertificateItems, heightMm: number): Row {
  const half = HALF_MM - LABEL_WIDTH_MM;
  return {
    japanese: '生年月日',
    english: 'Date of birth',
    heightMm,
    values: [value(items.birthDate, PLAIN_STYLE, 0, half), value(items.birthDateIso, PLAIN_STYLE, half, half)],
  };
}

function value(item: DrawnText, style: FactStyle, offsetMm = 0, widthMm = VALUE_WIDTH_MM): Value {
  return { item, style, xMm: VALUE_LEFT_MM + PADDING_MM + offsetMm, widthMm };
}

function drawTable(canvas: Canvas, topMm: number, rows: readonly Row[]): void {
  let yMm = topMm;
  for (const row of rows) {
    const cell = { xMm: LEFT_MM, yMm, widthMm: LABEL_WIDTH_MM, heightMm: row.heightMm };
    drawItemCell(canvas, cell, row.japanese, row.english);
    const [, second] = row.values;
    if (second?.item.field === 'holder.passport.passportNumber') {
      const middleMm = LEFT_MM + HALF_MM;
      drawItemCell(canvas, { ...cell, xMm: middleMm }, '旅券番号', 'Passport number');
      for (const xMm of [middleMm, middleMm + LABEL_WIDTH_MM]) {
        canvas.line(xMm, yMm, xMm, yMm + row.heightMm, THIN_MM);
      }
    }
    for (const { item, xMm, widthMm, style } of row.values) {
      canvas.fact(item, { xMm, yMm, widthMm, heightMm: row.heightMm }, style);
    }
    if (yMm !== topMm) canvas.line(LEFT_MM, yMm, RIGHT_MM, yMm, THIN_MM);
    yMm += row.heightMm;
  }
  canvas.line(VALUE_LEFT_MM, topMm, VALUE_LEFT_MM, yMm, THIN_MM);
  canvas.frame({ xMm: LEFT_MM, yMm: topMm, widthMm: CONTENT_WIDTH_MM, heightMm: yMm - topMm }, MEDIUM_MM);
}

function drawItemCell(canvas: Canvas, cell: BoxMm, japanese: string, english: string): void {
  canvas.fill(cell, CELL_GROUND);
  const middleMm = cell.yMm + cell.heightMm / 2;
  canvas.label(japanese, cell.xMm + PADDING_MM, middleMm - 0.3, { sizePt: 9, colour: BLACK });
  canvas.label(english, cell.xMm + PADDING_MM, middleMm + 2.9, { sizePt: 6.5, colour: GREY });
}
