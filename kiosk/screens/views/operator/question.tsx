/** What only the clerk can know, answered by one touch: why, how it came out, what became of it. */
import type { VNode } from 'preact';
import type { OperatorQuestion } from '../../../snapshot.ts';
import { Certificate } from '../../drawings/certificate.tsx';
import { Coins } from '../../drawings/coins.tsx';
import { Cover } from '../../drawings/cover.tsx';
import { TakeCard } from '../../drawings/take-card.tsx';
import { Restart } from '../../drawings/terminal-steps.tsx';
import { Waiting } from '../../drawings/waiting.tsx';
import { Button } from '../../parts/button.tsx';
import { Stage } from '../../parts/stage.tsx';
import type { ViewProps } from '../../view.ts';

const DRAWINGS: Record<OperatorQuestion, () => VNode> = {
  'why-reset': Waiting,
  'sure-to-reset': Restart,
  'is-the-test-page-good': Certificate,
  'what-about-the-card': TakeCard,
  'what-about-the-paper': Cover,
  'is-the-money-paid': () => <Coins direction="out" />,
  'sure-to-restart': Restart,
};

export function OperatorQuestionView({ screen, texts, act }: ViewProps<'operator-question'>): VNode {
  const { operator } = texts;
  const { title, detail, answers: own } = operator.questions[screen.question];
  const Drawing = DRAWINGS[screen.question];
  return (
    <Stage
      heading={title}
      lead={detail}
      drawing={<Drawing />}
      actions={
        <div class="operator-answers">
          {screen.answers.map((answer) => (
            <Button key={answer} rank="choice" onPress={() => act({ type: 'operator-answer', answer })}>
              <span class="choice-name">{own?.[answer] ?? operator.answers[answer]}</span>
            </Button>
          ))}
        </div>
      }
    >
      {screen.yen === 0 ? null : <p class="big-figure">{operator.amount(screen.yen)}</p>}
    </Stage>
  );
}
