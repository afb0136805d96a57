import type { ComponentChildren } from 'preact';
import type { Answer } from '../client/use-answer.ts';
import { useKitDesk } from '../frame/kit-desk.ts';
import { problemText } from '../texts/problem-text.ts';

/** What was asked, or why it is not there; an old value stays below its problem. */
export function AnswerFrame<T>({ answer, children }: { answer: Answer<T>; children: (value: T) => ComponentChildren }) {
  const { texts } = useKitDesk();
  const { value, problem, loading } = answer;
  return (
    <>
      {problem !== null && (
        <div class="problem" role="alert">
          <p>
            {problemText(texts, problem)} {value === null ? '' : texts.frame.old}
          </p>
          <button type="button" class="quiet" onClick={answer.refresh}>
            {texts.frame.again}
          </button>
        </div>
      )}
      {loading && <p class="loading">{texts.frame.loading}</p>}
      {value !== null && children(value)}
    </>
  );
}
