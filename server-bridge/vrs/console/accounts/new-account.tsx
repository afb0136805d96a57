import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { Panel, TextField, useOrder } from '../../../console-kit/index.ts';
import { NewAccountAnswerSchema, NewAccountSchema } from '../../console-api/staff.ts';
import { type Rights, RightsSchema } from '../../staff/rights.ts';
import { useDesk } from '../frame/desk.ts';
import type { Handed } from './handed.ts';
import { RightsChoice } from './rights-choice.tsx';

/** A form for one more person; what they are given is shown once. */
export function NewAccount({ onMade }: { onMade: (handed: Handed) => void }) {
  const { texts, client, tell } = useDesk();
  const { busy, send } = useOrder();
  const [staffId, setStaffId] = useState('');
  const [name, setName] = useState('');
  const [rights, setRights] = useState<Rights>(v.parse(RightsSchema, {}));
  const { accounts } = texts;

  async function submit(): Promise<void> {
    const message = v.safeParse(NewAccountSchema, { staffId: staffId.trim(), name, rights });
    if (!message.success) return tell({ kind: 'problem', text: accounts.invalid });
    const text = accounts.made(message.output.staffId);
    const made = await send(() => client.postFor(NewAccountAnswerSchema, '/operations/accounts', message.output), text);
    if (made === null) return;
    setStaffId('');
    setName('');
    setRights(v.parse(RightsSchema, {}));
    onMade({ text, ...made.value });
  }

  return (
    <Panel title={accounts.newOne}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={accounts.staffId}
          hint={accounts.staffIdHint}
          value={staffId}
          onChange={setStaffId}
          maxLength={40}
          required
        />
        <TextField label={accounts.name} value={name} onChange={setName} maxLength={60} required />
        <div class="wide">
          <RightsChoice rights={rights} onChange={setRights} />
        </div>
        <div class="wide">
          <button type="submit" class="primary" disabled={busy}>
            {accounts.submit}
          </button>
        </div>
      </form>
    </Panel>
  );
}
