import { useState } from 'preact/hooks';
import * as v from 'valibot';
import { Panel, TextField, useOrder } from '../../../console-kit/index.ts';
import { NewAccountAnswerSchema, NewAccountSchema } from '../../console-api/staff.ts';
import type { Role } from '../../staff/rights.ts';
import { useDesk } from '../frame/desk.ts';
import type { Handed } from './handed.ts';
import { RoleChoice } from './role-choice.tsx';

/** A form for one more person; what they are given is shown once. */
export function NewAccount({ onMade }: { onMade: (handed: Handed) => void }) {
  const { texts, client, tell } = useDesk();
  const { busy, send } = useOrder();
  const [staffId, setStaffId] = useState('');
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<Role[]>([]);

  async function submit(): Promise<void> {
    const message = v.safeParse(NewAccountSchema, { staffId: staffId.trim(), name, roles });
    if (!message.success) return tell({ kind: 'problem', text: texts.accounts.invalid });
    const text = texts.accounts.made1(message.output.staffId);
    const made = await send(() => client.postFor(NewAccountAnswerSchema, '/operations/accounts', message.output), text);
    if (made === null) return;
    setStaffId('');
    setName('');
    setRoles([]);
    onMade({ text, ...made.value });
  }

  return (
    <Panel title={texts.accounts.newOne}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField label={texts.accounts.staffId} value={staffId} onChange={setStaffId} maxLength={40} required />
        <TextField label={texts.accounts.name} value={name} onChange={setName} maxLength={60} required />
        <div class="wide">
          <RoleChoice roles={roles} onChange={setRoles} />
        </div>
        <div class="wide">
          <button type="submit" class="primary" disabled={busy}>
            {texts.accounts.submit}
          </button>
        </div>
      </form>
    </Panel>
  );
}
