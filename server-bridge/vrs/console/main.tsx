/** The page of municipal staff: one root, painted from what VRS says. Nothing of a person outlives what is on the screen. */
import { render } from 'preact';
import { App } from '../../console-kit/index.ts';
import { VrsSessionSchema } from '../console-api/staff.ts';
import { SignedIn } from './frame/signed-in.tsx';
import { TEXTS } from './texts/texts.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
render(
  <App
    texts={TEXTS}
    firstLanguage="ja"
    sessionSchema={VrsSessionSchema}
    desk={(painting) => <SignedIn {...painting} />}
  />,
  root,
);

// A browser may keep a page that was left, to show it again at once: what it keeps is empty, and it begins anew.
addEventListener('pagehide', () => render(null, root));
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
