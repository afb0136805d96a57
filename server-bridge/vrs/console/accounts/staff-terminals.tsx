import { useAnswer } from '../../../console-kit/index.ts';
import { StaffTerminalsSchema } from '../../console-api/staff.ts';
import { useDesk } from '../frame/desk.ts';
import { RegisteredNames } from './registered-names.tsx';

const PATH = '/operations/staff-terminals';

/** Terminals that staff may work at; whoever sits at another is not let in (V10). */
export function StaffTerminals() {
  const { texts, client, session } = useDesk();
  const answer = useAnswer(
    PATH,
    async (background) =>
      (await client.get(StaffTerminalsSchema, PATH, background)).map(({ terminals }) =>
        terminals.map(({ terminal, ...rest }) => ({ name: terminal, ...rest })),
      ),
    null,
  );
  return (
    <RegisteredNames
      words={texts.terminals}
      answer={answer}
      path={PATH}
      message={(terminal) => ({ terminal })}
      own={session.terminal}
    />
  );
}
