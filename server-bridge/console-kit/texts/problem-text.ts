import type { Problem } from '../client/problem.ts';
import type { KitTexts } from './kit-en.ts';
import { said } from './language.ts';

/** A problem as people read it. @param order something was to be done, so that nobody knows whether it was */
export function problemText(texts: KitTexts, problem: Problem, order = false): string {
  const { problems } = texts;
  switch (problem.kind) {
    case 'signed-out':
      return problems.signedOut;
    case 'password-due':
      return problems.passwordDue;
    case 'no-right':
      return problems.noRight;
    case 'refused':
      return `${problems.refused} ${said(problems.words, problem.word === '' ? String(problem.status) : problem.word)}`;
    case 'too-many':
      return problems.tooMany(problem.waitSeconds);
    case 'away':
      return order ? problems.awayOrder : problems.away;
    case 'unfit':
      return order ? problems.unfitOrder : problems.unfit;
    default: {
      const never: never = problem;
      throw new Error(`unknown problem ${String(never)}`);
    }
  }
}
