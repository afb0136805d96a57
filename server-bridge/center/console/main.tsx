/** The console's page: one root, painted from what the center says. It keeps nothing in the browser. */
import { render } from 'preact';
import { App } from './frame/app.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
render(<App />, root);
