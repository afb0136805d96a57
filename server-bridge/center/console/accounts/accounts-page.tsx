import { useDesk } from '../frame/desk.ts';

export function AccountsPage() {
  const { texts } = useDesk();
  return <h1>{texts.accounts.title}</h1>;
}
