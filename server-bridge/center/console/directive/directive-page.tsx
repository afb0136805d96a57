import * as v from 'valibot';
import { AnswerFrame, useAnswer } from '../../../console-kit/index.ts';
import { DirectiveSchema } from '../../../protocol/index.ts';
import { ChangesSchema } from '../../console-api/changes.ts';
import { useDesk } from '../frame/desk.ts';
import { Changes } from './changes.tsx';
import { DraftForm } from './draft-form.tsx';
import { Drift } from './drift.tsx';
import { InForce } from './in-force.tsx';
import { Municipalities } from './municipalities.tsx';
import { Preview } from './preview.tsx';

const EVERY_MS = 15_000;
const DirectiveAnswerSchema = v.strictObject({ directive: DirectiveSchema });

/** What terminals obey, who wants it changed, and what would come of it. */
export function DirectivePage() {
  const { texts, client, may } = useDesk();
  const directive = useAnswer(
    'directive',
    (background) => client.get(DirectiveAnswerSchema, '/operations/directive', background),
    EVERY_MS,
  );
  const changes = useAnswer(
    'changes',
    (background) => client.get(ChangesSchema, '/operations/directive/changes', background),
    EVERY_MS,
  );
  const again = (): void => {
    directive.refresh();
    changes.refresh();
  };
  return (
    <>
      <h1>{texts.directive.title}</h1>
      <AnswerFrame answer={directive}>
        {(answer) => (
          <>
            <div class="columns">
              <InForce directive={answer.directive} />
              <Drift />
            </div>
            <Changes answer={changes} onChanged={again} />
            {may('draft') && <DraftForm directive={answer.directive} onDrafted={again} />}
            <Preview />
            <Municipalities directive={answer.directive} onChanged={again} />
          </>
        )}
      </AnswerFrame>
    </>
  );
}
