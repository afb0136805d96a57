import { Badge } from '../../../console-kit/index.ts';
import { useDesk } from '../frame/desk.ts';
import { dayOf } from '../texts/days.ts';

/** What has to be known about a person before anything is done. */
export function PersonFlags(props: {
  person: { readonly protected: boolean; readonly movedOn: string | null; readonly deceasedOn: string | null };
  doubtful: boolean;
}) {
  const { texts, language } = useDesk();
  const { person, doubtful } = props;
  const { flags } = texts.person;
  const none = !person.protected && person.movedOn === null && person.deceasedOn === null && !doubtful;
  if (none) return <span class="hint">{texts.frame.none}</span>;
  return (
    <span class="flags">
      {person.protected && <Badge kind="bad" text={flags.protected} />}
      {person.deceasedOn !== null && <Badge kind="plain" text={flags.deceased(dayOf(language, person.deceasedOn))} />}
      {person.movedOn !== null && <Badge kind="info" text={flags.moved(dayOf(language, person.movedOn))} />}
      {doubtful && <Badge kind="warn" text={flags.doubtful} />}
    </span>
  );
}
