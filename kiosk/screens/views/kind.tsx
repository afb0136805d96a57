/** Domestic, or overseas and domestic. */
import type { VNode } from 'preact';
import { Certificate } from '../drawings/certificate.tsx';
import { Button } from '../parts/button.tsx';
import { Stage } from '../parts/stage.tsx';
import type { ViewProps } from '../view.ts';

export function KindView({ screen, texts, act }: ViewProps<'kind'>): VNode {
  return (
    <Stage
      heading={texts.kind.heading}
      lead={texts.kind.lead}
      drawing={<Certificate />}
      actions={screen.kinds.map((kind) => (
        <Button key={kind} rank="choice" sign="next" signAfter onPress={() => act({ type: 'choose-kind', kind })}>
          <span class="choice-name">{texts.kind.kinds[kind].name}</span>
          <span class="choice-detail">{texts.kind.kinds[kind].contents}</span>
        </Button>
      ))}
    />
  );
}
