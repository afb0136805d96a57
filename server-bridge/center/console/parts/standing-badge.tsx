import { said } from '../../../console-kit/index.ts';
import type { Standing } from '../../console-api/fleet.ts';
import { useDesk } from '../frame/desk.ts';

/** A shape for each standing, so that colour is never the only sign. */
const SIGNS: Readonly<Record<Standing, string>> = {
  lost: '✕',
  suspended: '■',
  closed: '▲',
  busy: '◆',
  ready: '●',
  'never-seen': '○',
};

export function StandingBadge({ standing }: { standing: Standing }) {
  const { texts } = useDesk();
  return (
    <span class={`badge standing-${standing}`}>
      <span aria-hidden="true">{SIGNS[standing]}</span> {said(texts.words.standings, standing)}
    </span>
  );
}
