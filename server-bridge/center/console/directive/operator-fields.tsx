import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { TextField, useOrder } from '../../../console-kit/index.ts';
import { type Directive, OperatorIdSchema } from '../../../protocol/index.ts';
import { OperatorCodeSchema } from '../../console-api/changes.ts';
import { useDesk } from '../frame/desk.ts';

type Operators = Directive['operators'];
type Shown = { readonly id: string; readonly code: string };

/** Store operators by their ids; a code is made by the center, shown once, and only its hash goes into the draft. */
export function OperatorFields({ operators, onChange }: { operators: Operators; onChange: (next: Operators) => void }) {
  const { texts, client, tell } = useDesk();
  const { busy, send } = useOrder();
  const [name, setName] = useState('');
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const words = texts.directive;

  async function add(): Promise<void> {
    const id = v.safeParse(OperatorIdSchema, name.trim());
    if (!id.success) return tell({ kind: 'problem', text: words.operatorShape });
    const made = await send(
      () => client.postFor(OperatorCodeSchema, '/operations/directive/operator-codes', {}),
      words.operatorMade(id.output),
    );
    if (made === null) return;
    const { code, codeHash } = made.value;
    onChange([...operators.filter((one) => one.id !== id.output), { id: id.output, codeHash }]);
    setShown((last) => [...last.filter((one) => one.id !== id.output), { id: id.output, code }]);
    setName('');
  }

  return (
    <div class="wide stacked">
      <ul class="plain-list">
        {operators.length === 0 && <li class="hint">{words.noOperators}</li>}
        {operators.map(({ id }) => (
          <li key={id} class="municipality">
            <strong>{id}</strong>
            <button
              type="button"
              class="quiet"
              aria-label={`${words.remove}: ${id}`}
              onClick={() => onChange(operators.filter((one) => one.id !== id))}
            >
              {words.remove}
            </button>
          </li>
        ))}
      </ul>
      <div class="ask-row">
        <TextField label={words.operatorId} hint={words.operatorShape} value={name} maxLength={40} onChange={setName} />
        <button type="button" class="quiet" disabled={busy || name.trim() === ''} onClick={() => void add()}>
          {words.addOperator}
        </button>
      </div>
      {shown.length > 0 && (
        <section class="handed" aria-label={words.operatorCodes}>
          <p>{words.operatorCodesOnce}</p>
          <ul class="plain-list">
            {shown.map(({ id, code }) => (
              <li key={id}>
                {id}: <code>{code}</code>
              </li>
            ))}
          </ul>
          <div>
            <button type="button" class="quiet" onClick={() => setShown([])}>
              {texts.accounts.handed}
            </button>
          </div>
        </section>
      )}
    </div>
  );
}
