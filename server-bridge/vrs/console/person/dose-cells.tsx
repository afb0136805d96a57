import type { ComponentChildren } from 'preact';
import { productOf } from '../../../certificates/products/product-table.ts';
import { Badge, instantText, type Language, numberText, said } from '../../../console-kit/index.ts';
import type { Dose } from '../../console-api/people.ts';
import { dayOf } from '../texts/days.ts';
import type { Texts } from '../texts/texts.ts';

/** Which dose, and when. */
export function DoseWhen({ texts, language, dose }: { texts: Texts; language: Language; dose: Dose }) {
  return (
    <span class="whole">
      {texts.doses.nth(numberText(language, dose.number))}
      <br />
      {dayOf(language, dose.day)}
    </span>
  );
}

/** Product, maker and lot, one below the other. */
export function DoseWhat({ language, dose }: { language: Language; dose: Dose }) {
  const product = productOf(dose.product);
  return (
    <span class="whole">
      {product === undefined ? dose.product : product.product[language]}
      {product !== undefined && <span class="hint"> {product.manufacturer[language]}</span>}
      <br />
      <code>{dose.lot}</code>
    </span>
  );
}

/** Whether something is doubtful in it, and where the record is from. */
export function DoseState({ texts, language, dose }: { texts: Texts; language: Language; dose: Dose }) {
  return (
    <>
      {dose.doubt === null ? (
        <Badge kind="good" text={texts.doses.right} />
      ) : (
        <Badge kind="warn" text={said(texts.words.doubts, dose.doubt)} />
      )}
      <br />
      <span class="hint">
        {said(texts.words.sources, dose.source)} · {dose.registeredBy}
        <br />
        <span class="whole">{instantText(language, dose.registeredAt)}</span>
      </span>
    </>
  );
}

export const doseHeads = ({ doses, common }: Texts): readonly string[] => [
  doses.title,
  `${doses.product} · ${doses.lot}`,
  doses.where,
  common.state,
];

/** One dose as a row of a table. */
export function doseCells(texts: Texts, language: Language, dose: Dose): readonly ComponentChildren[] {
  const where = [dose.vaccinatedIn, dose.site, dose.doctor].filter((part) => part !== null);
  return [
    <DoseWhen key="when" texts={texts} language={language} dose={dose} />,
    <DoseWhat key="what" language={language} dose={dose} />,
    where.length === 0 ? (
      texts.frame.nothing
    ) : (
      <ul key="where" class="plain-list">
        {where.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
    ),
    <DoseState key="state" texts={texts} language={language} dose={dose} />,
  ];
}
