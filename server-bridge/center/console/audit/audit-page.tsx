import { useDesk } from '../frame/desk.ts';

export function AuditPage() {
  const { texts } = useDesk();
  return <h1>{texts.audit.title}</h1>;
}
