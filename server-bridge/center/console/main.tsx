/** The console's page: one root, painted from what the center says. It keeps nothing in the browser. */
import { render } from 'preact';
import { App } from '../../console-kit/index.ts';
import { SessionSchema } from '../console-api/staff.ts';
import { SignedIn } from './frame/signed-in.tsx';
import { TEXTS } from './texts/texts.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
render(
  <App
    texts={TEXTS}
    firstLanguage="en"
    sessionSchema={SessionSchema}
    desk={(painting) => <SignedIn {...painting} />}
  />,
  root,
);
