import { useDesk } from '../frame/desk.ts';

export function AlarmsPage() {
  const { texts } = useDesk();
  return <h1>{texts.alarms.title}</h1>;
}
