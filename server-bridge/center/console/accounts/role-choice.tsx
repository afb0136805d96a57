import { CheckField, said } from '../../../console-kit/index.ts';
import { ROLES, type Role } from '../../staff/rights.ts';
import { useDesk } from '../frame/desk.ts';

export function RoleChoice({ roles, onChange }: { roles: readonly Role[]; onChange: (roles: Role[]) => void }) {
  const { texts } = useDesk();
  return (
    <fieldset>
      <legend>{texts.accounts.roles}</legend>
      <div class="roles">
        {ROLES.map((role) => (
          <CheckField
            key={role}
            label={said(texts.words.roles, role)}
            checked={roles.includes(role)}
            onChange={(checked) => onChange(ROLES.filter((one) => (one === role ? checked : roles.includes(one))))}
          />
        ))}
      </div>
    </fieldset>
  );
}
