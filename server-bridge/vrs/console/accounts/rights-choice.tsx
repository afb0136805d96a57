import * as v from 'valibot';
import { SelectField, said } from '../../../console-kit/index.ts';
import { LEVELS, LevelSchema, type Rights, TASKS } from '../../staff/rights.ts';
import { useDesk } from '../frame/desk.ts';

/** One level for each task; each level includes those before it. */
export function RightsChoice({ rights, onChange }: { rights: Rights; onChange: (rights: Rights) => void }) {
  const { texts } = useDesk();
  return (
    <fieldset>
      <legend>{texts.accounts.rights}</legend>
      <p class="hint">{texts.accounts.rightsHint}</p>
      <div class="rights">
        {TASKS.map((task) => (
          <SelectField
            key={task}
            label={said(texts.words.tasks, task)}
            value={rights[task]}
            options={LEVELS.map((level) => [level, said(texts.words.levels, level)] as const)}
            onChange={(chosen) => onChange({ ...rights, [task]: v.parse(LevelSchema, chosen) })}
          />
        ))}
      </div>
    </fieldset>
  );
}
