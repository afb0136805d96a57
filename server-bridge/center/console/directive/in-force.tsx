import type { Directive } from '../../../protocol/index.ts';
import { useDesk } from '../frame/desk.ts';
import { Facts } from '../parts/facts.tsx';
import { Panel } from '../parts/panel.tsx';
import { instantText, numberText } from '../texts/when.ts';
import { contentFacts } from './content-facts.tsx';

export function InForce({ directive }: { directive: Directive }) {
  const desk = useDesk();
  const { texts, language } = desk;
  return (
    <Panel title={texts.directive.inForce}>
      <Facts
        facts={[
          [texts.directive.version, numberText(language, directive.version)],
          [texts.directive.issued, instantText(language, directive.issuedAt)],
          [texts.directive.expires, instantText(language, directive.expiresAt)],
          ...contentFacts(directive, desk),
        ]}
      />
    </Panel>
  );
}
