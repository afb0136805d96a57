/** Sends something to the center and tells what became of it; nothing is shown as done before the center has said so. */
import type { Result } from 'neverthrow';
import { useState } from 'preact/hooks';
import type { Problem } from '../client/problem.ts';
import { problemText } from '../texts/problem-text.ts';
import { useKitDesk } from './kit-desk.ts';

export type Order = {
  readonly busy: boolean;
  /** @returns what was answered; null where it did not work, which has been told already */
  send<T>(work: () => Promise<Result<T, Problem>>, doneText: string): Promise<{ readonly value: T } | null>;
};

export function useOrder(): Order {
  const { tell, texts } = useKitDesk();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    async send(work, doneText) {
      if (busy) return null;
      setBusy(true);
      tell({ kind: 'progress', text: texts.frame.sending });
      const answer = await work();
      setBusy(false);
      if (answer.isErr()) {
        tell({ kind: 'problem', text: problemText(texts, answer.error, true) });
        return null;
      }
      tell({ kind: 'done', text: doneText });
      return { value: answer.value };
    },
  };
}
