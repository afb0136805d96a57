import { useState } from 'preact/hooks';
import type * as v from 'valibot';
import { ConfirmDialog, useOrder } from '../../../console-kit/index.ts';
import { type AccountSchema, NewAccountAnswerSchema } from '../../console-api/staff.ts';
import type { Rights } from '../../staff/rights.ts';
import { useDesk } from '../frame/desk.ts';
import type { Handed } from './handed.ts';
import { RightsChoice } from './rights-choice.tsx';

type Asked = 'rights' | 'state' | 'renew';

/** What can be done about another's account: rights, whether it is in use, what it signs in with. */
export function AccountActions(props: {
  account: v.InferOutput<typeof AccountSchema>;
  onChanged: () => void;
  onHanded: (handed: Handed) => void;
}) {
  const { account, onChanged, onHanded } = props;
  const { texts, client } = useDesk();
  const { busy, send } = useOrder();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [rights, setRights] = useState<Rights>(account.rights);
  const { accounts } = texts;
  const { staffId } = account;
  const path = `/operations/accounts/${encodeURIComponent(staffId)}`;
  const next = account.state === 'active' ? 'disabled' : 'active';
  const labels: Readonly<Record<Asked, string>> = {
    rights: accounts.changeRights,
    state:
      account.state === 'active' ? accounts.disable : account.state === 'locked' ? accounts.unlock : accounts.enable,
    renew: accounts.renew,
  };

  async function confirm(what: Asked): Promise<void> {
    if (what === 'renew') {
      const text = accounts.renewed(staffId);
      const renewed = await send(() => client.postFor(NewAccountAnswerSchema, `${path}/renew`), text);
      if (renewed !== null) onHanded({ text, ...renewed.value });
    } else {
      await send(() => client.post(path, what === 'rights' ? { rights } : { state: next }), accounts.changed(staffId));
    }
    setAsked(null);
    onChanged();
  }

  return (
    <div class="buttons one-below-the-other">
      {(['rights', 'state', 'renew'] as const).map((what) => (
        <button
          key={what}
          type="button"
          class="quiet"
          aria-label={accounts.confirmTitle(labels[what], staffId)}
          onClick={() => {
            setRights(account.rights);
            setAsked(what);
          }}
        >
          {labels[what]}
        </button>
      ))}
      {asked !== null && (
        <ConfirmDialog
          title={accounts.confirmTitle(labels[asked], staffId)}
          confirm={labels[asked]}
          busy={busy}
          grave={asked === 'state' && next === 'disabled'}
          onConfirm={() => void confirm(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{account.name}</p>
          <p class="hint">{accounts.sessionsEnd}</p>
          {asked === 'rights' && <RightsChoice rights={rights} onChange={setRights} />}
        </ConfirmDialog>
      )}
    </div>
  );
}
