import { said } from '../../../console-kit/index.ts';
import { type Rights, TASKS } from '../../staff/rights.ts';
import type { Texts } from '../texts/texts.ts';

/** What somebody may do, task by task; tasks without a right are left out. */
export function rightsWords(texts: Texts, rights: Rights): string {
  const held = TASKS.filter((task) => rights[task] !== 'none');
  if (held.length === 0) return texts.frame.none;
  return held
    .map((task) => texts.accounts.rightOf(said(texts.words.tasks, task), said(texts.words.levels, rights[task])))
    .join(texts.accounts.comma);
}
