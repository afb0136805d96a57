import type { ComponentChildren } from 'preact';
import { instantText, numberText, said } from '../../../console-kit/index.ts';
import type { DirectiveContent } from '../../directives/directive-content.ts';
import type { Desk } from '../frame/desk.ts';

type Shown = Pick<
  DirectiveContent,
  | 'service'
  | 'hours'
  | 'prices'
  | 'maxCopies'
  | 'notice'
  | 'municipalities'
  | 'allowedBuilds'
  | 'kinds'
  | 'operators'
  | 'passportReading'
>;

/** What of a directive people usually ask for. */
export function contentFacts(
  content: Shown,
  { texts, language }: Pick<Desk, 'texts' | 'language'>,
): readonly (readonly [string, ComponentChildren])[] {
  const { service, hours, prices, maxCopies, notice, municipalities, allowedBuilds, kinds, operators } = content;
  const part = municipalities.filter(({ takingPart }) => takingPart).length;
  return [
    [
      texts.directive.service,
      service.state === 'on' ? texts.directive.on : `${texts.directive.off}: ${service.reason[language]}`,
    ],
    [texts.directive.hours, `${hours.from} – ${hours.to}`],
    [
      texts.directive.prices,
      prices
        .map(
          ({ effectiveFrom, copyYen }) =>
            `${texts.directive.yen(numberText(language, copyYen))} (${instantText(language, effectiveFrom)} –)`,
        )
        .join(', '),
    ],
    [texts.directive.maxCopies, numberText(language, maxCopies)],
    [texts.directive.notice, notice === undefined ? texts.directive.noNotice : notice[language]],
    [
      texts.directive.municipalities,
      texts.directive.ofMunicipalities(numberText(language, part), numberText(language, municipalities.length)),
    ],
    [said(texts.words.members, 'kinds'), kinds.map((kind) => said(texts.words.kinds, kind)).join(', ')],
    [said(texts.words.members, 'passportReading'), content.passportReading ? texts.frame.yes : texts.frame.no],
    [said(texts.words.members, 'operators'), numberText(language, operators.length)],
    [
      said(texts.words.members, 'allowedBuilds'),
      allowedBuilds.length === 0 ? texts.list.any : allowedBuilds.join(', '),
    ],
  ];
}
