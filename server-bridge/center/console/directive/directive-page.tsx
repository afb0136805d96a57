import { useDesk } from '../frame/desk.ts';

export function DirectivePage() {
  const { texts } = useDesk();
  return <h1>{texts.directive.title}</h1>;
}
