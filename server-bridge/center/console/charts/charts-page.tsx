import { useDesk } from '../frame/desk.ts';

export function ChartsPage() {
  const { texts } = useDesk();
  return <h1>{texts.charts.title}</h1>;
}
