import { Facts, instantText, numberText, Panel } from '../../../console-kit/index.ts';
import type { Directive } from '../../../protocol/index.ts';
import { useDesk } from '../frame/desk.ts';
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
