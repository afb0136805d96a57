import { useDesk } from '../frame/desk.ts';

export function RollOutsPage() {
  const { texts } = useDesk();
  return <h1>{texts.rollOuts.title}</h1>;
}
