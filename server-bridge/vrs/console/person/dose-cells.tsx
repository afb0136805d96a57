import type { ComponentChildren } from 'preact';
import { Badge, instantText, type Language, numberText, said } from '../../../console-kit/index.ts';
import type { Dose } from '../../console-api/people.ts';
import { dayOf } from '../texts/days.ts';
import type { Texts } from '../texts/texts.ts';
import { productName } from './dose-words.ts';

export const doseHeads = ({ doses, common }: Texts): readonly string[] => [
  doses.number,
  doses.day,
  doses.product,
  doses.lot,
  doses.where,
  common.state,
  doses.registered,
];

/** One dose as a row of a table. */
export function doseCells(texts: Texts, language: Language, dose: Dose): readonly ComponentChildren[] {
  const where = [dose.vaccinatedIn, dose.site, dose.doctor].filter((part) => part !== null);
  return [
    texts.doses.nth(numberText(language, dose.number)),
    dayOf(language, dose.day),
    productName(language, dose.product),
    <code key="lot">{dose.lot}</code>,
    where.length === 0 ? texts.frame.nothing : where.join(' · '),
    dose.doubt === null ? (
      <Badge key="state" kind="good" text={texts.doses.right} />
    ) : (
      <Badge key="state" kind="warn" text={said(texts.words.doubts, dose.doubt)} />
    ),
    <span key="registered" class="hint">
      {said(texts.words.sources, dose.source)} · {instantText(language, dose.registeredAt)} · {dose.registeredBy}
    </span>,
  ];
}
