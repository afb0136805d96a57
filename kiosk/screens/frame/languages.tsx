/** The languages of the screens, each in its own script; the one in use is marked by a line under it and as pressed. */
import type { VNode } from 'preact';
import { LANGUAGES, type Language } from '../../snapshot.ts';
import { Button } from '../parts/button.tsx';
import { LANGUAGE_NAMES } from '../texts/index.ts';
import type { Act } from '../view.ts';

export function Languages({ language, legend, act }: { language: Language; legend: string; act: Act }): VNode {
  return (
    <fieldset class="languages">
      <legend class="spoken-only">{legend}</legend>
      {LANGUAGES.map((choice) => (
        <Button
          key={choice}
          rank="plain"
          pressed={choice === language}
          lang={choice}
          onPress={() => act({ type: 'language', language: choice })}
        >
          {LANGUAGE_NAMES[choice]}
        </Button>
      ))}
    </fieldset>
  );
}
