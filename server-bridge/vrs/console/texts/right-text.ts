import { said } from '../../../console-kit/index.ts';
import type { Right } from '../../staff/rights.ts';
import type { Texts } from './texts.ts';

/** `people:read` as people say it: the task, then the level. */
export function rightText(texts: Texts, right: Right): string {
  const [task = '', level = ''] = right.split(':');
  return texts.accounts.rightOf(said(texts.words.tasks, task), said(texts.words.levels, level));
}
