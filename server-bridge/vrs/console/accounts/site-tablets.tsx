import { useAnswer } from '../../../console-kit/index.ts';
import { SiteTabletsSchema } from '../../console-api/staff.ts';
import { useDesk } from '../frame/desk.ts';
import { RegisteredNames } from './registered-names.tsx';

const PATH = '/operations/site-tablets';

/** Tablets at vaccination sites; they register doses by the ticket's line and reach no number (V15). */
export function SiteTablets() {
  const { texts, client } = useDesk();
  const answer = useAnswer(
    PATH,
    async (background) =>
      (await client.get(SiteTabletsSchema, PATH, background)).map(({ tablets }) =>
        tablets.map(({ tablet, ...rest }) => ({ name: tablet, ...rest })),
      ),
    null,
  );
  return (
    <RegisteredNames words={texts.tablets} answer={answer} path={PATH} message={(tablet) => ({ tablet })} own={null} />
  );
}
