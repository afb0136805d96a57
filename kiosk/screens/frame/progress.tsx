/** The line of steps above every screen of the visit: which are done, which is now, which will come. */
import type { VNode } from 'preact';
import { Icon } from '../parts/icons.tsx';
import { STEPS, type Step } from '../steps.ts';
import type { Texts } from '../texts/texts.ts';

export function Progress({ step, texts }: { step: Step; texts: Texts }): VNode {
  const now = STEPS.indexOf(step);
  return (
    <nav class="progress" aria-label={texts.progress.label}>
      <ol>
        {STEPS.map((name, index) => (
          <li
            key={name}
            class={index < now ? 'step step-done' : index === now ? 'step step-now' : 'step'}
            aria-current={index === now ? 'step' : undefined}
          >
            <span class="step-mark">{index < now ? <Icon sign="check" /> : index + 1}</span>
            <span class="step-name">{texts.steps[name]}</span>
            {index < now ? <span class="spoken-only">{texts.progress.done}</span> : null}
          </li>
        ))}
      </ol>
    </nav>
  );
}
