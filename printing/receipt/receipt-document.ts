/** The receipt as a ReceiptLine document: a Japanese 領収書 on 80 mm paper, 48 half-width characters a line. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type ReceiptFacts, ReceiptFactsSchema } from './receipt-facts.ts';
import { checkPrintable, escapeReceiptLine, type TextError } from './receipt-text.ts';

export type ReceiptDocumentError = TextError | { readonly kind: 'invalid-facts' };

const ITEM_NAMES: Readonly<Record<ReceiptFacts['item'], string>> = {
  domestic: '接種証明書（国内用）',
  overseas: '接種証明書（海外用及び国内用）',
};

const japanTime = new Intl.DateTimeFormat('ja-JP', {
  timeZone: 'Asia/Tokyo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Always with a separator for thousands, as sums are read at a till. */
const yen = (amount: number): string => `${amount.toLocaleString('ja-JP')}円`;

/** The document; an error for facts that contradict each other or cannot be printed as they are. */
export function receiptDocument(facts: ReceiptFacts): Result<string, ReceiptDocumentError> {
  const parsed = v.safeParse(ReceiptFactsSchema, facts);
  if (!parsed.success) return err({ kind: 'invalid-facts' });
  const lines = receiptLines(parsed.output);
  for (const text of lines.flatMap(({ texts }) => texts)) {
    const printable = checkPrintable(text);
    if (printable.isErr()) return err(printable.error);
  }
  return ok(lines.map(({ layout, texts }) => layout(...texts.map(escapeReceiptLine))).join('\n'));
}

type Line = { readonly layout: (...texts: string[]) => string; readonly texts: readonly string[] };

const ONE_COLUMN = '{width:48;border:none}';
const TWO_COLUMNS = '{width:20,28;border:none}';

const centered = (...texts: string[]): Line => ({ layout: (text) => `${text}`, texts });
const title = (...texts: string[]): Line => ({ layout: (text) => `^^^${text}`, texts });
const left = (...texts: string[]): Line => ({ layout: (text) => `${ONE_COLUMN}\n${text} |\n${TWO_COLUMNS}`, texts });
const row = (...texts: string[]): Line => ({ layout: (label, value) => `${label} | ${value}`, texts });
const strongRow = (...texts: string[]): Line => ({ layout: (label, value) => `^^^${label} | ^^^${value}`, texts });
const rule: Line = { layout: () => '---', texts: [] };
const empty: Line = { layout: () => '', texts: [] };
const columns: Line = { layout: () => TWO_COLUMNS, texts: [] };

function receiptLines(facts: ReceiptFacts): readonly Line[] {
  return [
    title('領収書'),
    empty,
    centered(facts.storeName),
    empty,
    columns,
    row('発行日時', japanTime.format(new Date(facts.issuedAt))),
    row('領収書番号', facts.receiptNumber),
    row('端末番号', facts.terminalId),
    rule,
    left(ITEM_NAMES[facts.item]),
    row(`${yen(facts.copyYen)} × ${facts.copies}通`, yen(facts.totalYen)),
    rule,
    strongRow('合計', yen(facts.totalYen)),
    ...paymentRows(facts),
    rule,
    left('金額には消費税を含みます。'),
    left('上記の金額を正に領収いたしました。'),
    empty,
    row('お問い合わせ', facts.inquiryNumber),
    left('証明書とカードのお取り忘れにご注意ください。'),
  ];
}

/** Coins are taken and change is given; a card is charged, and what was too much goes back to it. */
function paymentRows({ means, paidYen, changeYen }: ReceiptFacts): readonly Line[] {
  switch (means) {
    case 'coins':
      return [row('お預り（現金）', yen(paidYen)), row('お釣り', yen(changeYen))];
    case 'cashless':
      return changeYen === 0
        ? [row('キャッシュレス', yen(paidYen))]
        : [row('キャッシュレス', yen(paidYen)), row('返金', yen(changeYen))];
    default: {
      const never: never = means;
      throw new Error(`Unknown means ${String(never)}`);
    }
  }
}
