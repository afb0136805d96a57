import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { numberText, SelectField, said } from '../../../console-kit/index.ts';
import type { LocalizedText } from '../../../protocol/index.ts';
import type { DirectiveContent } from '../../directives/directive-content.ts';
import { type Desk, useDesk } from '../frame/desk.ts';

type ScreenLanguage = keyof LocalizedText;
const LANGUAGES: readonly ScreenLanguage[] = ['ja', 'en', 'zh', 'ko'];
const MOST_NAMES = 12;

export type PreviewedScreen = {
  readonly name: keyof Desk['texts']['directive']['screens'];
  readonly lines: ComponentChildren;
};

/** As a terminal shows it: English where a language is missing. */
const inLanguage = (text: LocalizedText, language: ScreenLanguage): string => text[language] ?? text.en;

/** What of a directive stands on which screen of a terminal. @param atMs when, for the price */
function screensOf(
  content: DirectiveContent,
  language: ScreenLanguage,
  desk: Pick<Desk, 'texts' | 'language'>,
  atMs: number,
): readonly PreviewedScreen[] {
  const { texts } = desk;
  const words = texts.directive;
  const number = (value: number): string => numberText(desk.language, value);
  const copyYen = priceAt(content.prices, atMs);
  const kinds = content.kinds.map((kind) => said(texts.words.kinds, kind)).join(' · ');
  const price = copyYen === null ? words.noPrice : words.yen(number(copyYen));
  const part = content.municipalities.filter(({ takingPart }) => takingPart);
  const others = content.municipalities.filter(({ takingPart }) => !takingPart);
  return [
    content.service.state === 'on'
      ? {
          name: 'start',
          lines: (
            <>
              <p>{kinds}</p>
              <p>
                {price} · {content.hours.from} – {content.hours.to}
              </p>
              <p lang={language}>
                {content.notice === undefined ? words.noNotice : inLanguage(content.notice, language)}
              </p>
            </>
          ),
        }
      : {
          name: 'closed',
          lines: (
            <>
              <p>{said(texts.words.causes, 'suspended-by-center')}</p>
              <p lang={language}>{inLanguage(content.service.reason, language)}</p>
            </>
          ),
        },
    {
      name: 'terms',
      lines: (
        <p class="screen-text" lang={language}>
          {inLanguage(content.terms.text, language)}
        </p>
      ),
    },
    { name: 'kind', lines: <p>{kinds}</p> },
    { name: 'passport', lines: <p>{content.passportReading ? words.passportRead : words.passportNotRead}</p> },
    {
      name: 'municipality',
      lines: (
        <>
          <p lang={language}>{namesOf(part, language)}</p>
          {others.length > 0 && (
            <p class="hint" lang={language}>
              {words.doesNot}: {namesOf(others, language)}
            </p>
          )}
        </>
      ),
    },
    {
      name: 'copies',
      lines: (
        <p>
          {copyYen === null
            ? words.noPrice
            : words.copiesFor(
                number(content.maxCopies),
                words.yen(number(copyYen)),
                words.yen(number(copyYen * content.maxCopies)),
              )}
        </p>
      ),
    },
    { name: 'voice', lines: <p>{volumesText(content, words)}</p> },
    {
      name: 'operator',
      lines: (
        <p>{content.operators.length === 0 ? words.noOperators : content.operators.map(({ id }) => id).join(', ')}</p>
      ),
    },
    {
      name: 'builds',
      lines: <p>{content.allowedBuilds.length === 0 ? words.everyBuild : content.allowedBuilds.join(', ')}</p>,
    },
  ];
}

function namesOf(municipalities: DirectiveContent['municipalities'], language: ScreenLanguage): string {
  const names = municipalities.slice(0, MOST_NAMES).map(({ name }) => inLanguage(name, language));
  return municipalities.length > MOST_NAMES ? `${names.join(', ')} …` : names.join(', ');
}

/** The newest price that is in force. */
function priceAt(prices: DirectiveContent['prices'], atMs: number): number | null {
  const begun = prices.filter(({ effectiveFrom }) => Date.parse(effectiveFrom) <= atMs);
  const newest = begun.toSorted((one, other) => Date.parse(one.effectiveFrom) - Date.parse(other.effectiveFrom)).at(-1);
  return newest?.copyYen ?? null;
}

const volumesText = ({ voiceVolumes }: DirectiveContent, words: Desk['texts']['directive']): string =>
  voiceVolumes.length === 0
    ? words.usualVolume
    : voiceVolumes.map(({ from, to, percent }) => `${from} – ${to}: ${percent} %`).join(', ');

/** A directive screen by screen, in each language a resident can choose. @param props.atMs the instant it is looked at for */
export function ScreenPreviews({ content, atMs }: { content: DirectiveContent; atMs: number }) {
  const desk = useDesk();
  const { texts } = desk;
  const [language, setLanguage] = useState<ScreenLanguage>(desk.language);
  const words = texts.directive;
  return (
    <>
      <div class="ask-row">
        <SelectField
          label={words.screenLanguage}
          value={language}
          options={LANGUAGES.map((one) => [one, words.languages[one]] as const)}
          onChange={(chosen) => setLanguage(LANGUAGES.find((one) => one === chosen) ?? 'ja')}
        />
      </div>
      <div class="screen-previews">
        {screensOf(content, language, desk, atMs).map(({ name, lines }) => (
          <section key={name} class="screen-preview" aria-label={words.screens[name]}>
            <h3>{words.screens[name]}</h3>
            {lines}
          </section>
        ))}
      </div>
    </>
  );
}
