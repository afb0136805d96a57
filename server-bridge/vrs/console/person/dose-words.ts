import { productOf } from '../../../certificates/products/product-table.ts';
import { type Language, numberText } from '../../../console-kit/index.ts';
import type { DoseFacts } from '../../register/dose-facts.ts';
import { dayOf } from '../texts/days.ts';
import type { Texts } from '../texts/texts.ts';

/** A product's name; one that nobody knows stands as it was registered. */
export function productName(language: Language, code: string): string {
  const product = productOf(code);
  if (product === undefined) return code;
  const [name, maker] = [product.product[language], product.manufacturer[language]];
  return language === 'ja' ? `${name}（${maker}）` : `${name} (${maker})`;
}

/** The facts of a dose, each with its name, as people read them. */
export function doseWords(texts: Texts, language: Language, dose: DoseFacts): readonly (readonly [string, string])[] {
  const { doses, frame } = texts;
  return [
    [doses.number, doses.nth(numberText(language, dose.number))],
    [doses.day, dayOf(language, dose.day)],
    [doses.product, productName(language, dose.product)],
    [doses.lot, dose.lot],
    [doses.vaccinatedIn, dose.vaccinatedIn ?? frame.none],
    [doses.site, dose.site ?? frame.none],
    [doses.doctor, dose.doctor ?? frame.none],
  ];
}
