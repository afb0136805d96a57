/** What must be right for the next resident, item by item; each mark is a sign and a word, never a colour alone. */
import type { VNode } from 'preact';
import type { ReadinessMark } from '../../../snapshot.ts';
import { japaneseTime } from '../../japanese-time.ts';
import { Button } from '../../parts/button.tsx';
import { Icon, type Sign } from '../../parts/icons.tsx';
import { Notice } from '../../parts/notice.tsx';
import { ScrollRegion } from '../../parts/scroll-region.tsx';
import { Stage } from '../../parts/stage.tsx';
import type { ViewProps } from '../../view.ts';

const SIGNS: Record<ReadinessMark, Sign> = {
  good: 'check',
  soon: 'information',
  bad: 'warning',
  unknown: 'help',
  'not-fitted': 'minus',
};

/** What needs a hand comes first. */
const ORDER: Record<ReadinessMark, number> = { bad: 0, unknown: 1, soon: 2, good: 3, 'not-fitted': 4 };

export function OperatorReadinessView({ screen, texts, act }: ViewProps<'operator-readiness'>): VNode {
  const { readiness } = texts.operator;
  const items = screen.items.toSorted((a, b) => ORDER[a.mark] - ORDER[b.mark]);
  return (
    <Stage
      layout="wide-contents"
      heading={screen.ready ? readiness.ready : readiness.notReady}
      lead={readiness.at(japaneseTime(screen.at))}
      actions={
        <>
          <Notice tone={screen.ready ? 'information' : 'warning'}>
            {screen.ready ? readiness.readyLead : readiness.notReadyLead}
          </Notice>
          <Button rank="primary" onPress={() => act({ type: 'next' })}>
            {readiness.close}
          </Button>
        </>
      }
    >
      <ScrollRegion label={readiness.list} texts={texts}>
        <dl class="conditions">
          {items.map(({ item, mark }) => (
            <div class={`condition condition-${SIGNS[mark]}`} key={item}>
              <dt>{readiness.items[item]}</dt>
              <dd>
                <Icon sign={SIGNS[mark]} />
                {readiness.marks[mark]}
              </dd>
            </div>
          ))}
        </dl>
      </ScrollRegion>
    </Stage>
  );
}
