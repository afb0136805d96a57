import type { ComponentChildren } from 'preact';
import type { KitTexts } from '../texts/kit-en.ts';
import { Mark } from './mark.tsx';

/** What stands before the desk: one card in the middle. */
export function Entrance(props: {
  texts: KitTexts;
  switchLanguage: () => void;
  title: string;
  children: ComponentChildren;
}) {
  const { frame } = props.texts;
  return (
    <main class="entrance">
      <div class="entrance-card">
        <p class="product">
          <Mark /> {frame.product}
        </p>
        <h1>{props.title}</h1>
        {props.children}
      </div>
      <button type="button" class="quiet" onClick={props.switchLanguage} aria-label={frame.languageLabel}>
        {frame.language}
      </button>
    </main>
  );
}
