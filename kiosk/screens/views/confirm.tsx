/** The last look before money is asked for: nothing is refunded afterwards for a wrong choice. */
import type { VNode } from 'preact';
import { Certificate } from '../drawings/certificate.tsx';
import { Amounts } from '../parts/amounts.tsx';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { Stage } from '../parts/stage.tsx';
import { inLanguage, languageShown } from '../texts/in-language.ts';
import type { ViewProps } from '../view.ts';

export function ConfirmView({ screen, language, texts, act }: ViewProps<'confirm'>): VNode {
  const { confirm } = texts;
  return (
    <Stage
      heading={confirm.heading}
      lead={confirm.lead}
      drawing={<Certificate />}
      actions={
        <Button rank="primary" sign="next" signAfter onPress={() => act({ type: 'pay' })}>
          {screen.totalYen === 0 ? confirm.print : confirm.pay}
        </Button>
      }
    >
      <Amounts
        amounts={[
          { name: confirm.kind, value: texts.kind.kinds[screen.kind].short },
          {
            name: confirm.municipality,
            value: (
              <span lang={languageShown(screen.municipality, language)}>
                {inLanguage(screen.municipality, language)}
              </span>
            ),
          },
          { name: confirm.copies, value: texts.copies(screen.copies) },
          { name: confirm.total, value: texts.yen(screen.totalYen), strong: true },
        ]}
      />
      <Notice tone="information">{confirm.noRefund}</Notice>
    </Stage>
  );
}
