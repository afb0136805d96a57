/** What happened, read aloud as it comes. */
import type { VNode } from 'preact';
import type { BenchState } from '../../messages/state.ts';
import { Words } from '../parts.tsx';

export function NotesPanel({ notes }: { notes: BenchState['notes'] }): VNode {
  return (
    <section class="panel" aria-labelledby="notes-title">
      <header class="panel-head">
        <h2 id="notes-title">
          <Words en="What happened" ja="出来事" />
        </h2>
      </header>
      {notes.length === 0 ? <p class="nothing-yet">Nothing yet. まだありません。</p> : null}
      <ol class="notes" aria-live="polite" aria-relevant="additions">
        {notes.map(({ number, time, en, ja }) => (
          <li key={number}>
            <time>{time}</time> <Words en={en} ja={ja} />
          </li>
        ))}
      </ol>
    </section>
  );
}
