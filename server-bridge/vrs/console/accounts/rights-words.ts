import { said } from '../../../console-kit/index.ts';
import { LEVELS, type Rights, TASKS } from '../../staff/rights.ts';
import type { Texts } from '../texts/texts.ts';

/** What somebody may do: each level with its tasks, the highest first; tasks without a right are left out. */
export function rightsWords(texts: Texts, rights: Rights): readonly string[] {
  return LEVELS.filter((level) => level !== 'none')
    .toReversed()
    .map((level) => ({ level, tasks: TASKS.filter((task) => rights[task] === level) }))
    .filter(({ tasks }) => tasks.length > 0)
    .map(({ level, tasks }) => {
      const { levels, tasks: names } = texts.words;
      return texts.accounts.tasksAt(
        said(levels, level),
        tasks.map((task) => said(names, task)).join(texts.accounts.comma),
      );
    });
}
