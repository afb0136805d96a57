/** The terms of use. Nothing is taken from the card before they are agreed to (K1). */
import type { VNode } from 'preact';
import { Button } from '../parts/button.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Stage } from '../parts/stage.tsx';
import { inLanguage, languageShown } from '../texts/in-language.ts';
import type { ViewProps } from '../view.ts';

export function TermsView({ screen, language, texts, act }: ViewProps<'terms'>): VNode {
  const paragraphs = inLanguage(screen.text, language)
    .split(/\n+/)
    .filter((line) => line.trim() !== '');
  return (
    <Stage
      layout="wide-contents"
      heading={texts.terms.heading}
      lead={texts.terms.lead}
      actions={
        <Button rank="primary" onPress={() => act({ type: 'agree' })}>
          {texts.terms.agree}
        </Button>
      }
    >
      <ScrollRegion label={texts.terms.heading} texts={texts}>
        {paragraphs.map((paragraph) => (
          <p class="terms-paragraph" key={paragraph} lang={languageShown(screen.text, language)}>
            {paragraph}
          </p>
        ))}
      </ScrollRegion>
    </Stage>
  );
}
