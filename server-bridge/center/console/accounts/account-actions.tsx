import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import { ConfirmDialog, useOrder } from '../../../console-kit/index.ts';
import { type AccountSchema, NewAccountAnswerSchema } from '../../console-api/staff.ts';
import type { Role } from '../../staff/rights.ts';
import { useDesk } from '../frame/desk.ts';
import type { Handed } from './handed.ts';
import { RoleChoice } from './role-choice.tsx';

type Asked = 'roles' | 'state' | 'renew';

/** What an administrator can do about another's account. */
export function AccountActions(props: {
  account: v.InferOutput<typeof AccountSchema>;
  onChanged: () => void;
  onHanded: (handed: Handed) => void;
}) {
  const { account, onChanged, onHanded } = props;
  const { texts, client } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [roles, setRoles] = useState<Role[]>(account.roles);
  const { accounts } = texts;
  const { staffId } = account;
  const path = `/operations/accounts/${encodeURIComponent(staffId)}`;
  const next = account.state === 'active' ? 'disabled' : 'active';
  const stateLabel =
    account.state === 'active' ? accounts.disable : account.state === 'locked' ? accounts.unlock : accounts.enable;
  const labels: Readonly<Record<Asked, string>> = {
    roles: accounts.changeRoles,
    state: stateLabel,
    renew: accounts.renew,
  };

  async function confirm(what: Asked): Promise<void> {
    if (what === 'renew') {
      const text = accounts.renewed(staffId);
      const renewed = await send(() => client.postFor(NewAccountAnswerSchema, `${path}/renew`), text);
      if (renewed !== null) onHanded({ text, ...renewed.value });
    } else {
      const body = what === 'roles' ? { roles } : { state: next };
      await send(() => client.post(path, body), accounts.changed(staffId));
    }
    setAsked(null);
    onChanged();
  }

  return (
    <div class="buttons">
      {(['roles', 'state', 'renew'] as const).map((what) => (
        <button key={what} type="button" class="quiet" onClick={() => setAsked(what)}>
          {what === 'roles' ? accounts.roles : labels[what]}
        </button>
      ))}
      {asked !== null && (
        <ConfirmDialog
          title={accounts.confirmTitle(labels[asked], staffId)}
          confirm={labels[asked]}
          busy={busy || (asked === 'roles' && roles.length === 0)}
          grave={asked === 'state' && next === 'disabled'}
          onConfirm={() => void confirm(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{account.name}</p>
          <p class="hint">{accounts.sessionsEnd}</p>
          {asked === 'roles' && <RoleChoice roles={roles} onChange={setRoles} />}
        </ConfirmDialog>
      )}
    </div>
  );
}
