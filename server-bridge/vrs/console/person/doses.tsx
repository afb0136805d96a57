import { useState } from 'preact/hooks';
import { Panel, Table } from '../../../console-kit/index.ts';
import type { Dose, PersonPage } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { DoseActions } from './dose-actions.tsx';
import { doseCells, doseHeads } from './dose-cells.tsx';
import { DoseEditor } from './dose-editor.tsx';

/** Doses of a person, each with what can be done about it. */
export function Doses({ person, onChanged }: { person: PersonPage; onChanged: () => void }) {
  const { texts, language, may } = useDesk();
  const [editing, setEditing] = useState<Dose | 'new' | null>(null);
  const { doses: words } = texts;
  const { doses } = person;
  if (doses === null) {
    return (
      <Panel title={words.title}>
        <p class="hint">{words.noRight}</p>
      </Panel>
    );
  }
  const writes = may('records:write');
  return (
    <Panel title={words.title}>
      {doses.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <Table
          label={words.title}
          heads={[...doseHeads(texts), ...(writes ? [texts.common.action] : [])]}
          rows={doses.map((dose) => ({
            key: dose.doseId,
            cells: [
              ...doseCells(texts, language, dose),
              ...(writes
                ? [
                    <DoseActions
                      key="actions"
                      dose={dose}
                      personName={person.name}
                      onCorrect={() => setEditing(dose)}
                      onChanged={onChanged}
                    />,
                  ]
                : []),
            ],
          }))}
        />
      )}
      {writes && editing === null && (
        <div class="buttons below">
          <button type="button" class="quiet" onClick={() => setEditing('new')}>
            {words.newOne}
          </button>
        </div>
      )}
      {editing !== null && (
        <DoseEditor
          key={editing === 'new' ? 'new' : editing.doseId}
          person={person}
          dose={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onChanged={() => {
            setEditing(null);
            onChanged();
          }}
        />
      )}
    </Panel>
  );
}
