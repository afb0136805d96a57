/** The workbench page: paints the last state, sends commands. */
import { render } from 'preact';
import type { BenchState } from '../messages/state.ts';
import { App } from './app.tsx';
import { openLink } from './link.ts';

function start(root: HTMLElement): void {
  let state: BenchState | null = null;
  let linked = false;
  const paint = (): void => render(<App state={state} linked={linked} send={send} />, root);
  const send = openLink(window.location, {
    onState(next) {
      state = next;
      paint();
    },
    onLinked(now) {
      linked = now;
      paint();
    },
  });
  paint();
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
start(root);
